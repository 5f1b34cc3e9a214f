// How long a scan will still take: by hand, from rates that can be worked out on paper.
#include "library_scanner/scan/scan_estimate.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace std::chrono_literals;

TEST(ScanEstimate, OfAKnownLibraryIsWhatIsLeftAtThePaceSoFar) {
    // 1,000 files a second seen, half of them to be read, all of those read at once: 5,000 are left.
    EXPECT_EQ(time_left({5s, 10'000, 5'000, 2'500, 2'500, false}), 5s);
    // The readers are behind: 100 a second, of 5,000 in all.
    EXPECT_EQ(time_left({5s, 10'000, 5'000, 2'500, 500, false}), 45s);
}

TEST(ScanEstimate, BehindTheWalkOnlyTheReadingCounts) {
    EXPECT_EQ(time_left({10s, 0, 8'000, 8'000, 2'000, true}), 30s);
    EXPECT_EQ(time_left({10s, 50'000, 8'000, 8'000, 8'000, true}), 0s);
    EXPECT_EQ(time_left({10s, 50'000, 8'000, 0, 0, true}), 0s) << "nothing to read";
}

TEST(ScanEstimate, SaysNothingWhereItKnowsNothing) {
    EXPECT_EQ(time_left({1999ms, 10'000, 5'000, 10, 10, false}), std::nullopt) << "too early";
    EXPECT_EQ(time_left({5s, 0, 5'000, 5'000, 1'000, false}), std::nullopt) << "a new folder is still walked";
    EXPECT_EQ(time_left({5s, 4'000, 5'000, 10, 10, false}), std::nullopt) << "more than was known";
    EXPECT_EQ(time_left({5s, 10'000, 0, 0, 0, false}), std::nullopt);
    EXPECT_EQ(time_left({5s, 0, 5'000, 5'000, 0, true}), std::nullopt) << "no file was read yet";
}

}  // namespace
}  // namespace refrain
