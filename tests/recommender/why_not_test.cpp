// Why a track is not among the guesses, over a small library and history.
#include "recommender/serving/why_not.h"

#include "tests/recommender/listening_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {
using test::days;
using test::hours;
using test::kNow;
using test::minutes;
using testing::ElementsAre;
using testing::HasSubstr;

GuessRequest now_request() {
    GuessRequest request;
    request.at = kNow;
    return request;
}

class WhyNot : public testing::Test {
  protected:
    std::vector<std::string> of(std::int64_t track, const std::vector<Listen>& listens = {},
                                const std::vector<Reaction>& reactions = {}) const {
        return why_not(test::library(tracks), listens, reactions, request, TrackId(track));
    }
    GuessRequest request = now_request();
    std::vector<Track> tracks{test::track(1, "Nils", "Spaces", {"Ambient"}),
                              test::track(2, "Metallica", "Load", {"Metal"}),
                              test::track(3, "Slayer", "Reign", {"Metal"})};
};

TEST_F(WhyNot, has_nothing_to_say_against_a_track_that_nothing_is_known_of) {
    EXPECT_TRUE(of(1).empty());
}

TEST_F(WhyNot, names_a_track_that_is_not_there_and_a_file_that_is_gone) {
    EXPECT_THAT(of(99), ElementsAre("It is not in the library"));
    tracks[0].missing = true;
    EXPECT_THAT(of(1), ElementsAre("Its file cannot be found at the moment"));
}

TEST_F(WhyNot, names_the_ban_its_scope_and_how_long_it_lasts) {
    EXPECT_THAT(of(1, {}, {test::about_track(ReactionKind::ban, 1, kNow - hours(1))}),
                ElementsAre("You said “Not for me” of it, for good"));
    Reaction style = test::about_style(ReactionKind::ban, "metal", kNow - days(1));
    style.until = kNow + days(15);
    EXPECT_THAT(of(2, {}, {style}),
                ElementsAre("You said “Not for me” of the style metal, for another 2 weeks"));
    EXPECT_TRUE(of(1, {}, {style}).empty());
    style.until = kNow - hours(1);
    EXPECT_TRUE(of(2, {}, {style}).empty());
}

TEST_F(WhyNot, tells_what_plays_or_is_queued) {
    request.current = TrackId(1);
    request.queued = {TrackId(2)};
    EXPECT_THAT(of(1), ElementsAre("It is playing or queued already"));
    EXPECT_THAT(of(2), ElementsAre("It is playing or queued already"));
    EXPECT_TRUE(of(3).empty());
}

TEST_F(WhyNot, tells_what_was_heard_lately_and_forgets_it_after_a_day) {
    EXPECT_THAT(of(1, {test::finished(1, kNow - hours(2))}),
                ElementsAre("You heard it 2 hours ago; what was heard lately waits"));
    EXPECT_TRUE(of(1, {test::finished(1, kNow - hours(25))}).empty());
}

TEST_F(WhyNot, tells_that_its_style_is_held_back_after_a_skip_of_another_track) {
    const std::vector<Listen> listens{test::skipped(2, kNow - minutes(5))};
    EXPECT_THAT(of(3, listens), ElementsAre("Held back after skips: metal"));
    EXPECT_THAT(of(2, listens),
                ElementsAre(HasSubstr("waits"), "You skipped it 1 of 1 times", HasSubstr("Held back")));
    EXPECT_TRUE(of(1, listens).empty());
}

}  // namespace
}  // namespace refrain
