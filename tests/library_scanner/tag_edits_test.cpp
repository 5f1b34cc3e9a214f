// Edits of tags carried out: files, rows and what waits, through the real database and the real scanner.
#include "library_scanner/edit/tag_edits.h"

#include "library_scanner/library.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/tags/tag_reader.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"

#include <csignal>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Music that no other file has: silence is not told apart.
std::string sounding_mp3(const std::string& title, const std::string& album) {
    std::string bytes = tagged_mp3(title, "Nils Frahm", album);
    const std::size_t sound = bytes.size() - silent_mp3().size();
    const std::size_t frame = silent_mp3_frame().size();
    for (std::size_t i = sound; i < bytes.size(); ++i) {
        // Not the headers of the frames.
        if (const std::size_t place = (i - sound) % frame; place >= 4) {
            bytes[i] = static_cast<char>('a' + (place * i + static_cast<unsigned char>(title[0])) % 26);
        }
    }
    return bytes;
}

class TagEditsTest : public ::testing::Test {
  protected:
    TagEditsTest() {
        for (const char* name : {"one", "two", "three"}) {
            write_file(music() / (std::string(name) + ".mp3"), sounding_mp3(name, "Spaces"));
        }
        open();
        scan();
    }
    std::filesystem::path music() const { return folder_ / "music"; }
    void open() {
        edits_.reset();
        library_.reset();
        database_.reset();
        database_ = std::move(Database::open(folder_ / "library.db")).value();
        library_ = std::make_unique<Library>(*database_);
        edits_ = std::make_unique<TagEdits>(*database_, setup_,
                                            [this](const std::string& path) { return path == in_use_; });
        EXPECT_TRUE(library_->reload().ok());
    }
    ScanReport scan() {
        auto report = refrain::scan(*database_, {music()}, test::harmless());
        EXPECT_TRUE(report.ok());
        EXPECT_TRUE(library_->reload().ok());
        return report.value();
    }
    Track track(const std::string& name) const {
        for (const TrackView view : library_->snapshot()->tracks()) {
            if (view.file_name == name + ".mp3") {
                return copy_of(view);
            }
        }
        throw std::runtime_error("no track " + name);
    }
    std::vector<PlannedEdit> album(const std::string& name, const std::vector<std::string>& tracks) const {
        TagEdit edit;
        edit.set = {{EditField::album, {name}}};
        std::vector<Track> meant;
        for (const auto& one : tracks) {
            meant.push_back(track(one));
        }
        return plan_edits(meant, edit).value();
    }
    TagEditReport apply(const std::vector<PlannedEdit>& edits) {
        auto report = edits_->apply(edits, utc_now());
        EXPECT_TRUE(report.ok()) << report.error().text();
        EXPECT_TRUE(library_->refresh(report.value().changed).ok());
        return report.value();
    }
    std::string in_file(const std::string& name) const {
        return read_tags((music() / (name + ".mp3")).native()).value().album;
    }
    TagEditBatch newest() const { return edits_->newest().value().value_or(TagEditBatch{}); }
    std::string states() const {
        return database_->reader()
            ->execAndGet("SELECT group_concat(state, ' ') FROM (SELECT state FROM tag_edits ORDER BY id)")
            .getString();
    }

    /// Another title for each of them.
    std::vector<PlannedEdit> titles(const std::vector<std::pair<std::string, std::string>>& wanted) const {
        std::vector<PlannedEdit> edits;
        for (const auto& [name, title] : wanted) {
            TagEdit edit;
            edit.set = {{EditField::title, {title}}};
            edits.push_back(plan_edits(std::vector{track(name)}, edit).value().front());
        }
        return edits;
    }
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(music())) {
            names.push_back(entry.path().filename().native());
        }
        return names;
    }

    TemporaryFolder folder_;
    TagWriterSetup setup_{.reader = REFRAIN_TAG_READER};
    std::string in_use_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Library> library_;
    std::unique_ptr<TagEdits> edits_;
};

TEST_F(TagEditsTest, ChangeFilesAndRowsAndLeaveTheScanNothingToDo) {
    const auto before = track("one");
    const auto report = apply(album("Solo", {"one", "two"}));
    EXPECT_EQ(report.written, 2);
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_THAT(report.changed, SizeIs(2));
    EXPECT_EQ(in_file("one"), "Solo");
    EXPECT_EQ(in_file("three"), "Spaces");
    EXPECT_EQ(track("one").album, "Solo");
    EXPECT_EQ(track("one").id, before.id);
    EXPECT_EQ(track("one").added_at, before.added_at);
    const auto scanned = scan();
    EXPECT_EQ(scanned.updated, 0);
    EXPECT_EQ(scanned.added, 0);
}

