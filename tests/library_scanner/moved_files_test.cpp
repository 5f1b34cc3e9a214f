// Files that are moved, renamed, tagged anew, copied and deleted between two scans of real folders: what was
// heard of them stays theirs.
#include "library_scanner/library.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/tracks_of.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace fs = std::filesystem;

/// About 2.6 s of MPEG audio, another one for each seed. To a decoder it is noise.
std::string noise_mp3(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> byte(0, 254);  // no false beginnings of frames
    std::string audio;
    for (int i = 0; i < 100; ++i) {
        auto frame = silent_mp3_frame();
        for (std::size_t at = 4; at < frame.size(); ++at) {
            frame[at] = static_cast<char>(byte(random));
        }
        audio += frame;
    }
    return audio;
}

std::string song(unsigned seed, std::string_view title, std::string_view artist = "Somebody",
                 std::string_view album = "An Album") {
    return id3v2({{"TIT2", utf8_text(title)}, {"TPE1", utf8_text(artist)}, {"TALB", utf8_text(album)}}) +
           noise_mp3(seed);
}

/// A library of folders on disk, and what its listener did.
class World {
  public:
    World() : database_(value_of(Database::open(folder_ / "library.db"))) {
        fs::create_directories(path("one"));
        fs::create_directories(path("two"));
        write("one/stays.mp3", song(1000, "Stays"));
        write("two/stays.mp3", song(1001, "Stays, too"));
    }

    fs::path path(const std::string& name) const { return folder_ / name; }
    /// With a time of its own: two files of one length that a clock's tick made are one to a stat.
    void write(const std::string& name, const std::string& bytes) {
        write_file(path(name), bytes);
        fs::last_write_time(path(name), start_ + std::chrono::seconds(++writes_));
    }
    void move(const std::string& from, const std::string& to) const {
        fs::create_directories(path(to).parent_path());
        fs::rename(path(from), path(to));
    }
    /// As from one disk to another: a new file with the time of the old one.
    void move_by_copy(const std::string& from, const std::string& to) const {
        copy(from, to);
        fs::remove(path(from));
    }
    void copy(const std::string& from, const std::string& to) const {
        fs::create_directories(path(to).parent_path());
        fs::copy_file(path(from), path(to));
        fs::last_write_time(path(to), fs::last_write_time(path(from)));
    }

    ScanReport scan(std::vector<std::string> roots = {"one", "two"}) {
        std::vector<fs::path> folders;
        for (const auto& root : roots) {
            folders.push_back(path(root));
        }
        return value_of(refrain::scan(*database_, folders, test::harmless()));
    }

    void run(const std::string& sql) {
        const auto written = database_->write_now([&](SQLite::Database& db) { db.exec(sql); });
        if (!written) {
            throw std::runtime_error(written.error().text());
        }
    }

    /// Heard once, loved, and measured; returns its id.
    TrackId hear(const std::string& name) {
        const auto id = at(name);
        if (!id.valid()) {
            throw std::runtime_error("no track at " + name);
        }
        const auto number = std::to_string(id.value());
        ++listens_;
        run("INSERT INTO listens (track_id, started_at, source_key) VALUES (" + number + ", " +
            std::to_string(listens_) + ", 'k" + std::to_string(listens_) + "')");
        run("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('love', 'track', " + number + ", 1)");
        run("INSERT OR REPLACE INTO loudness (track_id, size, mtime_ns, version, integrated_lufs, "
            "measured_at)"
            " VALUES (" +
            number + ", 1, 1, 1, -9.5, 1)");
        return id;
    }

    /// The track whose file that is; no id when there is none or it is missing.
    TrackId at(const std::string& name) const {
        const auto connection = database_->reader();
        SQLite::Statement row(
            *connection, "SELECT id FROM tracks WHERE path = ? AND missing_since IS NULL ORDER BY cue_track");
        bind_path(row, 1, path(name).native());
        return row.executeStep() ? TrackId(row.getColumn(0).getInt64()) : TrackId{};
    }

