// The simulator itself, and a short life of three personas with Guess You Like: it must beat the plain ways
// to fill a queue, hold back what is skipped, and bring it back. The whole table: simulate_listeners.
#include "tests/simulator/draws.h"
#include "tests/simulator/figures.h"

#include <cmath>

#include <gtest/gtest.h>

namespace refrain::simulator {
namespace {

const Persona& persona(const std::string& name) {
    for (const Persona& one : personas()) {
        if (one.name == name) {
            return one;
        }
    }
    throw std::runtime_error("no persona " + name);
}

TEST(Draws, HangOnTheirPlaceAloneAndAreEven) {
    EXPECT_EQ(uniform({1, 2, 3}), uniform({1, 2, 3}));
    EXPECT_NE(uniform({1, 2, 3}), uniform({1, 3, 2}));
    double sum = 0.0, squares = 0.0, evenly = 0.0;
    constexpr std::uint64_t count = 20'000;
    for (std::uint64_t i = 0; i < count; ++i) {
        const double x = normal({7, i});
        sum += x;
        squares += x * x;
        evenly += uniform({8, i});
    }
    EXPECT_NEAR(sum / count, 0.0, 0.03);
    EXPECT_NEAR(squares / count, 1.0, 0.05);
    EXPECT_NEAR(evenly / count, 0.5, 0.01);
}

TEST(Estimates, AreMeansWithStudentsInterval) {
    const Estimate e = estimate({1.0, 2.0, 3.0, 4.0, 5.0});
    EXPECT_DOUBLE_EQ(e.mean, 3.0);
    EXPECT_NEAR(e.half, 2.776 * std::sqrt(2.5 / 5.0), 1e-9);
    EXPECT_EQ(estimate({7.0}).half, 0.0);
}

TEST(Worlds, ShowWhatIsHiddenOnlyInPart) {
    const World world({1, 2000, 0.15, 0.05});
    ASSERT_EQ(world.size(), 2000U);
    const auto sound = world.sound();
    // Of two tracks drawn at random, how often do tags, and sound, say that they are of one scene?
    int same = 0, same_tag = 0, other_tag = 0, other = 0, tagged = 0;
    double same_sound = 0.0, other_sound = 0.0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const auto a = static_cast<std::size_t>(2000.0 * uniform({1, i})),
                   b = static_cast<std::size_t>(2000.0 * uniform({2, i}));
        const auto of_a = world.library()->at(a).genres, of_b = world.library()->at(b).genres;
        tagged += of_a.empty() ? 0 : 1;
        const bool tags_agree = !of_a.empty() && !of_b.empty() && of_a[0] == of_b[0];
        const bool one_scene = world.scene(a) == world.scene(b) && a != b;
        (one_scene ? same : other) += 1;
        (one_scene ? same_tag : other_tag) += tags_agree ? 1 : 0;
        (one_scene ? same_sound : other_sound) +=
            sound.similarity(static_cast<ranking::TrackIndex>(a), static_cast<ranking::TrackIndex>(b));
    }
    EXPECT_NEAR(tagged / 20'000.0, 0.85, 0.04);
    const double agree = static_cast<double>(same_tag) / same,
                 agree_else = static_cast<double>(other_tag) / other;
    EXPECT_GT(agree, 3.0 * agree_else);
    EXPECT_LT(agree, 0.7) << "tags would tell everything";
    EXPECT_GT(same_sound / same, other_sound / other + 0.3);
    EXPECT_LT(same_sound / same, 0.8);
}

TEST(Listeners, SkipALibraryPlayedAtRandomAsPeopleDo) {
    // 48.6 % before the end, 24 % in five seconds: streaming as a whole. Over the personas, roughly that.
    double skipped = 0.0, at_once = 0.0;
    for (const Persona& one : personas()) {
        const Life life = live(one, ArmKind::shuffle, 1, {2000, 10});
        skipped += life.skip_rate() / static_cast<double>(personas().size());
        at_once += static_cast<double>(life.skips_in_five_seconds) / life.automatic /
                   static_cast<double>(personas().size());
    }
    EXPECT_NEAR(skipped, 0.486, 0.08);
    EXPECT_NEAR(at_once, 0.24, 0.06);
}

TEST(Lives, AreTheSameForTheSameSeedAndMeetTheSameChanceInEveryArm) {
    const Persona& one = persona("many tastes");
    const Life a = live(one, ArmKind::activation_mix, 3, {500, 5}),
               again = live(one, ArmKind::activation_mix, 3, {500, 5});
    EXPECT_EQ(a.heard_share, again.heard_share);
    EXPECT_EQ(a.automatic, again.automatic);
    EXPECT_NE(a.heard_share, live(one, ArmKind::activation_mix, 4, {500, 5}).heard_share);
    const World world({3, 500, 0.15, 0.05});
    Listener first(world, one, 3), second(world, one, 3);
    const Moment moment{5, 0, 0, utc_from_ms(1'740'787'200'000)};
    first.begin_session(moment);
    second.begin_session(moment);
    EXPECT_EQ(first.choose(moment), second.choose(moment));
}

/// 20 days of three personas; each life once for all the tests below.
const std::vector<Lives>& short_lives() {
    static const std::vector<Lives> all = [] {
        std::vector<Lives> out;
        for (const char* name : {"two tastes by hour", "many tastes", "untagged library"}) {
            out.push_back(lives_of(persona(name), 1, {2000, 20}));
        }
        return out;
    }();
    return all;
}

TEST(GuessYouLike, HasMoreOfWhatItQueuesHeardThanThePlainWays) {
    for (const Lives& lives : short_lives()) {
        for (const ArmKind other : {ArmKind::activation_mix, ArmKind::most_played, ArmKind::shuffle}) {
            EXPECT_GT(gain_over(lives, other).mean, 0.0) << to_word(other);
        }
    }
}

TEST(GuessYouLike, HoldsBackAStyleThatWasSkippedThreeTimesAndBringsItBack) {
    double before = 0.0, skipped = 0.0, played = 0.0, other_played = 0.0;
    for (const Lives& lives : short_lives()) {
        const Life& life = lives.at(ArmKind::engine)[0];
        before += life.before_skips[2];
        skipped += life.after_skips[2];
        played += life.after_full_play[2];
        other_played += life.after_other_play[2];
    }
    EXPECT_LT(skipped, 0.7 * before) << "of the next ten";
    EXPECT_GT(played, other_played) << "one of it was heard out, not one of another style";
}

}  // namespace
}  // namespace refrain::simulator
