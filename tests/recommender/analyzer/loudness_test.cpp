// How loud signals are whose loudness is known: those of EBU Tech 3341 (table 1), and libebur128's own word
// on several pieces together.
#include "recommender/content/analyzer/gating_blocks.h"
#include "recommender/content/analyzer/loudness_meter.h"
#include "recommender/content/analyzer_protocol.h"

#include <cmath>
#include <ebur128.h>
#include <limits>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain::analysis {
namespace {

constexpr int rate = 48'000;
const std::vector<Speaker> stereo{Speaker::front, Speaker::front};

struct Tone {
    double seconds = 0.0;
    /// Peak of the sine in each channel, dB to full scale.
    std::vector<double> levels;
};

/// A sine of 1000 Hz.
std::vector<float> samples_of(const Tone& tone) {
    const auto frames = static_cast<std::size_t>(tone.seconds * rate);
    std::vector<float> samples;
    samples.reserve(frames * tone.levels.size());
    for (std::size_t i = 0; i < frames; ++i) {
        const double sine = std::sin(2.0 * std::numbers::pi * 1000.0 * static_cast<double>(i) / rate);
        for (const double level : tone.levels) {
            samples.push_back(static_cast<float>(std::pow(10.0, level / 20.0) * sine));
        }
    }
    return samples;
}

MeasuredLoudness measure(const std::vector<Tone>& tones, const std::vector<Speaker>& speakers = stereo) {
    LoudnessMeter meter;
    for (const auto& tone : tones) {
        const auto samples = samples_of(tone);
        // In pieces of any size, as decoders hand them over.
        const std::size_t piece = 1237 * speakers.size();
        for (std::size_t at = 0; at < samples.size(); at += piece) {
            EXPECT_TRUE(
                meter.add({{samples.data() + at, std::min(piece, samples.size() - at)}, rate, speakers}));
        }
    }
    return meter.result();
}

TEST(Loudness, IsThatOfTheTestSignalsOfTheEbu) {
    const auto lufs = [](const std::vector<Tone>& tones) { return measure(tones).integrated.value(); };
    constexpr double tolerance = 0.1;
    EXPECT_NEAR(lufs({{20, {-23, -23}}}), -23.0, tolerance) << "1";
    EXPECT_NEAR(lufs({{20, {-33, -33}}}), -33.0, tolerance) << "2";
    EXPECT_NEAR(lufs({{10, {-36, -36}}, {60, {-23, -23}}, {10, {-36, -36}}}), -23.0, tolerance) << "3";
    EXPECT_NEAR(
        lufs({{10, {-72, -72}}, {10, {-36, -36}}, {60, {-23, -23}}, {10, {-36, -36}}, {10, {-72, -72}}}),
        -23.0, tolerance)
        << "4";
    EXPECT_NEAR(lufs({{20, {-26, -26}}, {20.1, {-20, -20}}, {20, {-26, -26}}}), -23.0, tolerance) << "5";
}

TEST(Loudness, WeighsTheChannelsBySpeaker) {
    // 6 of EBU Tech 3341: left, right, centre, left and right surround; bass beside them counts nothing.
    const std::vector<Speaker> five{Speaker::front, Speaker::front,    Speaker::front,
                                    Speaker::bass,  Speaker::surround, Speaker::surround};
    EXPECT_NEAR(measure({{20, {-28, -28, -24, -3, -30, -30}}}, five).integrated.value(), -23.0, 0.1);
}

TEST(Loudness, ThePeakIsTheHighestSampleOfAllChannels) {
    // 48 samples a turn: one of them is at the top of the sine.
    EXPECT_NEAR(measure({{1, {-20, -6}}, {1, {-30, -30}}}).peak, std::pow(10.0, -6.0 / 20.0), 1e-4);
}

TEST(Loudness, OfSilenceIsUnknownAndItsPeakZero) {
    LoudnessMeter meter;
    const std::vector<float> zeros(rate * 4, 0.0F);
    ASSERT_TRUE(meter.add({zeros, rate, stereo}));
    EXPECT_FALSE(meter.result().integrated);
    EXPECT_EQ(meter.result().peak, 0.0);
    EXPECT_FALSE(LoudnessMeter().result().integrated) << "nothing at all";
}

TEST(Loudness, RateAndChannelsMayChangeOnTheWay) {
    LoudnessMeter meter;
    const auto two = samples_of({20, {-23, -23}});
    const auto one = samples_of({20, {-20}});
    const std::vector<Speaker> mono{Speaker::front};
    ASSERT_TRUE(meter.add({two, rate, stereo}));
    ASSERT_TRUE(meter.add({one, rate, mono}));
    // One channel at -20 has the power of two at -23.
    EXPECT_NEAR(meter.result().integrated.value(), -23.0, 0.1);
    EXPECT_NEAR(meter.result().peak, 0.1, 1e-4);
}

TEST(Loudness, ASampleThatIsNoNumberSpoilsNoMoreThanItsBlocks) {
    auto samples = samples_of({20, {-23, -23}});
    samples[rate] = std::numeric_limits<float>::quiet_NaN();
    samples[3 * rate] = std::numeric_limits<float>::infinity();
    LoudnessMeter meter;
    ASSERT_TRUE(meter.add({samples, rate, stereo}));
    EXPECT_NEAR(meter.result().integrated.value(), -23.0, 0.1);
    EXPECT_TRUE(std::isfinite(meter.result().peak));
}

// --- blocks

TEST(GatingBlocks, TheQuietPartsAreLeftOutByTheGates) {
    GatingBlocks blocks;
    EXPECT_FALSE(blocks.integrated());
    for (int i = 0; i < 100; ++i) {
        blocks.add(-20.0);
    }
    EXPECT_NEAR(blocks.integrated().value(), -20.0, 1e-6);
    for (int i = 0; i < 400; ++i) {
        blocks.add(-71.0);
        blocks.add(-HUGE_VAL);
        blocks.add(std::numeric_limits<double>::quiet_NaN());
    }
    EXPECT_EQ(blocks.count(), 100u);
    // The mean of both is 10 log10((0.01 + 1e-4) / 2) = -22.97 LUFS: -40 lies below its gate at -32.97.
    for (int i = 0; i < 100; ++i) {
        blocks.add(-40.0);
    }
    EXPECT_NEAR(blocks.integrated().value(), -20.0, 1e-6);
    // -30 lies above that gate: 10 log10((0.01 + 0.001) / 2).
    for (int i = 0; i < 100; ++i) {
        blocks.add(-30.0);
    }
    EXPECT_NEAR(blocks.integrated().value(), -22.596, 0.01);
}

TEST(GatingBlocks, LevelsBeyondAllMusicAreCountedAsTheLoudest) {
    GatingBlocks blocks;
    blocks.add(200.0);
    blocks.add(HUGE_VAL);
    EXPECT_EQ(blocks.count(), 2u);
    EXPECT_TRUE(std::isfinite(blocks.integrated().value()));
}

RC_GTEST_PROP(GatingBlocksProperty, AreTheSameAfterTheyWereStored, ()) {
    GatingBlocks blocks;
    for (const int tenth : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-800, 300))) {
        blocks.add(tenth / 10.0);
    }
    const auto again = GatingBlocks::from_bytes(blocks.to_bytes());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == blocks);
}

