// What is remembered: when it is saved, what the database gives back, and the player's next start.
#include "player/queue/database_memory.h"
#include "player/queue/memory_keeper.h"
#include "tests/player/player_bench.h"
#include "tests/player/queues.h"

#include <cstdint>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

QueueEntry novel() {
    QueueEntry entry = testing_queue::entry("novel");
    entry.long_audio = true;
    entry.duration = Milliseconds(100'000);
    return entry;
}

TEST(ResumePosition, IsKeptBetweenOneAndNinetyEightPerCent) {
    const auto at = [](int ms) { return resume_position(Milliseconds(ms), Milliseconds(100'000)).count(); };
    EXPECT_EQ(at(999), 0);
    EXPECT_EQ(at(1000), 1000);
    EXPECT_EQ(at(98'000), 98'000);
    EXPECT_EQ(at(98'001), 0);
    EXPECT_EQ(resume_position(Milliseconds(5), Milliseconds(0)), Milliseconds(0));
}

TEST(MemoryKeeper, KeepsAndForgetsPointsOfLongAudioOnly) {
    FakeMemory memory;
    MemoryKeeper keeper(&memory);
    QueueEntry song = novel();
    song.path = "/music/song";
    song.long_audio = false;
    keeper.left(song, Milliseconds(50'000), Milliseconds(100'000));
    EXPECT_THAT(memory.points, IsEmpty());
    keeper.left(novel(), Milliseconds(50'000), Milliseconds(0));
    EXPECT_EQ(keeper.resume_point(novel()), Milliseconds(50'000));
    EXPECT_EQ(memory.points.size(), 1U);
    keeper.left(novel(), Milliseconds(500), Milliseconds(100'000));
    EXPECT_EQ(keeper.resume_point(novel()), Milliseconds(0)) << "wound back to its start";
    keeper.left(novel(), Milliseconds(50'000), Milliseconds(100'000));
    keeper.finished(novel());
    EXPECT_THAT(memory.points, IsEmpty());
}

TEST(MemoryKeeper, ATrackOfTheLibraryIsKnownByItsIdWhereverItsFileIs) {
    MemoryKeeper keeper(nullptr);
    QueueEntry moved = novel();
    moved.track = TrackId(5);
    keeper.left(moved, Milliseconds(50'000), Milliseconds(100'000));
    moved.path = "/elsewhere/novel";
    EXPECT_EQ(keeper.resume_point(moved), Milliseconds(50'000));
    moved.track = TrackId(6);
    EXPECT_EQ(keeper.resume_point(moved), Milliseconds(0));
}

TEST(MemoryKeeper, SavesTheFirstChangeAtOnceAndAHundredClicksOnce) {
    FakeMemory memory;
    MemoryKeeper keeper(&memory);
    PlayQueue queue;
    PlayerMemory::Place place;
    queue.replace(testing_queue::list({"a"}), 0);
    keeper.look(queue, place, Milliseconds(0));
    EXPECT_EQ(memory.queue_writes, 1);
    for (int i = 1; i <= 100; ++i) {
        queue.append(testing_queue::list({"b"}));
        keeper.look(queue, place, Milliseconds(i));
    }
    EXPECT_EQ(memory.queue_writes, 1);
    ASSERT_TRUE(keeper.due().has_value());
    keeper.look(queue, place, *keeper.due());
    EXPECT_EQ(memory.queue_writes, 2);
    EXPECT_EQ(memory.queue->entries.size(), 101U);
    EXPECT_FALSE(keeper.due().has_value());
}

TEST(MemoryKeeper, SavesThePlaceEveryTwoSecondsWhilePlaying) {
    FakeMemory memory;
    MemoryKeeper keeper(&memory);
    PlayQueue queue;
    PlayerMemory::Place place;
    for (int ms = 0; ms <= 60'000; ms += 250) {
        place.position = Milliseconds(ms);
        keeper.look(queue, place, Milliseconds(ms));
        EXPECT_LE(place.position - memory.place.position, Milliseconds(2000));
    }
    EXPECT_EQ(memory.queue_writes + memory.place_writes, 31);
}

TEST(MemoryKeeper, AnEndlessQueueIsWrittenMoreSeldom) {
    FakeMemory memory;
    MemoryKeeper keeper(&memory);
    PlayQueue queue;
    queue.replace(testing_queue::numbered(100'000), 0);
    keeper.look(queue, {}, Milliseconds(0));
    queue.append(testing_queue::list({"b"}));
    keeper.look(queue, {}, Milliseconds(5000));
    EXPECT_EQ(memory.queue_writes, 1);
    EXPECT_EQ(keeper.due(), Milliseconds(6000)) << "a second, and one for each 20,000 entries";
}

// --- the database

class DatabaseMemoryTest : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened) << opened.error().text();
        database = std::move(opened).value();
    }
    void add_track(int id, const std::string& path, bool missing) {
        ASSERT_TRUE(database->write_now([&](SQLite::Database& db) {
            SQLite::Statement insert(db,
                                     "INSERT INTO tracks (id, path, size, mtime_ns, added_at, missing_since)"
                                     " VALUES (?, ?, 1, 1, 1, ?)");
            insert.bind(1, id);
            insert.bind(2, path.data(), static_cast<int>(path.size()));
            if (missing) {
                insert.bind(3, 5);
            }
            insert.exec();
        }));
    }

    test::TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

QueueEntry full_entry() {
    QueueEntry e;
    e.id = QueueEntryId(12);
    e.path = "/music/na\xefve.flac";
    e.title = "Says";
    e.artist = "Frahm";
    e.album = "Spaces";
    e.album_artist = "Nils Frahm";
    e.duration = Milliseconds(501'000);
    e.loudness = {-6.5F, 0.9F, {}, {}};
    e.cue_begin = CdFrames(75);
    e.cue_end = CdFrames(7500);
    e.long_audio = true;
    e.intent = Intent::guess;
    e.origin = "guess";
    e.model_generation = "g7";
    e.route = "sequence";
    e.reason = "You finished 4 of 5";
    e.score = 0.25;
    e.propensity = 0.5;
    e.terms = {{"activation", 0.1}, {"held_back", -1.0 / 3.0}};
    return e;
}

TEST_F(DatabaseMemoryTest, GivesBackWhatWasSaved) {
    PlayQueue queue;
    queue.replace(testing_queue::list({"a", "b", "c", "d"}), 1);
    queue.append({full_entry()});
    queue.set_shuffle(true, 99);
    queue.append(testing_queue::list({"e"}));
    queue.replace_automatic(testing_queue::list({"x", "y"}), 0);
    queue.set_repeat(RepeatMode::all);
    {
        DatabaseMemory memory(*database);
        PlayerMemory::Place place;
        place.current = queue.current_entry()->id;
        place.position = Milliseconds(12'345);
        place.volume = 0.4;
        place.muted = true;
        place.repeat = RepeatMode::all;
        memory.save(queue.saved(), place);
        memory.save(ResumePoint{TrackId(3), "ignored", Milliseconds(77)});
        memory.save(ResumePoint{{}, "/plain\xff", Milliseconds(88)});
        memory.save(ResumePoint{TrackId(4), "", Milliseconds(99)});
        memory.save(ResumePoint{TrackId(4), "", Milliseconds(0)});
    }
    DatabaseMemory memory(*database);
    PlayerMemory::Remembered all = memory.load();
    EXPECT_EQ(all.place.position, Milliseconds(12'345));
    EXPECT_EQ(all.place.volume, 0.4);
    EXPECT_TRUE(all.place.muted);
    ASSERT_EQ(all.resume_points.size(), 2U);
    EXPECT_EQ(all.resume_points[0].path, "/plain\xff");
    EXPECT_EQ(all.resume_points[1].track, TrackId(3));

    PlayQueue restored;
    restored.restore(std::move(all.queue));
    EXPECT_EQ(testing_queue::titles(restored), testing_queue::titles(queue));
    EXPECT_EQ(restored.current(), queue.current());
    EXPECT_EQ(restored.auto_from(), queue.auto_from());
    EXPECT_EQ(restored.repeat(), RepeatMode::all);
    EXPECT_EQ(restored.shuffle().seed, 99U);
    EXPECT_EQ(restored.shuffle().queued, queue.shuffle().queued);
    EXPECT_EQ(restored.shuffle().drawn, queue.shuffle().drawn);
    EXPECT_EQ(restored.shuffle().mixed_in, 1U);
    const QueueEntry& says = *restored.at(restored.index_of(QueueEntryId(12)));
    const QueueEntry expected = full_entry();
    EXPECT_EQ(says.path, expected.path);
    EXPECT_EQ(says.album_artist, expected.album_artist);
    EXPECT_EQ(says.duration, expected.duration);
    EXPECT_EQ(says.loudness, expected.loudness);
    EXPECT_EQ(says.cue_begin, expected.cue_begin);
    EXPECT_EQ(says.cue_end, expected.cue_end);
    EXPECT_TRUE(says.long_audio);
    EXPECT_EQ(says.intent, Intent::guess);
    EXPECT_EQ(says.model_generation, "g7");
    EXPECT_EQ(says.route, "sequence");
    EXPECT_EQ(says.reason, expected.reason);
    EXPECT_EQ(says.score, 0.25);
    EXPECT_EQ(says.propensity, 0.5);
    ASSERT_EQ(says.terms.size(), 2u);
    EXPECT_EQ(says.terms[1].name, "held_back");
    EXPECT_EQ(says.terms[1].amount, -1.0 / 3.0);
}

TEST_F(DatabaseMemoryTest, LeavesOutTracksThatVanishedAndFollowsThoseThatMoved) {
    add_track(1, "/new/place.flac", false);
    add_track(2, "/music/missing.flac", true);
    PlayQueue queue;
    auto entries = testing_queue::list({"moved", "missing", "deleted", "plain"});
    entries[0].track = TrackId(1);
    entries[1].track = TrackId(2);
    entries[2].track = TrackId(3);
    queue.replace(entries, 3);
    queue.replace_automatic(testing_queue::list({"x"}), 0);
    {
        DatabaseMemory memory(*database);
        memory.save(queue.saved(), {queue.current_entry()->id, Milliseconds(5), 1.0, false, {}});
    }
    PlayQueue restored;
    restored.restore(DatabaseMemory(*database).load().queue);
    EXPECT_THAT(testing_queue::titles(restored), ElementsAre("moved", "plain", "x"));
    EXPECT_EQ(restored.entries()[0].path, "/new/place.flac");
    EXPECT_EQ(testing_queue::current_title(restored), "plain");
    EXPECT_EQ(restored.auto_from(), 2);
}

TEST_F(DatabaseMemoryTest, AnEmptyDatabaseRemembersNothing) {
    const PlayerMemory::Remembered all = DatabaseMemory(*database).load();
    EXPECT_TRUE(all.queue.entries.empty());
    EXPECT_EQ(all.queue.current, -1);
    EXPECT_EQ(all.place.volume, 1.0);
    EXPECT_THAT(all.resume_points, IsEmpty());
}

TEST_F(DatabaseMemoryTest, ManySavesInARowAreHeldUpByNothingAndTheNewestWins) {
    PlayQueue queue;
    queue.replace(testing_queue::numbered(2000), 0);
    {
        DatabaseMemory memory(*database);
        for (int i = 0; i < 300; ++i) {
            PlayerMemory::Place place;
            place.position = Milliseconds(i);
            memory.save(queue.saved(), place);
        }
    }
    const PlayerMemory::Remembered all = DatabaseMemory(*database).load();
    EXPECT_EQ(all.queue.entries.size(), 2000U);
    EXPECT_EQ(all.place.position, Milliseconds(299));
}

TEST_F(DatabaseMemoryTest, AChangeOfALongQueueTouchesTheRowsThatItChanged) {
    PlayQueue queue;
    queue.replace(testing_queue::numbered(5000), 0);
    const auto touched = [&] {
        std::int64_t rows = 0;
        EXPECT_TRUE(database->write_now([&](SQLite::Database& db) { rows = db.getTotalChanges(); }));
        return rows;
    };
    DatabaseMemory memory(*database);
    memory.save(queue.saved(), {});
    const std::int64_t before = touched();
    queue.remove(queue.at(2000)->id);
    queue.move(queue.at(4000)->id, 10);
    memory.save(queue.saved(), {});
    // One row goes, one goes and comes elsewhere, and the place is written, each in few words.
    EXPECT_LT(touched() - before, 10);

    PlayQueue restored;
    restored.restore(DatabaseMemory(*database).load().queue);
    EXPECT_EQ(testing_queue::titles(restored), testing_queue::titles(queue));
}

TEST_F(DatabaseMemoryTest, BehindAWriteThatWasRolledBackAllIsWrittenAgain) {
    PlayQueue queue;
    queue.replace(testing_queue::list({"a", "b", "c"}), 0);
    {
        DatabaseMemory memory(*database);
        memory.save(queue.saved(), {});
        ASSERT_TRUE(database->write_now(
            [](SQLite::Database& db) { db.exec("ALTER TABLE player_place RENAME TO elsewhere"); }));
        queue.remove(queue.at(1)->id);
        memory.save(queue.saved(), {});
        ASSERT_TRUE(database->write_now(
            [](SQLite::Database& db) { db.exec("ALTER TABLE elsewhere RENAME TO player_place"); }));
        queue.append(testing_queue::list({"d"}));
        memory.save(queue.saved(), {});
    }
    PlayQueue restored;
    restored.restore(DatabaseMemory(*database).load().queue);
    EXPECT_THAT(testing_queue::titles(restored), ElementsAre("a", "c", "d"));
}

TEST_F(DatabaseMemoryTest, AWriteThatFailsIsTriedAgainWithTheNext) {
    PlayQueue queue;
    queue.replace(testing_queue::list({"a"}), 0);
    {
        DatabaseMemory memory(*database);
        ASSERT_TRUE(database->write_now(
            [](SQLite::Database& db) { db.exec("ALTER TABLE player_place RENAME TO elsewhere"); }));
        memory.save(queue.saved(), {queue.current_entry()->id, Milliseconds(5), 1.0, false, {}});
        ASSERT_TRUE(database->write_now(
            [](SQLite::Database& db) { db.exec("ALTER TABLE elsewhere RENAME TO player_place"); }));
        PlayerMemory::Place place;
        place.position = Milliseconds(6);
        memory.save(place);
    }
    const PlayerMemory::Remembered all = DatabaseMemory(*database).load();
    EXPECT_EQ(all.queue.entries.size(), 1U);
    EXPECT_EQ(all.place.position, Milliseconds(6));
}

// --- the player's next start

class PlayerStart : public PlayerBench {};

TEST_F(PlayerStart, BringsBackQueueOrderPlaceAndVolume) {
    tap.hold_at(100'000);
    core->play({track("a", 20'000), track("b", 400'000), track("c", 20'000)}, 1, StartReason::chosen);
    core->set_shuffle(true);
    core->set_repeat(RepeatMode::all);
    core->set_volume(0.5);
    play_to(100'000);
    until([this] { return state().position > Milliseconds(2000); });
    const PlayerState before = state();
    quit();
    EXPECT_THAT(told(), ElementsAre("b chosen quit"));
    const Milliseconds heard = listens.back().heard;
    listens.clear();
    start();
    const PlayerState after = state();
    EXPECT_EQ(after.state, PlaybackState::stopped);
    EXPECT_EQ(current(), "b");
    EXPECT_EQ(after.queue.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(after.queue[i].id, before.queue[i].id);
    }
    EXPECT_TRUE(after.shuffle);
    EXPECT_EQ(after.repeat, RepeatMode::all);
    EXPECT_EQ(after.volume, 0.5);
    EXPECT_NEAR(static_cast<double>(after.position.count()), static_cast<double>(heard.count()), 1.0)
        << "to the last frame that was heard";
    core->set_repeat(RepeatMode::off);
    core->play();
    EXPECT_EQ(state().position, after.position);
    until([this] { return !listens.empty(); });
    EXPECT_EQ(told().front(), "b resumed finished");
}

TEST_F(PlayerStart, AfterAKillAtMostSecondsOfThePlaceAreLost) {
    tap.hold_at(300'000);
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    for (std::size_t frames = 44'100; frames <= 264'600; frames += 44'100) {
        play_to(frames);
        const Milliseconds told(static_cast<std::int64_t>(frames) * 1000 / testing_audio::rate - 100);
        until([&] { return state().position >= told; });
        now += Milliseconds(1000);
        core->tick();
    }
    // No word from here on: killed.
    const Milliseconds position = state().position;
    EXPECT_GE(position, Milliseconds(5000));
    EXPECT_LE(position - memory.place.position, Milliseconds(3100));
    ASSERT_TRUE(memory.queue.has_value());
    EXPECT_EQ(memory.queue->entries.size(), 1U);
}

TEST_F(PlayerStart, ForgetsTheQueueWhereTheListenerWantsItSoButNotLongAudio) {
    tap.hold_at(100'000);
    QueueEntry long_one = track("a", 400'000);
    long_one.long_audio = true;
    core->play({long_one}, 0, StartReason::chosen);
    play_to(100'000);
    until([this] { return state().position > Milliseconds(2000); });
    quit();
    PlaybackSettings settings;
    settings.restore_queue = false;
    start(settings);
    EXPECT_TRUE(state().queue.empty());
    tap.hold_at(tap.frames() + 1);
    core->play({long_one}, 0, StartReason::chosen);
    EXPECT_GT(state().resumed_from, Milliseconds(2000));
}

TEST_F(PlayerStart, TheRestoredPlaceCanBeWoundBeforePlay) {
    memory.queue = PlayQueue::Saved();
    QueueEntry only = track("a", 400'000);
    only.id = QueueEntryId(1);
    memory.queue->entries = {only};
    memory.queue->current = 0;
    memory.queue->auto_from = 1;
    memory.place.current = QueueEntryId(1);
    memory.place.position = Milliseconds(3000);
    core.reset();
    start();
    EXPECT_EQ(state().position, Milliseconds(3000));
    core->seek(Milliseconds(8000));
    EXPECT_EQ(state().position, Milliseconds(8000));
    core->play();
    until_stopped();
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), 400'000 / 44.1 - 8000, 2.0);
}

}  // namespace
}  // namespace refrain
