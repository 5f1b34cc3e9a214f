// The real engine on the fake sink at maximum speed: what comes out, to the sample, and what it tells.
#include "player/engine/output/output.h"
#include "tests/player/engine_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

class EngineTest : public EngineBench {};

constexpr double hertz = 3000.0;
constexpr double amplitude = 0.5;
/// Lengths that fit no block size.
const std::vector<std::int64_t> lengths{70'001, 65'537, 80'003};
constexpr std::int64_t total = 70'001 + 65'537 + 80'003;

/// A sine obeys x[n] = 2 cos(w) x[n-1] - x[n-2]; what remains is noise, or a sample lost, doubled or
/// shifted (here at least 0.1: one sample is 0.43 radians).
double largest_residual(const std::vector<double>& x) {
    const double two_cos = 2.0 * std::cos(2.0 * std::numbers::pi * hertz / rate);
    double largest = 0.0;
    for (std::size_t i = 2; i < x.size(); ++i) {
        largest = std::max(largest, std::abs(x[i] - two_cos * x[i - 1] + x[i - 2]));
    }
    return largest;
}

struct Coding {
    const char* name;
    const char* chain;
    /// 16-bit rounding gives up to 4 half-steps; Vorbis adds the noise of its coding.
    double residual;
};

class Gapless : public EngineTest, public ::testing::WithParamInterface<Coding> {
  protected:
    std::vector<std::string> cut_sine() {
        std::vector<std::string> files;
        std::int64_t first = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const std::string number = std::to_string(i);
            const std::string wav =
                write_wav(folder / (number + ".wav"), sine(hertz, amplitude, first, lengths[i]));
            const std::string chain = GetParam().chain;
            files.push_back(chain.empty() ? wav
                                          : encode(wav, folder / (number + "." + GetParam().name), chain));
            first += lengths[i];
        }
        return files;
    }
};

TEST_P(Gapless, ASineCutIntoThreeFilesPlaysAsOneSine) {
    play_in_a_row(cut_sine(), lengths);
    const auto heard = left();
    ASSERT_EQ(static_cast<std::int64_t>(heard.size()), total);
    const double residual = largest_residual(heard);
    EXPECT_LT(residual, GetParam().residual);
    std::cout << "[ residual ] " << GetParam().name << ": " << residual << '\n';
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(events.frames_of(PlayId(i + 1)), lengths[static_cast<std::size_t>(i)]);
    }
}

INSTANTIATE_TEST_SUITE_P(Codings, Gapless,
                         ::testing::Values(Coding{"wav", "", 4.0 / 32767},
                                           Coding{"flac", "flacenc", 4.0 / 32767},
                                           Coding{"ogg", "vorbisenc quality=1.0 ! oggmux", 0.05}),
                         [](const auto& coding) { return std::string(coding.param.name); });

TEST_F(EngineTest, AThousandShortTracksInARowLoseNoSample) {
    // Four lengths of 1 to 3 s, none a multiple of a block; each track is a level of its own.
    std::vector<std::string> files;
    std::vector<std::int64_t> frames;
    for (int i = 0; i < 4; ++i) {
        frames.push_back(44'101 + 29'399 * i);
        const std::string number = std::to_string(i);
        files.push_back(
            encode(write_wav(folder / (number + ".wav"), constant(0.1 * (i + 1), 0.05, frames.back())),
                   folder / (number + ".flac"), "flacenc"));
    }
    constexpr int tracks = 1000;
    std::int64_t heard = 0, expected = 0;
    EngineOptions o = options();
    // Counted only: all the samples would be a gigabyte.
    o.sink.tap = [&heard](const float*, std::size_t n, int, int) { heard += static_cast<std::int64_t>(n); };
    int gaps = 0;
    {
        Engine engine(std::move(o), events.listener());
        const auto source = [&](int i) {
            return TrackSource{PlayId(i + 1), files[static_cast<std::size_t>(i % 4)]};
        };
        engine.play(source(0));
        for (int i = 0; i < tracks; ++i) {
            if (i + 1 < tracks) {
                engine.set_next(source(i + 1));
            }
            const PlayEnded ended = events.wait_for<PlayEnded>(PlayId(i + 1));
            EXPECT_TRUE(ended.at_end);
            gaps += i + 1 < tracks && !ended.followed_by.valid() ? 1 : 0;
            if (i + 1 < tracks && !ended.followed_by.valid()) {
                engine.play(source(i + 1));
            }
            expected += frames[static_cast<std::size_t>(i % 4)];
        }
    }
    EXPECT_EQ(heard, expected);
    const auto counted = events.frames_by_play();
    ASSERT_EQ(counted.size(), static_cast<std::size_t>(tracks));
    for (const auto& [play, n] : counted) {
        EXPECT_EQ(n, frames[static_cast<std::size_t>((play.value() - 1) % 4)]) << play.value();
    }
    // At maximum speed the next one can be asked for too late; hardly ever, even on a busy machine.
    EXPECT_LT(gaps, tracks / 2);
}

