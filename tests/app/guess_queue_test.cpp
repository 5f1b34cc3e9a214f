// Guess You Like behind the real player: the tail is filled, rebuilt after a skip, and goes on behind a
// queue.
#include "app/guess_queue.h"

#include "app/services.h"
#include "library_scanner/core/judgement.h"
#include "library_scanner/scan/scanner.h"
#include "player/queue/entry_of_track.h"
#include "tests/app/sound_file.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/tracks_of.h"
#include "tests/support/temporary_folder.h"

#include <set>

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

/// Waits for the end of a listen. Added after the queue, it is told after it.
class EndedListens : public PlayerObserver {
  public:
    void listen_ended(const Listen& listen) override {
        const std::lock_guard lock(mutex_);
        newest_ = listen;
        changed_.notify_all();
    }
    Listen wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return newest_.has_value(); });
        return *newest_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Listen> newest_;
};

class GuessQueueTest : public testing::Test {
  protected:
    void SetUp() override {
        // Long against the time a test takes: with the clock's speed no track ends by itself.
        for (int i = 0; i < 12; ++i) {
            const bool metal = i % 2 == 0;
            write_wav(folder.path() / "music" / (std::to_string(i) + ".wav"),
                      {"Track " + std::to_string(i),
                       metal ? "Loud" + std::to_string(i) : "Soft" + std::to_string(i),
                       "Album " + std::to_string(i), metal ? "Metal" : "Ambient", 120.0, 200.0 + i});
        }
        auto opened = Services::open(DataPaths(folder / "data"));
        ASSERT_TRUE(opened.ok()) << opened.error().text();
        services = std::move(opened).value();
        ASSERT_TRUE(scan(services->database(), {folder / "music"}, test::harmless()).ok());
        ASSERT_TRUE(services->load_library().ok());
        ASSERT_TRUE(services->load_guesses().ok());
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        sink.tap = [this](const float*, std::size_t, int, int) {
            const std::lock_guard lock(sound_mutex);
            sounding = true;
            sound_changed.notify_all();
        };
        player = std::make_unique<Player>(services->history(), sink);
    }

    std::unique_ptr<GuessQueue> guess_queue(bool continue_after_queue = true) {
        GuessQueueOptions options;
        options.length = 5;
        options.continue_after_queue = continue_after_queue;
        options.impressions = &services->impressions();
        return std::make_unique<GuessQueue>(*player, services->guesses(), services->library(), options);
    }
    void wait_for_sound() {
        std::unique_lock lock(sound_mutex);
        sound_changed.wait(lock, [this] { return sounding; });
    }
    std::vector<Track> tracks() const { return tracks_of(*services->library().snapshot()); }

    test::TemporaryFolder folder;
    std::mutex sound_mutex;
    std::condition_variable sound_changed;
    bool sounding = false;
    std::unique_ptr<Services> services;
    std::unique_ptr<Player> player;
};

TEST_F(GuessQueueTest, start_plays_a_guess_with_its_reason_and_fills_the_tail) {
    const auto queue = guess_queue();
    queue->start();
    queue->settle();
    const PlayerState state = player->state();
    ASSERT_EQ(state.queue.size(), 6u);  // the one playing, and a tail of five
    EXPECT_EQ(state.state, PlaybackState::playing);
    std::set<std::int64_t> ids;
    for (const QueueEntry& entry : state.queue) {
        EXPECT_EQ(entry.intent, Intent::guess);
        EXPECT_FALSE(entry.reason.empty());
        EXPECT_FALSE(entry.route.empty());
        ids.insert(entry.track.value());
    }
    EXPECT_EQ(ids.size(), 6u);
}

TEST_F(GuessQueueTest, goes_on_behind_a_queue_of_the_listener_without_repeating_it) {
    const auto queue = guess_queue();
    const auto all = tracks();
    player->play(
        {entry_of_track(all[0], Intent::album, "album"), entry_of_track(all[1], Intent::album, "album")});
    player->settle();
    queue->refresh();
    queue->settle();
    const PlayerState state = player->state();
    EXPECT_EQ(state.auto_from, 2);
    ASSERT_EQ(state.queue.size(), 7u);
    for (std::size_t i = 2; i < state.queue.size(); ++i) {
        EXPECT_EQ(state.queue[i].intent, Intent::guess);
        EXPECT_NE(state.queue[i].track, all[0].id);
        EXPECT_NE(state.queue[i].track, all[1].id);
    }
}

TEST_F(GuessQueueTest, leaves_a_queue_alone_when_it_may_not_go_on) {
    const auto queue = guess_queue(false);
    player->play({entry_of_track(tracks()[0], Intent::album, "album")});
    player->settle();
    queue->refresh();
    queue->settle();
    EXPECT_EQ(player->state().queue.size(), 1u);
}

