#include "ui/view_models/guess_cards.h"

#include "tests/ui/ui_fixture.h"
#include "ui/view_models/history_model.h"
#include "ui/view_models/reactions_view_model.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

QueueEntry entry(std::int64_t id, const std::string& reason = {}) {
    QueueEntry result;
    result.id = QueueEntryId(100 + id);
    result.track = TrackId(id);
    result.title = std::to_string(id);
    result.reason = reason;
    return result;
}

const LibrarySnapshot& library() {
    static const LibrarySnapshot tracks({test::track(1, "One", "A", "X"), test::track(2, "Two", "A", "X")});
    return tracks;
}

TEST(GuessCards, AreTheAutomaticEntriesStillToCome) {
    PlayerState state;
    state.queue = {entry(1), entry(2, "why two"), entry(3, "why three")};
    state.current = 1;
    state.auto_from = 1;
    const auto cards = guess_cards(state, {}, library());
    ASSERT_EQ(cards.size(), 1U) << "the one that plays is no card any more";
    EXPECT_EQ(cards[0].track, TrackId(3));
    EXPECT_EQ(cards[0].reason, "why three");
    EXPECT_TRUE(cards[0].entry.valid());
}

TEST(GuessCards, AreProposalsWhenNothingIsQueuedAndLeaveOutWhatTheLibraryLost) {
    GuessList list;
    list.tracks = {{TrackId(2), 0.5, "encoder_familiar", "because", {{"fit", 0.5}}},
                   {TrackId(77), 0.4, "", "", {}}};
    const auto cards = guess_cards(PlayerState{}, list, library());
    ASSERT_EQ(cards.size(), 1U);
    EXPECT_EQ(cards[0].title, "Two");
    EXPECT_EQ(cards[0].route, "the model, among what you know");
    EXPECT_FALSE(cards[0].entry.valid());
}

TEST(GuessCards, ComeBehindTheListenersOwnQueueOnlyWhileASongOfItPlays) {
    PlayerState state;
    state.queue = {entry(1), entry(2, "why two"), entry(3, "why three")};
    state.current = 0;
    state.auto_from = 1;
    EXPECT_TRUE(goes_on(state));
    QueueEntry guessed = entry(2);
    guessed.intent = Intent::guess;
    state.queue = {entry(1), guessed, entry(3)};
    state.current = 1;
    EXPECT_FALSE(goes_on(state)) << "it has gone on already";
    state.queue = {entry(1), entry(2)};
    state.current = 0;
    state.auto_from = 2;
    EXPECT_FALSE(goes_on(state)) << "nothing comes behind it";
    EXPECT_FALSE(goes_on(PlayerState{}));
}

TEST(HeldBackStyles, AreStrongestFirstAndGoneWhenTheirTimeIsOver) {
    const UtcTime now = utc_from_ms(1'000'000'000);
    GuessList list;
    list.held_back = {{"folk", 0.1, now + std::chrono::hours(3)},
                      {"techno", 0.4, now + std::chrono::minutes(24)},
                      {"over", 0.9, now}};
    const auto styles = held_back_styles(list, now);
    ASSERT_EQ(styles.size(), 2U);
    EXPECT_EQ(styles[0].style, "techno");
    EXPECT_EQ(styles[0].fades, "fades in 24 min");
    EXPECT_EQ(styles[1].fades, "fades in 3 h");
}

TEST(HistoryRow, TellsHowMuchWasHeardAndHowItEnded) {
    Listen listen;
    listen.title = "One";
    listen.duration = Milliseconds(200'000);
    listen.heard = Milliseconds(20'000);
    listen.intent = Intent::guess;
    listen.end_reason = EndReason::next;
    const HistoryRow row = history_row(listen, QDateTime::currentDateTime());
    EXPECT_DOUBLE_EQ(row.share, 0.1);
    EXPECT_EQ(row.ending, "skipped");
    EXPECT_EQ(row.judgement, "negative");
    EXPECT_FALSE(row.open);
}

TEST(HistoryRow, CallsAQuickLookBrowsingAndAnUnknownLengthUnknown) {
    Listen listen;
    listen.browsing = true;
    listen.end_reason = EndReason::next;
    const HistoryRow row = history_row(listen, QDateTime::currentDateTime());
    EXPECT_EQ(row.ending, "browsed past");
    EXPECT_EQ(row.judgement, "neutral");
    EXPECT_LT(row.share, 0.0);
}

TEST(LovedTracks, FollowTheNewestWord) {
    const auto said = [](ReactionKind kind, std::int64_t id) {
        Reaction reaction;
        reaction.kind = kind;
        reaction.track = TrackId(id);
        return reaction;
    };
    const auto loved = loved_tracks({said(ReactionKind::love, 1), said(ReactionKind::love, 2),
                                     said(ReactionKind::unlove, 1), said(ReactionKind::ban, 2)});
    EXPECT_EQ(loved, (std::unordered_set<TrackId>{TrackId(2)}));
}

}  // namespace
}  // namespace refrain
