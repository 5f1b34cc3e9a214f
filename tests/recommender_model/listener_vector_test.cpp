// A listener's vector that goes along with the listens is the one of the whole window, made anew.
#include "recommender/retrieval/listener_vector.h"

#include "recommender/retrieval/generation_store.h"
#include "tests/recommender_model/support/made_generation.h"
#include "tests/support/temporary_folder.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

std::shared_ptr<const ModelGeneration> generation(const EncoderConfig& config) {
    const test::TemporaryFolder folder;
    const std::string name = "20260102T030405Z-006-c";
    const auto written = write_generation(folder.path(), name, test::made_content(config, 40));
    EXPECT_TRUE(written.ok()) << (written ? "" : written.error().text());
    return ModelGeneration::load(folder.path() / name).value();
}

EncoderConfig with_window(int longest) {
    EncoderConfig config = test::small_config();
    config.max_length = longest;
    return config;
}

/// Tracks 1 to 40, some twice, some unknown (41 and up), some skipped, some with no rate.
std::vector<EncoderStep> listens(std::size_t count) {
    std::vector<EncoderStep> steps;
    for (std::size_t i = 0; i < count; ++i) {
        EncoderStep step{TrackId(static_cast<std::int64_t>(1 + i * 17 % 44)), std::nullopt,
                         i % 3 == 0 ? Intent::guess : Intent::album};
        if (i % 5 != 0) {
            step.rate = PlayRate(static_cast<double>(i * 7 % 11) / 10.0);
        }
        steps.push_back(step);
    }
    return steps;
}

void expect_near(const std::vector<float>& got, const std::vector<float>& wanted, std::size_t after) {
    ASSERT_EQ(got.size(), wanted.size()) << "after " << after;
    for (std::size_t i = 0; i < got.size(); ++i) {
        EXPECT_NEAR(got[i], wanted[i], 1e-5) << "after " << after;
    }
}

/// Step after step, beside encode() of the window alone.
void expect_to_go_along(const EncoderConfig& config) {
    const auto model = generation(config);
    const auto longest = static_cast<std::size_t>(config.max_length);
    ListenerVector along(model, {}, {});
    EXPECT_TRUE(along.vector().empty());
    std::vector<EncoderStep> taken;
    std::size_t count = 0;
    for (const EncoderStep& step : listens(60)) {
        along.append(step, {});
        ++count;
        if (model->takes(step, {})) {
            taken.push_back(step);
        }
        const auto from = static_cast<std::ptrdiff_t>(window_start(taken.size(), longest));
        expect_near(along.vector(), model->encode({taken.begin() + from, taken.end()}, {}), count);
    }
}

TEST(ListenerVector, GoesAlongInEveryMode) {
    for (const auto feedback : {FeedbackMode::none, FeedbackMode::literal, FeedbackMode::soft_bins}) {
        for (const auto fusion : {FeedbackFusion::additive, FeedbackFusion::signed_gate}) {
            for (const bool shared : {false, true}) {
                EncoderConfig config = with_window(12);
                config.feedback = feedback;
                config.fusion = fusion;
                config.shared_layers = shared;
                expect_to_go_along(config);
            }
        }
    }
}

TEST(ListenerVector, GoesAlongWherePlacesAreCountedFromTheEnd) {
    EncoderConfig config = with_window(12);
    config.layout = EncoderLayout::sasrec;
    config.embedding = config.hidden;
    config.feed_forward = config.hidden;
    config.feedback = FeedbackMode::none;
    config.tag_buckets = 0;
    expect_to_go_along(config);
}

TEST(ListenerVector, GoesAlongInAWindowOfOneToFive) {
    for (const int longest : {1, 2, 3, 4, 5}) {
        expect_to_go_along(with_window(longest));
    }
}

TEST(ListenerVector, IsTheSameAfterARestart) {
    const auto model = generation(with_window(12));
    const auto steps = listens(60);
    ListenerVector along(model, {}, {});
    for (std::size_t count = 1; count <= steps.size(); ++count) {
        along.append(steps[count - 1], {});
        expect_near(along.vector(), ListenerVector(model, std::span(steps).first(count), {}).vector(), count);
    }
}

TEST(ListenerVector, SeesThreeQuartersOfTheWindowAtLeastAndNeverMoreThanAll) {
    for (const std::size_t longest : {1U, 3U, 4U, 50U, 200U}) {
        std::size_t moves = 0;
        for (std::size_t count = 1; count <= 5 * longest; ++count) {
            const std::size_t seen = count - window_start(count, longest);
            EXPECT_LE(seen, longest);
            EXPECT_GT(seen, count < longest ? count - 1 : longest - std::max<std::size_t>(longest / 4, 1));
            moves += window_start(count, longest) != window_start(count - 1, longest);
        }
        EXPECT_LE(moves, 4 * longest / std::max<std::size_t>(longest / 4, 1) + 1) << longest;
    }
}

}  // namespace
}  // namespace refrain