TEST_F(GuessQueueTest, next_with_little_heard_holds_the_style_back_and_rebuilds_the_tail) {
    const auto queue = guess_queue();
    std::vector<QueueEntry> metal;
    for (const Track& track : tracks()) {
        if (track.genres == std::vector<std::string>{"Metal"} && metal.size() < 2) {
            metal.push_back(entry_of_track(track, Intent::track, "test"));
        }
    }
    ASSERT_EQ(metal.size(), 2u);
    player->play({metal[0]});
    player->settle();
    queue->settle();
    wait_for_sound();
    EXPECT_TRUE(queue->current().held_back.empty());
    EndedListens ended;
    player->add_observer(&ended);
    player->next();
    EXPECT_EQ(judge(ended.wait()), Judgement::negative);
    player->remove_observer(&ended);
    queue->settle();
    const GuessList list = queue->current();
    ASSERT_EQ(list.held_back.size(), 1u);
    EXPECT_EQ(list.held_back[0].style, "metal");
    // What comes first now is of the other style.
    const LibraryPtr library = services->library().snapshot();
    ASSERT_FALSE(list.tracks.empty());
    EXPECT_EQ(library->find(list.tracks[0].track)->genres, std::vector<std::string>{"Ambient"});
}

TEST_F(GuessQueueTest, writes_down_what_it_put_forward_and_what_came_of_it) {
    const auto queue = guess_queue();
    queue->start();
    queue->settle();
    wait_for_sound();
    EndedListens ended;
    player->add_observer(&ended);
    player->next();
    const Listen listen = ended.wait();
    player->remove_observer(&ended);
    queue->settle();
    ASSERT_TRUE(services->impressions().flush().ok());
    const auto rows = services->impressions().all();
    ASSERT_TRUE(rows.ok());
    ASSERT_GE(rows.value().size(), 11u);  // six with the one that played, and a tail of five behind the next
    const Impression& skipped = rows.value().front();
    EXPECT_EQ(skipped.track, listen.track);
    EXPECT_EQ(skipped.outcome, ImpressionOutcome::skipped);
    EXPECT_EQ(skipped.listen_key, listen.source_key);
    EXPECT_EQ(skipped.propensity, listen.propensity);
    EXPECT_GT(listen.propensity, 0.0);
    // What plays now and the tail behind it are open; the rest of the tail before will not be reached.
    const TrackId playing = player->state().current_entry()->track;
    for (const Impression& row : rows.value()) {
        const bool open = row.track == playing || row.request == rows.value().back().request;
        if (row.outcome != ImpressionOutcome::skipped) {
            EXPECT_EQ(row.outcome, open ? ImpressionOutcome::open : ImpressionOutcome::not_reached);
        }
    }
}

TEST_F(GuessQueueTest, starts_from_what_it_is_asked_to_until_the_listener_plays_something_else) {
    const auto queue = guess_queue();
    queue->start_from({SeedKind::style, {}, "Metal"});
    queue->settle();
    EXPECT_EQ(queue->seed().name, "Metal");
    const LibraryPtr library = services->library().snapshot();
    const PlayerState state = player->state();
    ASSERT_EQ(state.queue.size(), 6u);
    for (const QueueEntry& entry : state.queue) {
        EXPECT_EQ(library->find(entry.track)->genres, std::vector<std::string>{"Metal"});
    }
    player->play({entry_of_track(tracks()[1], Intent::album, "album")});
    player->settle();
    queue->refresh();
    queue->settle();
    EXPECT_EQ(queue->seed().kind, SeedKind::none);
}

TEST_F(GuessQueueTest, a_track_left_for_a_new_queue_was_reached) {
    const auto queue = guess_queue();
    queue->start();
    queue->settle();
    wait_for_sound();
    const TrackId left = player->state().current_entry()->track;
    queue->start();
    queue->settle();
    player->settle();
    queue->settle();
    ASSERT_TRUE(services->impressions().flush().ok());
    const auto rows = services->impressions().all().value();
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.front().track, left);
    EXPECT_EQ(rows.front().outcome, ImpressionOutcome::skipped);
}

TEST_F(GuessQueueTest, in_a_private_session_the_tail_answers_and_nothing_is_stored_that_anybody_learns_from) {
    const auto queue = guess_queue();
    player->set_private_session(true);
    queue->set_private_session(true);
    queue->start();
    queue->settle();
    ASSERT_EQ(player->state().queue.size(), 6u);
    wait_for_sound();
    EndedListens ended;
    player->add_observer(&ended);
    player->next();
    EXPECT_TRUE(ended.wait().private_session);
    player->remove_observer(&ended);
    queue->settle();
    EXPECT_EQ(queue->current().held_back.size(), 1u);  // for this evening
    EXPECT_EQ(player->state().queue.size(), 7u);
    ASSERT_TRUE(services->impressions().flush().ok());
    EXPECT_TRUE(services->impressions().all().value().empty());
    // As after its end, or after a restart.
    ASSERT_TRUE(services->history().flush().ok());
    ASSERT_TRUE(services->load_guesses().ok());
    EXPECT_TRUE(services->guesses().held_back(utc_now()).empty());
}

}  // namespace
}  // namespace refrain::app