TEST_F(TagEditsTest, KeepWhatWasMeasuredOfTheSound) {
    const auto measured = [this] {
        return database_->reader()
            ->execAndGet(
                "SELECT count(*) FROM tracks JOIN content_features AS f ON f.track_id = tracks.id"
                " AND f.size = tracks.size AND f.mtime_ns = tracks.mtime_ns")
            .getInt();
    };
    ASSERT_TRUE(database_->write_now([](SQLite::Database& db) {
        db.exec(
            "INSERT INTO content_features (track_id, size, mtime_ns, version, analyzed_at)"
            " SELECT id, size, mtime_ns, 1, 0 FROM tracks");
    }));
    ASSERT_EQ(measured(), 3);
    apply(album("Solo", {"one", "two"}));
    EXPECT_EQ(measured(), 3);
    write_file(music() / "one.mp3", sounding_mp3("one", "Screws"));
    EXPECT_EQ(scan().updated, 1);
    EXPECT_EQ(measured(), 2) << "somebody else changed it: who knows what else they did";
}

TEST_F(TagEditsTest, OfAFileThatMovedMeanwhileFindItWhereItIs) {
    const auto report = apply(album("Solo", {"one"}));
    std::filesystem::rename(music() / "one.mp3", music() / "moved.mp3");
    scan();
    const auto undone = edits_->undo(report.batch, utc_now());
    ASSERT_TRUE(undone) << undone.error().text();
    EXPECT_THAT(undone.value().failed, IsEmpty());
    EXPECT_EQ(in_file("moved"), "Spaces");
}

TEST_F(TagEditsTest, ThatCouldNotBeUndoneCanBeTriedAgain) {
    const auto report = apply(album("Solo", {"one", "two"}));
    std::filesystem::rename(music() / "one.mp3", folder_ / "away.mp3");
    EXPECT_THAT(edits_->undo(report.batch, utc_now()).value().failed, SizeIs(1));
    EXPECT_EQ(in_file("two"), "Spaces");
    EXPECT_EQ(newest().id, report.batch);
    EXPECT_EQ(newest().files, 1);
    std::filesystem::rename(folder_ / "away.mp3", music() / "one.mp3");
    EXPECT_EQ(edits_->undo(report.batch, utc_now()).value().written, 1);
    EXPECT_EQ(in_file("one"), "Spaces");
}

TEST_F(TagEditsTest, AreUndoneABatchAtATime) {
    const auto first = apply(album("Solo", {"one", "two"}));
    const auto second = apply(album("Screws", {"two"}));
    EXPECT_EQ(newest().id, second.batch);
    ASSERT_TRUE(edits_->undo(second.batch, utc_now()).ok());
    EXPECT_EQ(in_file("two"), "Solo");
    EXPECT_EQ(newest().id, first.batch);
    EXPECT_EQ(newest().files, 2);
    const auto undone = edits_->undo(first.batch, utc_now());
    ASSERT_TRUE(undone.ok());
    EXPECT_EQ(undone.value().written, 2);
    EXPECT_EQ(in_file("one"), "Spaces");
    EXPECT_EQ(in_file("two"), "Spaces");
    EXPECT_FALSE(edits_->newest().value());
    EXPECT_EQ(edits_->undo(first.batch, utc_now()).error().code, ErrorCode::not_found);
}

TEST_F(TagEditsTest, OfAFileThatPlaysWaitUntilItIsFreeAndSurviveARestart) {
    in_use_ = (music() / "one.mp3").native();
    const auto report = apply(album("Solo", {"one", "two"}));
    EXPECT_EQ(report.written, 1);
    EXPECT_EQ(report.waiting, 1);
    EXPECT_EQ(in_file("one"), "Spaces");
    EXPECT_EQ(edits_->apply_waiting().value().waiting, 1) << "it plays still";
    open();
    in_use_.clear();
    const auto later = edits_->apply_waiting();
    ASSERT_TRUE(later.ok());
    EXPECT_EQ(later.value().written, 1);
    EXPECT_EQ(in_file("one"), "Solo");
    EXPECT_EQ(states(), "done done");
    EXPECT_EQ(edits_->apply_waiting().value().written, 0);
}

TEST_F(TagEditsTest, ThatWaitComeBeforeThoseAskedForLater) {
    in_use_ = (music() / "one.mp3").native();
    apply(album("Solo", {"one"}));
    in_use_.clear();
    apply(album("Screws", {"one"}));
    EXPECT_EQ(in_file("one"), "Screws");
}

TEST_F(TagEditsTest, ThatWaitedAreUndoneWithoutTouchingTheFile) {
    in_use_ = (music() / "one.mp3").native();
    const auto report = apply(album("Solo", {"one"}));
    ASSERT_TRUE(edits_->undo(report.batch, utc_now()).ok());
    in_use_.clear();
    EXPECT_EQ(edits_->apply_waiting().value().written, 0);
    EXPECT_EQ(in_file("one"), "Spaces");
}

TEST_F(TagEditsTest, OfFilesThatAreGoneOrNoMusicAnyMoreFailOneByOneAndTheOthersAreWritten) {
    const auto plan = album("Solo", {"one", "two", "three"});
    std::filesystem::remove(music() / "one.mp3");
    write_file(music() / "two.mp3", "a letter");
    const auto report = apply(plan);
    EXPECT_EQ(report.written, 1);
    ASSERT_THAT(report.failed, SizeIs(2));
    EXPECT_EQ(report.failed[0].path, (music() / "one.mp3").native());
    EXPECT_FALSE(report.failed[1].reason.empty());
    EXPECT_EQ(in_file("three"), "Solo");
    EXPECT_EQ(read_file(music() / "two.mp3"), "a letter");
    EXPECT_EQ(states(), "failed failed done");
}