    std::int64_t count(const std::string& question) const {
        return database_->reader()->execAndGet("SELECT count(*) FROM " + question).getInt64();
    }

    std::int64_t listens_of(TrackId id) const {
        return count("listens WHERE track_id = " + std::to_string(id.value()));
    }
    bool is_loved_and_measured(TrackId id) const {
        const auto is_it = " WHERE track_id = " + std::to_string(id.value());
        return count("reactions" + is_it) == 1 && count("loudness" + is_it) == 1;
    }
    std::int64_t missing() const { return count("tracks WHERE missing_since IS NOT NULL"); }
    std::string title(TrackId id) const {
        return database_->reader()
            ->execAndGet("SELECT title FROM tracks WHERE id = " + std::to_string(id.value()))
            .getString();
    }
    Database& database() { return *database_; }

  private:
    template <class T>
    static T value_of(Result<T> result) {
        if (!result) {
            throw std::runtime_error(result.error().text());
        }
        return std::move(result).value();
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    const fs::file_time_type start_ = fs::file_time_type::clock::now() - std::chrono::hours(24);
    int writes_ = 0;
    int listens_ = 0;
};

// --- one file, moved in every way

struct Move {
    const char* name;
    const char* from;
    const char* to;
    std::function<void(World&)> act;
    /// Counts as moved in the report, or as changed in its place.
    bool moved = true;
};

class MovedFile : public ::testing::TestWithParam<Move> {};

TEST_P(MovedFile, KeepsItsRowAndAllThatNamesIt) {
    World world;
    const auto& move = GetParam();
    world.write(move.from, song(7, "A Song"));
    world.scan();
    const auto id = world.hear(move.from);
    move.act(world);
    const auto report = world.scan();
    EXPECT_EQ(world.at(move.to), id);
    EXPECT_EQ(world.listens_of(id), 1);
    EXPECT_TRUE(world.is_loved_and_measured(id));
    EXPECT_EQ(world.missing(), 0);
    EXPECT_EQ(world.count("tracks"), 3);
    EXPECT_EQ(report.moved, move.moved ? 1 : 0);
    EXPECT_EQ(report.added, 0);
    EXPECT_EQ(report.missing, 0);
    EXPECT_EQ(report.tracks, 3);
    // And nothing is left to be settled.
    const auto again = world.scan();
    EXPECT_EQ(again.added + again.updated + again.missing + again.moved, 0);
    EXPECT_EQ(world.at(move.to), id);
}

const std::string re_encoded = id3v2({{"TIT2", utf8_text("A Song (Remastered 2011)")},
                                      {"TPE1", utf8_text("SOMEBODY")},
                                      {"TALB", utf8_text("An album")}}) +
                               noise_mp3(8);

INSTANTIATE_TEST_SUITE_P(
    Moves, MovedFile,
    ::testing::Values(
        Move{"renamed", "one/a.mp3", "one/b.mp3", [](World& w) { w.move("one/a.mp3", "one/b.mp3"); }},
        Move{"into_another_folder", "one/a.mp3", "one/x/y/a.mp3",
             [](World& w) { w.move("one/a.mp3", "one/x/y/a.mp3"); }},
        Move{"into_another_root", "one/a.mp3", "two/a.mp3",
             [](World& w) { w.move("one/a.mp3", "two/a.mp3"); }},
        Move{"into_a_root_that_is_scanned_first", "two/a.mp3", "one/a.mp3",
             [](World& w) { w.move("two/a.mp3", "one/a.mp3"); }},
        Move{"to_another_disk", "one/a.mp3", "two/x.mp3",
             [](World& w) { w.move_by_copy("one/a.mp3", "two/x.mp3"); }},
        Move{"written_in_capitals", "one/a.mp3", "one/A.mp3",
             [](World& w) { w.move("one/a.mp3", "one/A.mp3"); }},
        Move{"with_its_folder", "one/x/a.mp3", "one/y/a.mp3", [](World& w) { w.move("one/x", "one/y"); }},
        Move{"tagged_anew", "one/a.mp3", "one/a.mp3",
             [](World& w) { w.write("one/a.mp3", song(7, "Another Title, Longer", "Else")); }, false},
        Move{"tagged_anew_by_a_new_file", "one/a.mp3", "one/a.mp3",
             [](World& w) {
                 w.write("one/a.tmp", song(7, "Another Title, Longer", "Else"));
                 w.move("one/a.tmp", "one/a.mp3");
             },
             false},
        Move{"renamed_and_tagged_in_place", "one/a.mp3", "one/b.mp3",
             [](World& w) {
                 w.move("one/a.mp3", "one/b.mp3");
                 w.write("one/b.mp3", song(7, "Another Title, Longer", "Else"));
             }},
        Move{"renamed_and_tagged_by_a_new_file", "one/a.mp3", "two/b.mp3",
             [](World& w) {
                 w.write("two/b.mp3", song(7, "Another Title, Longer", "Else"));
                 fs::remove(w.path("one/a.mp3"));
             }},
        Move{"encoded_anew_under_another_name", "one/a.mp3", "two/b.mp3",
             [](World& w) {
                 w.write("two/b.mp3", re_encoded);
                 fs::remove(w.path("one/a.mp3"));
             }},
        Move{"replaced_by_a_better_rip", "one/a.mp3", "one/a.mp3",
             [](World& w) {
                 w.write("one/better.tmp", re_encoded);
                 w.move("one/better.tmp", "one/a.mp3");
             },
             false}),
    [](const auto& move) { return move.param.name; });

// --- several files, several scans

class MovedFiles : public ::testing::Test {
  protected:
    World world_;
};

TEST_F(MovedFiles, TwoFilesThatChangePlacesKeepTheirHistories) {
    world_.write("one/a.mp3", song(1, "A"));
    world_.write("one/b.mp3", song(2, "B, with a longer title"));
    world_.scan();
    const auto a = world_.hear("one/a.mp3");
    const auto b = world_.hear("one/b.mp3");
    world_.move("one/a.mp3", "one/c.tmp");
    world_.move("one/b.mp3", "one/a.mp3");
    world_.move("one/c.tmp", "one/b.mp3");
    world_.scan();
    EXPECT_EQ(world_.at("one/b.mp3"), a);
    EXPECT_EQ(world_.at("one/a.mp3"), b);
    EXPECT_EQ(world_.missing(), 0);
    EXPECT_EQ(world_.count("tracks"), 4);
}

TEST_F(MovedFiles, ATrackPutInFrontMovesTheOthersOnByOne) {
    for (unsigned i = 1; i <= 5; ++i) {
        world_.write("one/0" + std::to_string(i) + ".mp3", song(i, "Song " + std::to_string(i * i * 1000)));
    }
    world_.scan();
    std::vector<TrackId> ids;
    for (int i = 1; i <= 5; ++i) {
        ids.push_back(world_.hear("one/0" + std::to_string(i) + ".mp3"));
    }
    for (int i = 5; i >= 1; --i) {
        world_.move("one/0" + std::to_string(i) + ".mp3", "one/0" + std::to_string(i + 1) + ".mp3");
    }
    world_.write("one/01.mp3", song(99, "The new first one"));
    world_.scan();
    for (int i = 1; i <= 5; ++i) {
        EXPECT_EQ(world_.at("one/0" + std::to_string(i + 1) + ".mp3"), ids[static_cast<std::size_t>(i - 1)]);
    }
    EXPECT_EQ(world_.listens_of(world_.at("one/01.mp3")), 0);
    EXPECT_EQ(world_.missing(), 0);
}

TEST_F(MovedFiles, AFileThatIsMovedOntoAnotherLeavesThatOneMissingWithItsHistory) {
    world_.write("one/a.mp3", song(1, "A"));
    world_.write("one/b.mp3", song(2, "B, with a longer title"));
    world_.scan();
    const auto a = world_.hear("one/a.mp3");
    const auto b = world_.hear("one/b.mp3");
    world_.move("one/b.mp3", "one/a.mp3");
    world_.scan();
    EXPECT_EQ(world_.at("one/a.mp3"), b);
    EXPECT_EQ(world_.missing(), 1);
    EXPECT_EQ(world_.listens_of(a), 1);
    // Found again in a backup.
    world_.write("two/a.mp3", song(1, "A"));
    world_.scan();
    EXPECT_EQ(world_.at("two/a.mp3"), a);
    EXPECT_EQ(world_.missing(), 0);
}

TEST_F(MovedFiles, ACopyWhoseOriginalIsDeletedLaterTakesItsPlace) {
    world_.write("one/a.mp3", song(1, "A"));
    world_.scan();
    const auto id = world_.hear("one/a.mp3");
    world_.copy("one/a.mp3", "two/a.mp3");
    const auto copied = world_.scan();
    EXPECT_EQ(copied.added, 1);
    EXPECT_NE(world_.at("two/a.mp3"), id);
    fs::remove(world_.path("one/a.mp3"));
    const auto report = world_.scan();
    EXPECT_EQ(report.missing, 0);
    EXPECT_EQ(report.moved, 1);
    EXPECT_EQ(world_.at("two/a.mp3"), id);
    EXPECT_EQ(world_.listens_of(id), 1);
    EXPECT_EQ(world_.count("track_merges"), 1);
}

TEST_F(MovedFiles, OfTwoCopiesThatCameInOneScanNoneInheritsFromTheOther) {
    // So many that they are written in several batches.
    constexpr int files = 1100;
    for (int i = 0; i < files; ++i) {
        world_.write("one/" + std::to_string(i) + ".mp3", song(static_cast<unsigned>(i), std::to_string(i)));
    }
    world_.copy("one/0.mp3", "two/copy.mp3");
    world_.scan();
    EXPECT_EQ(world_.count("(SELECT DISTINCT added_at FROM tracks WHERE title GLOB '[0-9]*')"), 1);
    const auto heard = world_.hear("one/0.mp3");
    const auto copy = world_.at("two/copy.mp3");
    fs::remove(world_.path("one/0.mp3"));
    world_.scan();
    EXPECT_EQ(world_.at("two/copy.mp3"), copy);
    EXPECT_EQ(world_.listens_of(heard), 1);
}

TEST_F(MovedFiles, ACopyThatHasAHistoryOfItsOwnKeepsItToItself) {
    world_.write("one/a.mp3", song(1, "A"));
    world_.scan();
    const auto id = world_.hear("one/a.mp3");
    world_.copy("one/a.mp3", "two/a.mp3");
    world_.scan();
    const auto copy = world_.hear("two/a.mp3");
    fs::remove(world_.path("one/a.mp3"));
    world_.scan();
    EXPECT_EQ(world_.at("two/a.mp3"), copy);
    EXPECT_EQ(world_.listens_of(copy), 1);
    EXPECT_EQ(world_.listens_of(id), 1);
    EXPECT_EQ(world_.missing(), 1);
}

TEST_F(MovedFiles, OfTwoThatCouldBeItNeitherIs) {
    world_.write("one/a.mp3", song(1, "A"));
    world_.scan();
    const auto id = world_.hear("one/a.mp3");
    // First these, or one of them may get the place of the other on disk.
    world_.write("two/x.mp3", song(1, "Tagged as this"));
    world_.write("two/y.mp3", song(1, "Tagged as that"));
    fs::remove(world_.path("one/a.mp3"));
    const auto report = world_.scan();
    EXPECT_EQ(report.moved, 0);
    EXPECT_EQ(report.added, 2);
    EXPECT_EQ(report.missing, 1);
    EXPECT_EQ(world_.listens_of(id), 1);
}

TEST_F(MovedFiles, SilenceTellsNothing) {
    world_.write("one/a.mp3", tagged_mp3("One silence", "Somebody"));
    world_.scan();
    world_.hear("one/a.mp3");
    world_.write("one/b.mp3", tagged_mp3("Another silence, longer", "Else"));
    fs::remove(world_.path("one/a.mp3"));
    EXPECT_EQ(world_.scan().moved, 0);
    EXPECT_EQ(world_.missing(), 1);
}

TEST_F(MovedFiles, AFileWhoseDiskIsAwayIsNotGone) {
    world_.write("three/a.mp3", song(1, "A"));
    world_.scan({"one", "two", "three"});
    const auto id = world_.hear("three/a.mp3");
    // What is left of an unmounted disk is an empty folder; a backup of it is found elsewhere.
    fs::create_directories(world_.path("backup"));
    world_.copy("three/a.mp3", "backup/a.mp3");
    fs::remove(world_.path("three/a.mp3"));
    const auto report = world_.scan({"one", "two", "three", "backup"});
    EXPECT_THAT(report.away, SizeIs(1));
    EXPECT_EQ(report.moved, 0);
    EXPECT_NE(world_.at("backup/a.mp3"), id);
    EXPECT_EQ(world_.at("three/a.mp3"), id);
}

TEST_F(MovedFiles, ScansOfOneFolderAfterTheOtherSeeAMoveInEitherOrder) {
    for (const bool new_place_first : {true, false}) {
        const std::string name = new_place_first ? "first.mp3" : "last.mp3";
        world_.write("one/" + name, song(new_place_first ? 1 : 2, name));
        world_.scan();
        const auto id = world_.hear("one/" + name);
        world_.move_by_copy("one/" + name, "two/" + name);
        world_.scan({new_place_first ? "two" : "one"});
        world_.scan({new_place_first ? "one" : "two"});
        EXPECT_EQ(world_.at("two/" + name), id);
        EXPECT_EQ(world_.missing(), 0);
    }
}

TEST_F(MovedFiles, ThousandsThatSoundAlikeAreToldByTheirNames) {
    for (int i = 0; i < 100; ++i) {
        world_.write("one/x/" + std::to_string(i) + ".mp3", song(5, "Song " + std::to_string(i)));
    }
    world_.scan();
    std::vector<TrackId> ids;
    for (int i = 0; i < 100; ++i) {
        ids.push_back(world_.at("one/x/" + std::to_string(i) + ".mp3"));
    }
    for (int i = 0; i < 100; ++i) {
        const auto name = std::to_string(i) + ".mp3";
        world_.move_by_copy("one/x/" + name, "two/y/" + name);
    }
    EXPECT_EQ(world_.scan().moved, 100);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(world_.at("two/y/" + std::to_string(i) + ".mp3"), ids[static_cast<std::size_t>(i)]);
    }
}

