// The pure decisions of the wiring: when to train, which renderer, what the guessed tail avoids.
#include "app/display.h"
#include "app/guess_queue.h"
#include "app/queue_entries.h"
#include "app/training_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using testing::ElementsAre;

TrainingFacts facts(std::int64_t judged, std::int64_t since, std::optional<int> minutes_ago) {
    TrainingFacts f;
    f.now = utc_from_ms(1'000'000'000'000);
    f.judged = judged;
    f.judged_since = since;
    if (minutes_ago) {
        f.last_began = f.now - std::chrono::minutes(*minutes_ago);
    }
    return f;
}

TEST(TrainingDue, the_first_training_waits_for_enough_judged_listens) {
    const TrainingRule rule;
    EXPECT_FALSE(training_due(facts(rule.first_after - 1, rule.first_after - 1, {})));
    EXPECT_TRUE(training_due(facts(rule.first_after, rule.first_after, {})));
}

TEST(TrainingDue, each_further_one_waits_for_new_listens_and_for_a_pause) {
    EXPECT_TRUE(training_due(facts(500, 30, 30)));
    EXPECT_FALSE(training_due(facts(500, 29, 30)));
    EXPECT_FALSE(training_due(facts(500, 30, 29)));
}

TEST(TrainingDue, never_while_one_runs) {
    auto f = facts(500, 500, 500);
    f.running = true;
    EXPECT_FALSE(training_due(f));
}

TEST(TrainingDue, a_clock_that_was_set_back_does_not_stop_training_for_good) {
    EXPECT_TRUE(training_due(facts(500, 30, -100'000)));
}

Listen listen(int minute, double share, EndReason end) {
    Listen l;
    l.started_at = utc_from_ms(minute * 60'000);
    l.duration = Milliseconds(100'000);
    l.heard = Milliseconds(static_cast<std::int64_t>(share * 100'000));
    l.end_reason = end;
    return l;
}

TEST(CountJudged, counts_positives_and_negatives_and_those_since_the_last_training) {
    TrainingFacts f;
    f.last_began = utc_from_ms(10 * 60'000);
    count_judged(f, {listen(5, 1.0, EndReason::finished), listen(6, 0.5, EndReason::next),
                     listen(10, 0.1, EndReason::next), listen(11, 0.1, EndReason::quit)});
    EXPECT_EQ(f.judged, 2);
    EXPECT_EQ(f.judged_since, 1);
}

GraphicsFacts drivers(std::vector<std::string> names) {
    GraphicsFacts f;
    f.render_drivers = std::move(names);
    return f;
}

TEST(SoftwareRenderer, is_chosen_where_no_gpu_can_be_opened) {
    EXPECT_TRUE(prefer_software_renderer({}));
    EXPECT_TRUE(prefer_software_renderer(drivers({"vgem"})));
    EXPECT_FALSE(prefer_software_renderer(drivers({"vgem", "i915"})));
}

TEST(SoftwareRenderer, is_chosen_where_a_gpu_would_not_be_used) {
    GraphicsFacts forced = drivers({"amdgpu"});
    forced.software_gl_forced = true;
    EXPECT_TRUE(prefer_software_renderer(forced));
    GraphicsFacts offscreen = drivers({"amdgpu"});
    offscreen.platform_without_gpu = true;
    EXPECT_TRUE(prefer_software_renderer(offscreen));
}

TEST(SoftwareRenderer, what_the_listener_named_stays) {
    GraphicsFacts named;
    named.named_by_hand = true;
    EXPECT_FALSE(prefer_software_renderer(named));
}

QueueEntry entry(std::int64_t track, Intent intent) {
    QueueEntry e;
    e.id = QueueEntryId(track * 10);
    e.track = TrackId(track);
    e.intent = intent;
    return e;
}

PlayerState two_chosen_three_guessed() {
    PlayerState state;
    state.state = PlaybackState::playing;
    state.queue = {entry(1, Intent::album), entry(2, Intent::album), entry(3, Intent::guess),
                   entry(4, Intent::guess), entry(5, Intent::guess)};
    state.auto_from = 2;
    return state;
}

TEST(GuessRequestOf, blocks_what_was_queued_by_hand_but_not_the_tail_about_to_be_replaced) {
    PlayerState state = two_chosen_three_guessed();
    state.current = 0;
    const GuessRequest request = guess_request(state, utc_from_ms(5), 20);
    EXPECT_EQ(request.current, TrackId(1));
    EXPECT_THAT(request.queued, ElementsAre(TrackId(1), TrackId(2)));
    EXPECT_EQ(request.count, 20);
    EXPECT_EQ(request.at, utc_from_ms(5));
}

TEST(GuessRequestOf, blocks_guesses_that_were_played_already_and_the_one_playing) {
    PlayerState state = two_chosen_three_guessed();
    state.current = 3;
    const GuessRequest request = guess_request(state, utc_from_ms(5), 20);
    EXPECT_EQ(request.current, TrackId(4));
    EXPECT_THAT(request.queued, ElementsAre(TrackId(1), TrackId(2), TrackId(3), TrackId(4)));
}

TEST(GuessRequestOf, lets_what_was_played_long_ago_in_a_long_queue_come_again) {
    PlayerState state;
    std::vector<QueueEntry> queue;
    for (int i = 1; i <= 100; ++i) {
        queue.push_back(entry(i, Intent::guess));
    }
    state.queue = queue;
    state.auto_from = 0;
    state.current = 99;
    const GuessRequest request = guess_request(state, utc_from_ms(5), 20);
    EXPECT_EQ(request.queued.size(), 17U);  // the one playing and 16 before it
    EXPECT_EQ(request.queued.front(), TrackId(84));
    EXPECT_EQ(request.queued.back(), TrackId(100));
}

TEST(WantsTail, behind_a_chosen_queue_only_when_the_listener_lets_it_go_on) {
    PlayerState state = two_chosen_three_guessed();
    state.current = 0;
    EXPECT_TRUE(wants_tail(state, true));
    EXPECT_FALSE(wants_tail(state, false));
    state.current = 3;  // in the guessed part already: that is what was asked for
    EXPECT_TRUE(wants_tail(state, false));
    EXPECT_FALSE(wants_tail(PlayerState{}, true));
}

TEST(QueueEntries, carry_route_reason_score_terms_and_the_generation) {
    Track track;
    track.id = TrackId(3);
    track.path = "/music/a.flac";
    track.title = "Says";
    track.duration = Milliseconds(5000);
    Track gone = track;
    gone.id = TrackId(4);
    gone.missing = true;
    GuessList list;
    list.model = "g1";
    list.tracks = {{TrackId(3), 1.5, "encoder_familiar", "Because", {{"encoder", 1.5}}},
                   {TrackId(4), 1.0, "encoder_familiar", "Because", {}},
                   {TrackId(99), 1.0, "encoder_familiar", "Because", {}}};
    const auto entries = queue_entries(list, LibrarySnapshot({track, gone}));
    ASSERT_EQ(entries.size(), 1u);  // a missing file and an unknown track are left out
    EXPECT_EQ(entries[0].path, "/music/a.flac");
    EXPECT_EQ(entries[0].intent, Intent::guess);
    EXPECT_EQ(entries[0].origin, "guess");
    EXPECT_EQ(entries[0].model_generation, "g1");
    EXPECT_EQ(entries[0].route, "encoder_familiar");
    EXPECT_EQ(entries[0].reason, "Because");
    EXPECT_DOUBLE_EQ(entries[0].score, 1.5);
    ASSERT_EQ(entries[0].terms.size(), 1u);
}

}  // namespace
}  // namespace refrain::app
