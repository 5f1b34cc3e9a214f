// Faster and slower with the pitch kept: length, pitch, place, and what happens when the speed changes.
#include "tests/player/memory_source.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr int rate = 44100;

/// Strength of `hertz` in the middle of a sound: 1 for a sine of amplitude 1.
double strength(const std::vector<float>& left, double hertz) {
    std::complex<double> sum;
    const std::size_t from = left.size() / 4, n = left.size() / 2;
    for (std::size_t i = from; i < from + n; ++i) {
        const double angle = 2.0 * std::numbers::pi * hertz * static_cast<double>(i) / rate;
        const double window =
            1.0 - std::cos(2.0 * std::numbers::pi * static_cast<double>(i - from) / static_cast<double>(n));
        sum += window * static_cast<double>(left[i]) * std::polar(1.0, -angle);
    }
    return 2.0 * std::abs(sum) / static_cast<double>(n);
}

/// A click every 100 ms: where they are heard tells which place of the track sounds.
std::vector<float> clicks(std::int64_t frames) {
    std::vector<float> left(static_cast<std::size_t>(frames), 0.0F);
    for (std::size_t i = 0; i + 40 < left.size(); i += rate / 10) {
        for (std::size_t k = 0; k < 40; ++k) {
            left[i + k] = 0.8F;
        }
    }
    return stereo(left);
}

class Speed : public ::testing::TestWithParam<double> {};

TEST_P(Speed, ChangesTheLengthAndKeepsThePitch) {
    Mixer mixer(rate);
    mixer.set_speed(GetParam());
    mixer.play(voice(1, tone(440.0, rate, 0.0, 10 * rate)), 0);
    const Mixed mixed = mix_all(mixer);
    EXPECT_NEAR(static_cast<double>(mixed.frames()), 10.0 * rate / GetParam(), 2.0);
    EXPECT_EQ(mixed.frames_of(1), 10 * rate);
    ASSERT_TRUE(mixed.end_of(1));
    EXPECT_TRUE(mixed.end_of(1)->at_end);
    const auto left = mixed.left();
    EXPECT_GT(strength(left, 440.0), 0.4);
    EXPECT_LT(strength(left, 440.0 * GetParam()), 0.1);
}

TEST_P(Speed, TellsThePlaceToWithinHalfAPieceOnAverage) {
    Mixer mixer(rate);
    mixer.set_speed(GetParam());
    mixer.play(voice(1, clicks(10 * rate)), 0);
    const Mixed mixed = mix_all(mixer);
    const auto left = mixed.left();
    double worst = 0.0, sum = 0.0;
    int heard = 0;
    std::int64_t quiet_since = 0;
    for (std::int64_t i = 0; i < mixed.frames(); ++i) {
        if (left[static_cast<std::size_t>(i)] < 0.4F) {
            continue;
        }
        if (i - quiet_since > rate / 60) {
            // The first sample of a click; which place of the track does the account give for it?
            for (const MixedSpan& span : mixed.spans) {
                if (i >= span.at && i < span.at + span.frames) {
                    const double place =
                        static_cast<double>(span.begin) + static_cast<double>(i - span.at) * GetParam();
                    const double click = std::round(place / (rate / 10.0)) * (rate / 10.0);
                    const double error = (place - click) * 1000.0 / rate;
                    worst = std::max(worst, std::abs(error));
                    sum += error;
                }
            }
            ++heard;
        }
        quiet_since = i;
    }
    EXPECT_GT(heard, 30);
    // A piece of 32 to 82 ms sounds at its own speed: it begins at the place the account gives, and a moment
    // at its end is off by as much as the piece is longer or shorter than what it stands for.
    EXPECT_LT(std::abs(sum / heard), 25.0);
    EXPECT_LT(worst, 55.0);
}