TEST_F(MovedFiles, TheTracksOfACueSheetMoveTogether) {
    const std::string sheet =
        "FILE \"disc.mp3\" MP3\n  TRACK 01 AUDIO\n    TITLE \"First\"\n    INDEX 01 00:00:00\n"
        "  TRACK 02 AUDIO\n    TITLE \"Second\"\n    INDEX 01 00:01:00\n";
    world_.write("one/x/disc.mp3", song(3, "The Disc"));
    world_.write("one/x/disc.cue", sheet);
    world_.scan();
    const auto first = world_.hear("one/x/disc.mp3");
    ASSERT_EQ(world_.count("tracks"), 4);
    world_.move("one/x", "two/CD 2");
    world_.scan();
    EXPECT_EQ(world_.at("two/CD 2/disc.mp3"), first);
    EXPECT_EQ(world_.count("tracks"), 4);
    EXPECT_EQ(world_.missing(), 0);
    EXPECT_TRUE(world_.is_loved_and_measured(first));
}

TEST_F(MovedFiles, TheNumberOfAMergedRowIsNotGivenAgain) {
    world_.write("one/a.mp3", song(1, "A"));
    world_.scan();
    world_.copy("one/a.mp3", "two/a.mp3");
    world_.scan();
    const auto copy = world_.at("two/a.mp3");
    fs::remove(world_.path("one/a.mp3"));
    world_.scan();
    ASSERT_NE(world_.at("two/a.mp3"), copy);
    // It was the highest one, and a queue or a model may still name it.
    world_.write("one/new.mp3", song(44, "New"));
    world_.scan();
    EXPECT_LT(copy, world_.at("one/new.mp3"));
}

