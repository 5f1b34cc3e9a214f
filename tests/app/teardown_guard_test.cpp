// A program that has ended ends, whatever it is held up by.
#include "app/teardown_guard.h"

#include <cstdlib>
#include <future>

#include <gtest/gtest.h>

namespace refrain::app {
namespace {

TEST(TeardownGuardDeathTest, EndsAProgramThatIsHeldUpWithTheCodeItWasToEndWith) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(
        {
            TeardownGuard guard(std::chrono::milliseconds(50));
            guard.begin(7);
            std::promise<void> never;
            never.get_future().wait();
        },
        testing::ExitedWithCode(7), "");
}

TEST(TeardownGuardDeathTest, LetsAProgramGoOnThatIsTakenApartInTime) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(
        {
            {
                TeardownGuard guard(std::chrono::hours(1));
                guard.begin(7);
            }
            { const TeardownGuard never_begun; }
            std::_Exit(3);
        },
        testing::ExitedWithCode(3), "");
}

}  // namespace
}  // namespace refrain::app