TEST_F(TagEditsTest, ThatAreStoppedLeaveTheRestAsItWas) {
    std::atomic<bool> stop{false};
    const auto report = edits_->apply(
        album("Solo", {"one", "two", "three"}), utc_now(), [&](int, int) { stop = true; }, &stop);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report.value().written, 1);
    EXPECT_THAT(report.value().failed, SizeIs(2));
    EXPECT_EQ(in_file("three"), "Spaces");
}

TEST_F(TagEditsTest, ThatTheReaderDoesNotSurviveFailAndLeaveTheFileAsItWas) {
    setup_.reader = MISBEHAVING_READER;
    setup_.limits = {Milliseconds(300), Milliseconds(4'000)};
    open();
    const auto before = read_file(music() / "one.mp3");
    const auto expect = [&](const std::string& what, const std::string& said) {
        SCOPED_TRACE(what);
        ASSERT_TRUE(database_->write_now([](SQLite::Database& db) { db.exec("DELETE FROM tag_edits"); }));
        const auto report = apply(titles({{"one", "order: " + what}, {"two", "after " + what}}));
        EXPECT_EQ(report.written, 1);
        ASSERT_THAT(report.failed, SizeIs(1));
        EXPECT_EQ(report.failed[0].path, (music() / "one.mp3").native());
        EXPECT_THAT(report.failed[0].reason, HasSubstr(said));
        EXPECT_EQ(read_file(music() / "one.mp3"), before);
        EXPECT_EQ(read_tags((music() / "two.mp3").native()).value().title, "after " + what);
        EXPECT_EQ(track("one").title, "one");
        EXPECT_EQ(track("two").title, "after " + what);
        EXPECT_EQ(states(), "failed done");
    };
    expect("crash", "The file made the tag reader crash");
    expect("end", "The file made the tag reader end");
    expect("hang", "The file keeps the tag reader busy without an end");
    expect("wait", "The file was not read: its disk does not answer");
    expect("babble", "nonsense");
    expect("eat", "The file needs more memory");
    for (const auto& name : files()) {
        EXPECT_FALSE(name.ends_with(".part")) << "a half of a file is left behind";
    }
    EXPECT_EQ(apply(titles({{"one", "now"}})).written, 1);
    EXPECT_EQ(track("one").title, "now");
    EXPECT_EQ(scan().updated, 0);
}

TEST_F(TagEditsTest, ThatHangWhenTheProgramEndsAreDoneAtTheNextStart) {
    setup_.reader = MISBEHAVING_READER;
    open();
    const auto before = read_file(music() / "one.mp3");
    const auto plan = titles({{"one", "order: wait"}, {"two", "Says"}});
    std::thread end([this] {
        while (!std::filesystem::exists(music() / "one.mp3.mark")) {
            std::this_thread::yield();
        }
        edits_->leave_the_rest();
    });
    const auto report = edits_->apply(plan, utc_now());
    end.join();
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_EQ(report.value().waiting, 2);
    EXPECT_THAT(report.value().failed, IsEmpty());
    EXPECT_EQ(read_file(music() / "one.mp3"), before);
    EXPECT_EQ(states(), "waiting waiting");
    setup_.reader = REFRAIN_TAG_READER;
    open();
    EXPECT_EQ(edits_->apply_waiting().value().written, 2);
    EXPECT_EQ(read_tags((music() / "one.mp3").native()).value().title, "order: wait");
}

TEST_F(TagEditsTest, WithoutATagReaderSaySoAndAreNotWrittenDown) {
    const auto plan = album("Solo", {"one"});
    setup_.reader.clear();
    open();
    const auto report = edits_->apply(plan, utc_now());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::not_found);
    EXPECT_THAT(report.error().message, HasSubstr("refrain-tagreader"));
    EXPECT_EQ(edits_->undo(1, utc_now()).error().code, ErrorCode::not_found);
    EXPECT_EQ(in_file("one"), "Spaces");
    EXPECT_EQ(states(), "");
}

TEST_F(TagEditsTest, KilledHalfWayAreDoneAtTheNextStart) {
    const auto plan = album("Solo", {"one", "two", "three"});
    edits_.reset();
    library_.reset();
    database_.reset();
    const pid_t child = fork();
    if (child == 0) {
        auto database = std::move(Database::open(folder_ / "library.db")).value();
        TagEdits edits(*database, setup_);
        (void)edits.apply(plan, utc_now(), [](int done, int) {
            if (done == 2) {
                raise(SIGKILL);
            }
        });
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    open();
    EXPECT_EQ(states(), "done done waiting");
    EXPECT_EQ(edits_->apply_waiting().value().written, 1);
    EXPECT_EQ(in_file("three"), "Solo");
    EXPECT_EQ(scan().updated, 0);
}

}  // namespace
}  // namespace refrain