// --- whatever happens

/// One thing that a listener or a program does to files.
struct Step {
    int what = 0;
    unsigned from = 0, to = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    constexpr std::array names{"remove", "move", "copy", "move_by_copy", "write", "swap"};
    return out << names[static_cast<std::size_t>(step.what)] << ' ' << step.from << ' ' << step.to;
}

constexpr unsigned places = 8;

std::string place(unsigned number) {
    return (number % 2 == 0 ? "one/" : "two/") + std::to_string(number % places) + ".mp3";
}

RC_GTEST_PROP(AnyMoves, NeitherDoubleNorMixNorLoseAnything, ()) {
    World world;
    unsigned sound = 1;
    for (unsigned i = 0; i < 4; ++i, ++sound) {
        world.write(place(i), song(sound, "Song " + std::to_string(sound)));
    }
    world.scan();
    std::int64_t listens = 0;
    for (unsigned i = 0; i < 4; ++i, ++listens) {
        world.hear(place(i));
    }
    const auto rounds = *rc::gen::inRange(1, 4);
    for (int round = 0; round < rounds; ++round) {
        const auto steps = *rc::gen::container<std::vector<Step>>(
            rc::gen::build<Step>(rc::gen::set(&Step::what, rc::gen::inRange(0, 6)),
                                 rc::gen::set(&Step::from, rc::gen::inRange(0u, places)),
                                 rc::gen::set(&Step::to, rc::gen::inRange(0u, places))));
        for (const auto& step : steps) {
            const auto from = place(step.from);
            const auto to = place(step.to);
            if (from == to) {
                continue;
            }
            const bool there = fs::exists(world.path(from));
            if (step.what == 0) {
                fs::remove(world.path(from));
            } else if (step.what == 1 && there) {
                world.move(from, to);
            } else if (step.what == 2 && there && !fs::exists(world.path(to))) {
                world.copy(from, to);
            } else if (step.what == 3 && there && !fs::exists(world.path(to))) {
                world.move_by_copy(from, to);
            } else if (step.what == 4 && !there) {
                world.write(from, song(sound, "Song " + std::to_string(sound)));
                ++sound;
            } else if (step.what == 5 && there && fs::exists(world.path(to))) {
                world.move(from, "one/aside.tmp");
                world.move(to, from);
                world.move("one/aside.tmp", to);
            }
        }
        world.scan();
        // One row that is there for each file, and none else.
        std::int64_t files = 2;
        std::set<TrackId> ids;
        for (unsigned i = 0; i < places; ++i) {
            if (fs::exists(world.path(place(i)))) {
                ++files;
                RC_ASSERT(world.at(place(i)).valid());
                ids.insert(world.at(place(i)));
                // The row says what the file says: it is no other's.
                RC_ASSERT(world.title(world.at(place(i))) ==
                          read_tags(world.path(place(i)).native()).value().title);
            }
        }
        RC_ASSERT(static_cast<std::int64_t>(ids.size()) == files - 2);
        RC_ASSERT(world.count("tracks WHERE missing_since IS NULL") == files);
        RC_ASSERT(world.count("(SELECT path FROM tracks GROUP BY path HAVING count(*) > 1)") == 0);
        RC_ASSERT(world.count("parked_tracks") == 0);
        RC_ASSERT(world.count("listens") == listens);
        RC_ASSERT(world.count("listens WHERE track_id IS NULL") == 0);
        RC_ASSERT(world.count("pragma_foreign_key_check") == 0);
        const auto again = world.scan();
        RC_ASSERT(again.added + again.updated + again.missing + again.moved == 0);
    }
}

}  // namespace
}  // namespace refrain