RC_GTEST_PROP(GatingBlocksProperty, ForeignBytesAreBlocksOrNothing, (const std::string& bytes)) {
    if (const auto read = GatingBlocks::from_bytes(bytes)) {
        RC_ASSERT(read->integrated().has_value() == (read->count() > 0));
        if (const auto integrated = read->integrated()) {
            RC_ASSERT(std::isfinite(*integrated));
        }
    }
}

// --- albums

struct Destroy {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

TEST(AlbumLoudness, OfTheKeptBlocksIsWhatLibebur128MakesOfAllTracksTogether) {
    double furthest = 0.0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        std::normal_distribution<float> noise;
        std::uniform_real_distribution<double> level(-55.0, -8.0);
        GatingBlocks album;
        std::vector<std::unique_ptr<ebur128_state, Destroy>> states;
        std::vector<ebur128_state*> all;
        for (int track = 0; track < 6; ++track) {
            LoudnessMeter meter;
            states.emplace_back(ebur128_init(2, rate, EBUR128_MODE_I));
            all.push_back(states.back().get());
            // Passages of different loudness, so that the gates have something to do.
            for (int passage = 0; passage < 5; ++passage) {
                const auto amplitude = static_cast<float>(std::pow(10.0, level(random) / 20.0));
                std::vector<float> samples(2 * rate * 2);
                for (auto& sample : samples) {
                    sample = amplitude * noise(random);
                }
                ASSERT_TRUE(meter.add({samples, rate, stereo}));
                ASSERT_EQ(ebur128_add_frames_float(all.back(), samples.data(), samples.size() / 2),
                          EBUR128_SUCCESS);
            }
            double alone = 0.0;
            ASSERT_EQ(ebur128_loudness_global(all.back(), &alone), EBUR128_SUCCESS);
            EXPECT_NEAR(meter.result().integrated.value(), alone, 0.001);
            // As they come back from the database.
            album.add(GatingBlocks::from_bytes(meter.result().blocks.to_bytes()).value());
        }
        double together = 0.0;
        ASSERT_EQ(ebur128_loudness_global_multiple(all.data(), all.size(), &together), EBUR128_SUCCESS);
        furthest = std::max(furthest, std::abs(album.integrated().value() - together));
    }
    RecordProperty("furthest_lu", std::to_string(furthest));
    EXPECT_LT(furthest, 0.03);
}

// --- protocol

TEST(AnalyzerProtocol, ALineReadsAsWhatWasWritten) {
    const AnalyzerReport report{
        AnalyzerReport::Phase::loudness, 3, 10, 1, 1.5, 3.5, "/a \"b\".mp3", "broken"};
    const auto read = parse_analyzer_line(to_line(report)).value();
    EXPECT_EQ(read.phase, AnalyzerReport::Phase::loudness);
    EXPECT_EQ(read.done, 3u);
    EXPECT_EQ(read.total, 10u);
    EXPECT_EQ(read.failed, 1u);
    EXPECT_DOUBLE_EQ(read.eta_seconds, 3.5);
    EXPECT_EQ(read.path, "/a \"b\".mp3");
    EXPECT_EQ(read.failure, "broken");
}

TEST(AnalyzerProtocol, OtherLinesAreNothing) {
    for (const char* line :
         {"", "x", "[]", "{}", R"({"phase":"dance"})", R"({"phase":1})", "{\"phase\":\"done\""}) {
        EXPECT_FALSE(parse_analyzer_line(line)) << line;
    }
    EXPECT_EQ(parse_analyzer_line(R"({"phase":"done","done":-1,"total":"x"})")->done, 0u);
}

TEST(AnalyzerProtocol, FilesThatLookLikeOptionsStandBehindTwoDashes) {
    EXPECT_THAT(write_gains_arguments("l.db", {"--help"}),
                ::testing::ElementsAre("write-gains", "--database", "l.db", "--", "--help"));
    EXPECT_THAT(loudness_arguments("l.db", 5),
                ::testing::ElementsAre("loudness", "--database", "l.db", "--limit", "5"));
}

}  // namespace
}  // namespace refrain::analysis