TEST_P(Speed, AJoinOfTwoTracksIsAsSmoothAsTheRest) {
    const auto whole = tone(440.0, rate, 0.0, 4 * rate);
    Mixer one(rate), two(rate);
    one.set_speed(GetParam());
    two.set_speed(GetParam());
    one.play(voice(1, whole), 0);
    two.play(voice(1, {whole.begin(), whole.begin() + 2 * 77'777}), 0);
    two.set_next(voice(2, {whole.begin() + 2 * 77'777, whole.end()}));
    const Mixed expected = mix_all(one), got = mix_all(two);
    EXPECT_EQ(got.samples, expected.samples);
    EXPECT_EQ(got.frames_of(1), 77'777);
    EXPECT_EQ(got.frames_of(2), 4 * rate - 77'777);
}

INSTANTIATE_TEST_SUITE_P(Speeds, Speed, ::testing::Values(0.5, 0.8, 1.25, 1.5, 2.0, 3.0),
                         [](const auto& speed) {
                             return std::to_string(static_cast<int>(speed.param * 100));
                         });

TEST(SpeedOfOne, LeavesEverySampleAsItIs) {
    const auto whole = tone(440.0, rate, 0.0, 10'000);
    Mixer mixer(rate);
    mixer.set_speed(1.5);
    mixer.set_speed(1.0);
    mixer.play(voice(1, whole), 0);
    EXPECT_EQ(mix_all(mixer).samples, whole);
}

TEST(SpeedChanges, LoseAndRepeatNothingInTheAccountAndEndInTheVerySamples) {
    // The left channel counts frames.
    std::vector<float> count(8 * rate);
    for (std::size_t i = 0; i < count.size(); ++i) {
        count[i] = static_cast<float>(i) * 1e-6F;
    }
    Mixer mixer(rate);
    mixer.play(voice(1, stereo(count)), 0);
    Mixed all;
    for (const double speed : {1.0, 2.0, 1.0, 0.5, 1.5, 1.0}) {
        mixer.set_speed(speed);
        const Mixed part = mix(mixer, rate / 2);
        all.spans.insert(all.spans.end(), part.spans.begin(), part.spans.end());
    }
    const Mixed rest = mix_all(mixer);
    all.spans.insert(all.spans.end(), rest.spans.begin(), rest.spans.end());
    std::int64_t next = 0;
    for (const MixedSpan& span : all.spans) {
        EXPECT_EQ(span.begin, next);
        next = span.end;
    }
    EXPECT_EQ(next, 8 * rate);
    EXPECT_EQ(rest.left().back(), count.back());
    // Back at speed 1 the samples are those of the file, at the place the account names.
    EXPECT_EQ(rest.left()[2000], count[static_cast<std::size_t>(rest.spans.front().begin) + 2000]);
}

TEST(SpeedChanges, WhatIsMadeAlreadyIsCountedAtTheSpeedItWasMadeWith) {
    // The left channel says which frame it is.
    std::vector<float> count(3 * rate);
    for (std::size_t i = 0; i < count.size(); ++i) {
        count[i] = static_cast<float>(i) * 1e-6F;
    }
    Stretcher stretcher(rate, 3.0, 0);
    stretcher.put(stereo(count).data(), count.size());
    std::vector<float> out(2 * static_cast<std::size_t>(rate));
    ASSERT_EQ(stretcher.take(out.data(), 10), 10U);
    stretcher.set_speed(2.0);
    stretcher.set_speed(0.5);
    const std::size_t made = stretcher.take(out.data(), static_cast<std::size_t>(rate));
    ASSERT_GT(made, static_cast<std::size_t>(rate) / 2);
    EXPECT_EQ(stretcher.position(), 30.0 + 3.0 * static_cast<double>(made));
    // A piece of 40 ms sounds at its own speed where 120 ms are counted, and its place is chosen within 15
    // ms.
    const double heard = static_cast<double>(out[2 * (made - 1)]) / 1e-6;
    EXPECT_NEAR(heard, stretcher.position(), 0.1 * rate);
}

TEST(SpeedChanges, TheEndOfATrackThatWasReadButNotHeardWaitsForItsRestBeforeTheSeek) {
    Mixer mixer(rate);
    mixer.set_speed(2.0);
    const auto source = std::make_shared<MemorySource>(level(0.25F, 2 * rate), rate);
    Voice one;
    one.play = PlayId(1);
    one.source = source;
    mixer.play(one, 0);
    mix(mixer, 4000);
    // To the last 7 ms: less than what the stretcher must have before it gives a frame. What follows is still
    // being opened.
    mixer.seek(1, 882);
    source->go_to(2 * rate - 300);
    const auto slow = std::make_shared<MemorySource>(level(0.25F, rate), rate);
    slow->let_through(0);
    Voice two;
    two.play = PlayId(2);
    two.source = slow;
    mixer.set_next(two);
    std::vector<MixedSpan> told;
    std::vector<float> out(200);
    mixer.mix(out.data(), 100, told);
    // Another track: the end of the first was read and would never be heard; its rest fades out for 18 ms
    // more.
    mixer.play(voice(3, level(0.25F, rate)), 882);
    const Mixed rest = mix(mixer, 2000);
    told.insert(told.end(), rest.spans.begin(), rest.spans.end());
    std::int64_t first_ended = -1, sounded_last = -1;
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (told[i].play == PlayId(1)) {
            (told[i].ends ? first_ended : sounded_last) = static_cast<std::int64_t>(i);
        }
    }
    EXPECT_GT(first_ended, sounded_last);
    EXPECT_GT(rest.frames_of(1), 0);
    EXPECT_TRUE(rest.end_of(2));
}

TEST(SpeedChanges, DoNotClick) {
    Mixer mixer(rate);
    mixer.play(voice(1, tone(200.0, rate, 0.0, 8 * rate)), 0);
    std::vector<float> left;
    for (const double speed : {1.0, 1.5, 1.0, 0.75, 2.0, 1.0}) {
        mixer.set_speed(speed);
        const auto part = mix(mixer, rate / 2).left();
        left.insert(left.end(), part.begin(), part.end());
    }
    // A sine of 200 Hz and amplitude 0.5 steps by 0.0142 at most.
    for (std::size_t i = 1; i < left.size(); ++i) {
        ASSERT_LT(std::abs(left[i] - left[i - 1]), 0.03F) << i;
    }
}

}  // namespace
}  // namespace refrain