TEST_F(EngineTest, PlaysAFileOfTheOutputRateBitForBit) {
    const Samples samples = sine(440.0, 0.9, 0, 5000);
    play_alone(write_wav(folder / "a.wav", samples));
    const auto heard = tap.samples();
    ASSERT_EQ(heard.size(), samples.size());
    for (std::size_t i = 0; i < heard.size(); ++i) {
        ASSERT_EQ(heard[i], static_cast<float>(samples[i]) / 32768.0F) << i;
    }
}

TEST_F(EngineTest, ConvertsOtherRatesKeepingTheLength) {
    const std::string file = write_wav(folder / "a.wav", sine(440.0, 0.5, 0, 48000), 48000);
    play_alone(file);
    EXPECT_NEAR(static_cast<double>(tap.frames()), 44100.0, 2.0);
    EXPECT_EQ(events.wait_for<DurationKnown>(PlayId(1)).duration, Milliseconds(1000));
}

class Seek : public EngineTest, public ::testing::WithParamInterface<AudioSinkOptions::Speed> {};

// As fast as it can, the mixer may have used up all that is decoded when the seek comes.
TEST_P(Seek, GoesToTheFrameAndFadesFromOnePlaceToTheOther) {
    // The sample at frame n of the left channel is n / 100000, so that every sample tells where it is from.
    Samples samples;
    for (int n = 0; n < 200'000; ++n) {
        samples.push_back(static_cast<std::int16_t>(n / 10));
        samples.push_back(0);
    }
    const std::string file = encode(write_wav(folder / "a.wav", samples), folder / "a.flac", "flacenc");
    tap.hold_at(30'000);
    {
        EngineOptions at_speed = options();
        at_speed.sink.speed = GetParam();
        Engine engine(at_speed, events.listener());
        engine.play({PlayId(1), file, {}});
        tap.wait_until_held();
        engine.seek(PlayId(1), Milliseconds(3000), 1);
        tap.let_go();
        events.wait_for<PlayEnded>(PlayId(1));
    }
    const auto heard = tap.samples();
    // The rest from 3 s on is there to the frame ...
    const std::size_t from = 3 * 44100;
    const std::size_t rest = 200'000 - from;
    ASSERT_GT(heard.size() / 2, rest);
    const std::size_t start = heard.size() / 2 - rest;
    for (std::size_t i = 882; i < rest; ++i) {
        ASSERT_EQ(heard[2 * (start + i)], static_cast<float>((from + i) / 10) / 32768.0F) << i;
    }
    // ... and what was read before it fades out beside its beginning: no step is larger than the fade's.
    for (std::size_t i = 2; i < heard.size(); i += 2) {
        ASSERT_LT(std::abs(heard[i] - heard[i - 2]), 0.6 / 882) << i;
    }
    // Where both sounded at once, both were heard.
    EXPECT_LE(events.frames_of(PlayId(1)), static_cast<std::int64_t>(tap.frames()) + 882);
    // Where nothing decoded was left, the fade was a guess and is counted for nothing.
    EXPECT_GE(events.frames_of(PlayId(1)), static_cast<std::int64_t>(tap.frames()) - 882);
}

INSTANTIATE_TEST_SUITE_P(Speeds, Seek,
                         ::testing::Values(AudioSinkOptions::Speed::realtime,
                                           AudioSinkOptions::Speed::maximum),
                         [](const auto& speed) {
                             return speed.param == AudioSinkOptions::Speed::maximum ? "Maximum" : "Realtime";
                         });

TEST_F(EngineTest, SeeksBackFromTheVeryEndWithoutLandingInTheNextTrack) {
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 50'000));
    const std::string b = write_wav(folder / "b.wav", constant(0.5, -0.25, 50'000));
    tap.hold_at(49'990);
    Engine engine(options(), events.listener());
    engine.set_next(TrackSource{PlayId(2), b, {}});
    engine.play({PlayId(1), a, {}});
    tap.wait_until_held();
    // Told once the second track is the one being mixed: only then has the first been read to its end.
    events.wait_for<DurationKnown>(PlayId(2));
    engine.seek(PlayId(1), Milliseconds(500), 7);
    const SeekTooLate late = events.wait_for<SeekTooLate>(PlayId(1));
    EXPECT_EQ(late.position, Milliseconds(500));
    EXPECT_EQ(late.seek, 7U);
    tap.let_go();
}

TEST_F(EngineTest, PausesBehindAFadeAndGoesOnWithTheVeryNextFrame) {
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 100'000));
    tap.hold_at(20'000);
    {
        Engine engine(options(), events.listener());
        engine.set_sound(with_fades(20));
        engine.play({PlayId(1), file, {}});
        tap.wait_until_held();
        engine.pause();
        tap.let_go();
        tap.wait_until_silent();
        const std::size_t at_pause = tap.frames();
        // What was on its way, and the fade.
        EXPECT_LT(at_pause, 20'000U + 8192U + 3 * 441U + 882U);
        engine.resume();
        events.wait_for<PlayEnded>(PlayId(1));
    }
    EXPECT_EQ(tap.frames(), 100'000U) << "no frame is lost or played twice by a pause";
    // No step between two samples is larger than the fade's, 0.5 / 882.
    const auto heard = left();
    for (std::size_t i = 1; i < heard.size(); ++i) {
        ASSERT_LT(std::abs(heard[i] - heard[i - 1]), 0.5 / 880) << i;
    }
}

TEST_F(EngineTest, SkippingStartsTheOtherTrackAtItsFirstSampleWhileTheOldOneFadesOut) {
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 100'000));
    const std::string b = write_wav(folder / "b.wav", constant(0.25, -0.25, 10'000));
    tap.hold_at(20'000);
    {
        Engine engine(options(), events.listener());
        engine.set_sound(with_fades(20));
        engine.play({PlayId(1), a, {}});
        engine.set_next(TrackSource{PlayId(2), b, {}});
        tap.wait_until_held();
        engine.play({PlayId(2), b, {}});
        tap.let_go();
        events.wait_for<PlayEnded>(PlayId(2));
    }
    const PlayEnded skipped = events.wait_for<PlayEnded>(PlayId(1));
    EXPECT_FALSE(skipped.at_end);
    EXPECT_EQ(events.frames_of(PlayId(2)), 10'000);
    // Both sounded at once for 20 ms at most, less where the new one was still being opened.
    const std::int64_t both = events.frames_of(PlayId(1)) + 10'000 - static_cast<std::int64_t>(tap.frames());
    EXPECT_GE(both, 0);
    EXPECT_LE(both, 882);
}

TEST_F(EngineTest, StoppingTellsTheEndAndPlayingAgainWorks) {
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 100'000));
    Engine engine(options(), events.listener());
    play_until(20'000, engine, a);
    engine.stop();
    tap.let_go();
    EXPECT_FALSE(events.wait_for<PlayEnded>(PlayId(1)).at_end);
    engine.play({PlayId(2), a, {}});
    EXPECT_TRUE(events.wait_for<PlayEnded>(PlayId(2)).at_end);
    EXPECT_EQ(events.frames_of(PlayId(2)), 100'000);
}

TEST_F(EngineTest, DoesNotPlayWhatItHasGoneThroughByItselfBeforeItWasAskedTo) {
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 10'000));
    Engine engine(options(), events.listener());
    tap.hold_at(1);
    engine.play({PlayId(1), file, {}});
    tap.wait_until_held();
    engine.set_next(TrackSource{PlayId(2), file, {}});
    tap.let_go();
    EXPECT_TRUE(events.wait_for<PlayEnded>(PlayId(2)).at_end);
    // As the one who clicks knows it the first is still on.
    engine.play({PlayId(2), file, {}});
    engine.play({PlayId(3), file, {}});
    events.wait_for<PlayEnded>(PlayId(3));
    EXPECT_EQ(events.count<PlayEnded>(), 3) << "the second did not begin again";
    EXPECT_EQ(events.frames_of(PlayId(2)), 10'000);
}

TEST_F(EngineTest, TellsTheEndOfADroppedFollowerAtOnceThoughTheSinkTakesNothing) {
    const std::string file = write_wav(folder / "a.wav", constant(0.5, 0.25, 100'000));
    Engine engine(options(), events.listener());
    tap.hold_at(1000);
    engine.play({PlayId(1), file, {}});
    tap.wait_until_held();
    engine.set_next(TrackSource{PlayId(2), file, {}});
    engine.set_next(TrackSource{PlayId(3), file, {}});
    EXPECT_FALSE(events.wait_for<PlayEnded>(PlayId(2)).at_end);
    EXPECT_EQ(events.count<PlayEnded>(), 1);
    tap.let_go();
}

TEST_F(EngineTest, ADeviceThatGoesWhileAStopFadesOutTellsTheEndAllTheSame) {
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 400'000));
    Engine engine(options(), events.listener());
    play_until(20'000, engine, a);
    engine.stop(Milliseconds(2000));
    tap.lose_device();
    tap.let_go();
    EXPECT_FALSE(events.wait_for<PlayEnded>(PlayId(1)).at_end);
}

TEST_F(EngineTest, CanBeDestroyedWhilePausedPlayingOrOpening) {
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 400'000));
    { const Engine idle(options(), events.listener()); }
    {
        Engine opening(options(), events.listener());
        opening.play({PlayId(1), a, {}});
        opening.set_next(TrackSource{PlayId(2), a, {}});
    }
    {
        Engine paused(options(), events.listener());
        paused.play({PlayId(3), a, {}});
        events.wait_for<FramesRendered>(PlayId(3));
        paused.pause();
    }
    EXPECT_EQ(events.count<PlayFailed>(), 0);
}

TEST_F(EngineTest, AStopFadesForAsLongAsItIsAskedTo) {
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 400'000));
    Engine engine(options(), events.listener());
    play_until(20'000, engine, a);
    engine.stop(Milliseconds(1000));
    tap.let_go();
    EXPECT_FALSE(events.wait_for<PlayEnded>(PlayId(1)).at_end);
    const auto heard = left();
    EXPECT_GE(heard.size(), 20'000U + 44'100U);
    EXPECT_EQ(heard.back(), 0.0);
    for (std::size_t i = 1; i < heard.size(); ++i) {
        ASSERT_LT(std::abs(heard[i] - heard[i - 1]), 0.5 / 44'000) << i;
    }
}

TEST_F(EngineTest, CrossfadesIntoTheNextTrackAndCountsBoth) {
    const std::string a = write_wav(folder / "a.wav", constant(0.4, 0.2, 88'200));
    const std::string b = write_wav(folder / "b.wav", constant(0.4, -0.2, 88'200));
    Engine engine(options(), events.listener());
    play_until(1000, engine, a);
    TrackSource next{PlayId(2), b, {}};
    next.crossfade = Milliseconds(1000);
    engine.set_next(next);
    tap.let_go();
    EXPECT_EQ(events.wait_for<PlayEnded>(PlayId(1)).followed_by, PlayId(2));
    events.wait_for<PlayEnded>(PlayId(2));
    EXPECT_EQ(events.frames_of(PlayId(1)), 88'200);
    EXPECT_EQ(events.frames_of(PlayId(2)), 88'200);
    // At maximum speed the next file may be open too late for the whole second.
    EXPECT_GE(tap.frames(), 3 * 44'100U);
    EXPECT_LE(tap.frames(), 4 * 44'100U);
    const auto heard = left();
    EXPECT_LE(*std::max_element(heard.begin(), heard.end()), 0.4 * std::sqrt(2.0) + 1e-3);
}

TEST_F(EngineTest, WithAFlatEqualiserTheSoundIsUntouchedAndABoostIsHeldBelowFullScale) {
    const std::string quiet = write_wav(folder / "a.wav", sine(947.0, 0.1, 0, 44'100));
    const std::string loud = write_wav(folder / "b.wav", sine(947.0, 0.9, 0, 44'100));
    PlaybackSettings settings;
    settings.equaliser.enabled = true;
    {
        Engine engine(options(), events.listener());
        engine.set_sound(settings);
        engine.play({PlayId(1), quiet, {}});
        events.wait_for<PlayEnded>(PlayId(1));
        const auto flat = left();
        EXPECT_NEAR(*std::max_element(flat.begin(), flat.end()), 0.1, 1e-4);
        settings.equaliser.gain_db.fill(6.0);
        engine.stop();
        engine.set_sound(settings);
        engine.play({PlayId(2), quiet, {}});
        events.wait_for<PlayEnded>(PlayId(2));
        engine.play({PlayId(3), loud, {}});
        events.wait_for<PlayEnded>(PlayId(3));
    }
    const auto heard = left();
    ASSERT_EQ(heard.size(), 3 * 44'100U);
    const auto loudest = [&](std::size_t from) {
        return *std::max_element(heard.begin() + static_cast<std::ptrdiff_t>(from),
                                 heard.begin() + static_cast<std::ptrdiff_t>(from + 20'000));
    };
    // Neighbouring bands overlap: 6 dB in each are somewhat more in sum.
    EXPECT_GT(loudest(44'100 + 22'050), 0.18);
    EXPECT_LT(loudest(44'100 + 22'050), 0.5);
    EXPECT_GT(loudest(2 * 44'100 + 22'050), 0.95);
    EXPECT_LE(*std::max_element(heard.begin(), heard.end()), 1.0);
}

TEST_F(EngineTest, VolumeIsPerceivedAndMuteIsSilent) {
    EXPECT_DOUBLE_EQ(amplitude_of(1.0), 1.0);
    EXPECT_DOUBLE_EQ(amplitude_of(0.5), 0.125);
    EXPECT_DOUBLE_EQ(amplitude_of(0.0), 0.0);
    EXPECT_DOUBLE_EQ(amplitude_of(7.0), 1.0);
    EXPECT_DOUBLE_EQ(amplitude_of(std::nan("")), 0.0);
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.5, 3000));
    {
        Engine engine(options(), events.listener());
        engine.set_volume(0.5, false);
        engine.play({PlayId(1), a, {}});
        events.wait_for<PlayEnded>(PlayId(1));
        engine.set_volume(0.5, true);
        engine.play({PlayId(2), a, {}});
        events.wait_for<PlayEnded>(PlayId(2));
    }
    const auto heard = left();
    ASSERT_EQ(heard.size(), 6000U);
    EXPECT_NEAR(heard[1000], 0.5 * 0.125, 1e-4);
    EXPECT_EQ(heard[5999], 0.0);
    // It slides there: no step is larger than that of a slide over 30 ms.
    for (std::size_t i = 1; i < heard.size(); ++i) {
        ASSERT_LT(std::abs(heard[i] - heard[i - 1]), 0.5 * 0.125 / 1000) << i;
    }
}

TEST_F(EngineTest, KeepsTheTimeOfTheClockOnARealTimeSink) {
    EngineOptions o = options();
    o.sink.speed = AudioSinkOptions::Speed::realtime;
    const std::string a = write_wav(folder / "a.wav", constant(0.5, 0.25, 22'050));
    const auto begin = std::chrono::steady_clock::now();
    Engine engine(std::move(o), events.listener());
    engine.play({PlayId(1), a, {}});
    events.wait_for<PlayEnded>(PlayId(1));
    // Half a second of music; the last block is taken when it begins.
    EXPECT_GT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(450));
    EXPECT_EQ(tap.frames(), 22'050U);
}

}  // namespace
}  // namespace refrain
