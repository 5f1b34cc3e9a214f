// How loud it sounds: the gain of a track, both channels as one, the volume, and the guard against peaks.
#include "player/engine/mixing/final_stage.h"
#include "player/engine/mixing/mixer.h"
#include "tests/player/memory_source.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr int rate = 44100;

TEST(TrackGain, IsThereFromTheFirstSampleAndSlidesWhenItChanges) {
    Mixer mixer(rate);
    Voice one = voice(1, level(0.5F, 20'000));
    one.gain = 0.5;
    mixer.play(one, 0);
    EXPECT_EQ(mix(mixer, 100).samples, level(0.25F, 100));
    mixer.set_gain(PlayId(1), 1.5, 2205);
    const auto left = mix(mixer, 5000).left();
    EXPECT_LT(largest_step(left), 0.5F / 2000);
    EXPECT_EQ(left[2204], 0.75F);
    EXPECT_EQ(left.back(), 0.75F);
}

TEST(Mono, IsTheMiddleOfBothChannels) {
    Mixer mixer(rate);
    mixer.set_mono(true);
    std::vector<float> sides;
    for (int i = 0; i < 500; ++i) {
        sides.push_back(0.8F);
        sides.push_back(0.2F);
    }
    mixer.play(voice(1, sides), 0);
    for (const float x : mix_all(mixer).samples) {
        ASSERT_NEAR(x, 0.5F, 1e-6F);
    }
}

TEST(PeakGuard, LeavesWhatIsBelowFullScaleAsItIs) {
    PeakGuard guard(rate);
    const auto sound = tone(1000.0, rate, 0.0, 5000);
    auto guarded = sound;
    guard.apply(guarded.data(), 5000);
    EXPECT_EQ(guarded, sound);
    std::vector<float> full{1.0F, -1.0F};
    guard.apply(full.data(), 1);
    EXPECT_EQ(full, (std::vector<float>{1.0F, -1.0F}));
}

TEST(PeakGuard, HoldsPeaksAndComesBackExactly) {
    PeakGuard guard(rate);
    auto loud = tone(1000.0, rate, 0.0, 5000);
    for (float& x : loud) {
        x *= 6.0F;
    }
    guard.apply(loud.data(), 5000);
    for (const float x : loud) {
        ASSERT_LE(std::abs(x), 1.0F);
    }
    auto silence = level(0.0F, rate);
    guard.apply(silence.data(), rate);
    EXPECT_EQ(guard.gain(), 1.0);
}

TEST(PeakGuard, TurnsWhatIsNoNumberIntoSilence) {
    PeakGuard guard(rate);
    std::vector<float> bad{std::numeric_limits<float>::quiet_NaN(), 0.5F,  0.5F,
                           std::numeric_limits<float>::infinity(),  0.25F, 0.5F};
    guard.apply(bad.data(), 3);
    EXPECT_EQ(bad, (std::vector<float>{0.0F, 0.0F, 0.0F, 0.0F, 0.25F, 0.5F}));
}

TEST(FinalStage, TheVolumeIsThereAtTheStartAndSlidesLater) {
    FinalStage stage(rate);
    stage.set_volume(0.5);
    auto first = level(0.8F, 100);
    stage.apply(first.data(), 100);
    EXPECT_EQ(first, level(0.4F, 100));
    stage.set_volume(1.0);
    auto rest = level(0.8F, 5000);
    stage.apply(rest.data(), 5000);
    std::vector<float> left;
    for (std::size_t i = 0; i < rest.size(); i += 2) {
        left.push_back(rest[i]);
    }
    EXPECT_LT(largest_step(left), 0.4F / 1000);
    EXPECT_EQ(left.back(), 0.8F);
}

}  // namespace
}  // namespace refrain
