// What a training holds out for its trial, and what is written down of trials.
#include "recommender/training/trial.h"

#include "recommender/training/verdict_log.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using std::chrono::hours;

const UtcTime begin = utc_from_ms(1'700'000'000'000);

/// `count` listens of one track, one every `apart`.
History history_of(int count, hours apart) {
    History history;
    Track track;
    track.id = TrackId(1);
    history.tracks.push_back(track);
    for (int i = 0; i < count; ++i) {
        Listen listen;
        listen.track = TrackId(1);
        listen.started_at = begin + i * apart;
        listen.end_reason = EndReason::finished;
        history.listens.push_back(listen);
    }
    return history;
}

int held_out(const History& history, const HeldOutPart& part) {
    return static_cast<int>(static_cast<double>(history.listens.size()) * part.share);
}

TEST(ChooseHeldOut, TakesTheLastFourteenDaysWhereNoModelServes) {
    const History history = history_of(1000, hours(3));  // 8 a day, 125 days
    const HeldOutPart part = choose_held_out(history, {});
    EXPECT_EQ(held_out(history, part), 112);
    EXPECT_EQ(part.since, begin + 888 * hours(3));
}

TEST(ChooseHeldOut, TakesWhatCameAfterTheModelInServiceHadLearnt) {
    const History history = history_of(1000, hours(3));
    const HeldOutPart part = choose_held_out(history, begin + 894 * hours(3));
    EXPECT_EQ(held_out(history, part), 105);
    EXPECT_EQ(part.since, begin + 895 * hours(3));
}

TEST(ChooseHeldOut, HoldsAHundredOutToStopByButTriesOnlyWhatNeitherHasSeen) {
    const History history = history_of(5000, hours(3));
    const UtcTime learnt = begin + 4979 * hours(3);
    const HeldOutPart part = choose_held_out(history, learnt);
    EXPECT_EQ(held_out(history, part), 100);
    EXPECT_GT(part.since, learnt);
    EXPECT_LT(part.since, begin + 4980 * hours(3));
}

TEST(ChooseHeldOut, OfAShortHistoryATenthAtLeastAndThreeTenthsAtMost) {
    const History quick = history_of(200, hours(1));  // all within 14 days
    EXPECT_EQ(held_out(quick, choose_held_out(quick, {})), 60);
    const History slow = history_of(200, hours(24 * 7));
    EXPECT_EQ(held_out(slow, choose_held_out(slow, {})), 20);
}

TEST(ChooseHeldOut, NoListensAreNoTrial) {
    const HeldOutPart part = choose_held_out({}, {});
    EXPECT_GT(part.share, 0.0);
    EXPECT_LT(part.share, 1.0);
}

TEST(VerdictLog, KeepsTheNewestAndOneLineEach) {
    const test::TemporaryFolder folder;
    for (int i = 0; i < 250; ++i) {
        ASSERT_TRUE(append_verdict(folder.path(), {{"at", i}, {"words", "two\nlines"}}).ok());
    }
    std::ifstream in(folder.path() / verdicts_file);
    std::vector<int> seen;
    for (std::string line; std::getline(in, line);) {
        seen.push_back(nlohmann::json::parse(line)["at"].get<int>());
    }
    ASSERT_EQ(seen.size(), most_verdicts);
    EXPECT_EQ(seen.front(), 50);
    EXPECT_EQ(seen.back(), 249);
}

TEST(VerdictLog, ALogCutOffInTheMiddleOfALineGoesOn) {
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() / verdicts_file) << "{\"at\":1}\n{\"at\":2";
    ASSERT_TRUE(append_verdict(folder.path(), {{"at", 3}}).ok());
    std::ifstream in(folder.path() / verdicts_file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    EXPECT_EQ(lines, (std::vector<std::string>{"{\"at\":1}", "{\"at\":2", "{\"at\":3}"}));
}

}  // namespace
}  // namespace refrain
