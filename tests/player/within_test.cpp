// Patience with work that may hang has an end, and what it gives late is not lost.
#include "player/engine/output/within.h"

#include <future>
#include <memory>

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(Within, GivesTheAnswerThatComesInTime) {
    const auto answer = within(
        std::chrono::minutes(5), [] { return 42; }, [](int) { ADD_FAILURE() << "it was not late"; });
    EXPECT_EQ(answer, 42);
}

TEST(Within, LeavesWorkThatHangsToItselfAndHandsOverWhatItGivesLate) {
    std::promise<void> hanging;
    auto go_on = std::make_shared<std::shared_future<void>>(hanging.get_future());
    auto late = std::make_shared<std::promise<int>>();
    auto given = late->get_future();
    const auto answer = within(
        std::chrono::milliseconds(1),
        [go_on] {
            go_on->wait();
            return 42;
        },
        [late](int value) { late->set_value(value); });
    EXPECT_FALSE(answer);
    hanging.set_value();
    EXPECT_EQ(given.get(), 42);
}

}  // namespace
}  // namespace refrain
