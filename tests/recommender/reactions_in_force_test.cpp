// What of all that was said still holds, and that it is what the ranker goes by.
#include "recommender/serving/reactions_in_force.h"

#include <chrono>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using std::chrono::hours;

const UtcTime kNow = utc_from_ms(1'800'000'000'000);

Reaction said(ReactionKind kind, ReactionScope scope, std::string subject, int hours_ago) {
    Reaction r;
    r.kind = kind;
    r.scope = scope;
    r.subject = std::move(subject);
    r.at = kNow - hours(hours_ago);
    return r;
}
Reaction of_track(ReactionKind kind, std::int64_t track, int hours_ago) {
    Reaction r = said(kind, ReactionScope::track, {}, hours_ago);
    r.track = TrackId(track);
    return r;
}

TEST(ReactionsInForce, are_the_last_word_on_each_subject_the_newest_first) {
    const std::vector<Reaction> all{of_track(ReactionKind::love, 1, 9),
                                    said(ReactionKind::ban, ReactionScope::artist, "Nils", 8),
                                    of_track(ReactionKind::unlove, 1, 7), of_track(ReactionKind::love, 2, 6)};
    const auto held = reactions_in_force(all, kNow);
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[0].track, TrackId(2));
    EXPECT_EQ(held[1].subject, "Nils");
}

TEST(ReactionsInForce, love_and_ban_of_one_track_are_two_words) {
    const std::vector<Reaction> all{of_track(ReactionKind::love, 1, 3), of_track(ReactionKind::ban, 1, 2),
                                    of_track(ReactionKind::unban, 1, 1)};
    const auto held = reactions_in_force(all, kNow);
    ASSERT_EQ(held.size(), 1u);
    EXPECT_EQ(held[0].kind, ReactionKind::love);
}

TEST(ReactionsInForce, a_ban_ends_by_itself_and_what_is_not_yet_said_does_not_count) {
    Reaction ban = said(ReactionKind::ban, ReactionScope::style, "Techno", 2);
    ban.until = kNow + hours(1);
    const std::vector<Reaction> all{ban, of_track(ReactionKind::love, 1, -1)};
    EXPECT_EQ(reactions_in_force(all, kNow).size(), 1u);
    EXPECT_TRUE(reactions_in_force(std::span(all).first(1), kNow + hours(1)).empty());
}

TEST(ReactionsInForce, names_are_compared_as_they_fold_and_the_word_that_undoes_is_another_spelling) {
    const std::vector<Reaction> all{said(ReactionKind::ban, ReactionScope::style, "Hip-Hop", 2),
                                    said(ReactionKind::unban, ReactionScope::style, "hip hop", 1)};
    EXPECT_TRUE(same_subject(all[0], all[1]));
    EXPECT_TRUE(reactions_in_force(all, kNow).empty());
}

TEST(ReactionsInForce, each_is_taken_back_by_its_undo) {
    Reaction ban = said(ReactionKind::ban, ReactionScope::album, "Nils\x1fSpaces", 2);
    ban.until = kNow + hours(24);
    std::vector<Reaction> all{ban, of_track(ReactionKind::love, 1, 1)};
    for (const Reaction& held : reactions_in_force(all, kNow)) {
        all.push_back(undo_of(held, kNow));
    }
    EXPECT_TRUE(reactions_in_force(all, kNow).empty());
}

TEST(ReactionsInForce, a_lift_and_a_word_about_nothing_are_not_listed) {
    EXPECT_TRUE(reactions_in_force(std::vector{said(ReactionKind::lift, ReactionScope::style, "techno", 1),
                                               of_track(ReactionKind::love, 0, 1),
                                               said(ReactionKind::ban, ReactionScope::artist, "", 1)},
                                   kNow)
                    .empty());
}

}  // namespace
}  // namespace refrain
