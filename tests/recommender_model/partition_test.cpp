// How the rows of a table are dealt to processes, which rows travel for a step, and what the environment
// says.
#include "recommender/model/parallel/partition.h"

#include "recommender/model/parallel/environment.h"
#include "recommender/model/parallel/exchange_plan.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using Rows = std::vector<std::int64_t>;

TEST(Partition, GivesEachRowOneOwnerAndOnePlaceThere) {
    for (const int processes : {1, 2, 3, 7}) {
        const Partition partition{processes};
        constexpr std::int64_t rows = 20;
        std::set<std::pair<int, std::int64_t>> taken;
        std::vector<std::int64_t> counts(static_cast<std::size_t>(processes), 0);
        for (std::int64_t row = 0; row < rows; ++row) {
            const int owner = partition.owner(row);
            const std::int64_t place = partition.place(row);
            EXPECT_TRUE(taken.emplace(owner, place).second);
            EXPECT_EQ(partition.row(owner, place), row);
            EXPECT_EQ(place, counts[static_cast<std::size_t>(owner)]++) << "places have no gaps";
        }
        for (int p = 0; p < processes; ++p) {
            EXPECT_EQ(partition.owned(p, rows), counts[static_cast<std::size_t>(p)]);
        }
        EXPECT_EQ(partition.most_owned(rows), *std::max_element(counts.begin(), counts.end()));
    }
}

TEST(Partition, OfFewerRowsThanProcessesLeavesSomeWithNone) {
    EXPECT_EQ((Partition{4}.owned(1, 2)), 1);
    EXPECT_EQ((Partition{4}.owned(2, 2)), 0);
    EXPECT_EQ((Partition{4}.owned(3, 2)), 0);
}

TEST(Shares, FollowEachOtherAndDifferByOneAtMost) {
    EXPECT_EQ(share_of(8, 0, 3), (Stretch{0, 2}));
    EXPECT_EQ(share_of(8, 1, 3), (Stretch{2, 5}));
    EXPECT_EQ(share_of(8, 2, 3), (Stretch{5, 8}));
    EXPECT_EQ(share_of(2, 1, 3).size() + share_of(2, 0, 3).size() + share_of(2, 2, 3).size(), 2);
}

TEST(ExchangePlans, SayWhatTwoProcessesSendEachOther) {
    // Process 0 has the rows 0, 2, 4 (places 0, 1, 2), process 1 has 1, 3, 5.
    const std::vector<Rows> needed{{5, 2, 1}, {2, 3}};
    const ExchangePlan first = plan_exchange(needed, 0);
    EXPECT_EQ(first.received, (Rows{1, 2})) << "2 from itself; 5 and 1 from the other";
    EXPECT_EQ(first.arrival, (Rows{1, 0, 2})) << "2 arrives first, then 5, then 1";
    EXPECT_EQ(first.sent, (Rows{1, 1})) << "2 to both";
    EXPECT_EQ(first.sent_places, (Rows{1, 1}));
    EXPECT_EQ(first.places, (Rows{1}));
    EXPECT_EQ(first.slots, (Rows{0, 0}));
    const ExchangePlan second = plan_exchange(needed, 1);
    EXPECT_EQ(second.received, (Rows{1, 1}));
    EXPECT_EQ(second.arrival, (Rows{0, 1}));
    EXPECT_EQ(second.sent, (Rows{2, 1}));
    EXPECT_EQ(second.sent_places, (Rows{2, 0, 1}));
    EXPECT_EQ(second.places, (Rows{0, 1, 2}));
    EXPECT_EQ(second.slots, (Rows{2, 0, 1}));
}

/// What MPI calls all-to-all, on lists: buffers[p] in the order of its receivers, counts[p] how many for
/// each.
std::vector<Rows> exchanged(const std::vector<Rows>& buffers, const std::vector<Rows>& counts) {
    std::vector<Rows> out(buffers.size());
    for (std::size_t p = 0; p < buffers.size(); ++p) {
        auto next = buffers[p].begin();
        for (std::size_t to = 0; to < buffers.size(); ++to) {
            out[to].insert(out[to].end(), next, next + counts[p][to]);
            next += counts[p][to];
        }
    }
    return out;
}

RC_GTEST_PROP(ExchangePlans, BringEveryRowThatIsNeededAndItsGradientBack, ()) {
    const auto processes = *rc::gen::inRange<std::size_t>(1, 5);
    std::vector<Rows> needed;
    for (std::size_t p = 0; p < processes; ++p) {
        needed.push_back(*rc::gen::unique<Rows>(rc::gen::inRange<std::int64_t>(0, 30)));
    }
    const Partition partition{static_cast<int>(processes)};
    std::vector<ExchangePlan> plans;
    std::vector<Rows> going;
    std::vector<Rows> sent;
    for (std::size_t p = 0; p < processes; ++p) {
        plans.push_back(plan_exchange(needed, static_cast<int>(p)));
        Rows rows;
        for (const auto place : plans[p].sent_places) {
            rows.push_back(partition.row(static_cast<int>(p), place));  // a row's value is its number
        }
        going.push_back(rows);
        sent.push_back(plans[p].sent);
    }
    const auto come = exchanged(going, sent);
    std::vector<Rows> back(processes);
    std::vector<Rows> received;
    for (std::size_t p = 0; p < processes; ++p) {
        RC_ASSERT(come[p].size() == needed[p].size());
        back[p].resize(needed[p].size());
        for (std::size_t i = 0; i < needed[p].size(); ++i) {
            RC_ASSERT(come[p][static_cast<std::size_t>(plans[p].arrival[i])] == needed[p][i]);
            back[p][static_cast<std::size_t>(plans[p].arrival[i])] = 1;  // its gradient is 1
        }
        received.push_back(plans[p].received);
    }
    const auto home = exchanged(back, received);
    std::map<std::int64_t, std::int64_t> sums;
    for (std::size_t p = 0; p < processes; ++p) {
        RC_ASSERT(home[p].size() == plans[p].slots.size());
        for (std::size_t i = 0; i < home[p].size(); ++i) {
            const auto place = plans[p].places[static_cast<std::size_t>(plans[p].slots[i])];
            sums[partition.row(static_cast<int>(p), place)] += home[p][i];
        }
    }
    std::map<std::int64_t, std::int64_t> expected;
    for (const auto& rows : needed) {
        for (const auto row : rows) {
            ++expected[row];
        }
    }
    RC_ASSERT(sums == expected);
}

using Variables = std::map<std::string, std::string>;

Result<std::optional<PeerSettings>> settings_of(const Variables& variables) {
    return peer_settings([&](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

const Variables of_torchrun{{"RANK", "3"},
                            {"LOCAL_RANK", "1"},
                            {"WORLD_SIZE", "4"},
                            {"MASTER_ADDR", "host.example"},
                            {"MASTER_PORT", "29500"},
                            {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                            {"TORCHELASTIC_RESTART_COUNT", "2"}};

TEST(PeerSettings, AreWhatTorchrunSays) {
    const auto settings = settings_of(of_torchrun);
    ASSERT_TRUE(settings.ok() && settings.value());
    EXPECT_EQ(settings.value()->own, 3);
    EXPECT_EQ(settings.value()->count, 4);
    EXPECT_EQ(settings.value()->own_here, 1);
    EXPECT_EQ(settings.value()->host, "host.example");
    EXPECT_EQ(settings.value()->port, 29500);
    EXPECT_TRUE(settings.value()->kept_by_launcher);
    EXPECT_EQ(settings.value()->attempt, "2");
}

TEST(PeerSettings, AreNoneForAProcessAlone) {
    EXPECT_EQ(settings_of({}).value().has_value(), false);
    EXPECT_EQ(settings_of({{"WORLD_SIZE", "1"}, {"RANK", "0"}}).value().has_value(), false);
    EXPECT_EQ(settings_of({{"MASTER_ADDR", "localhost"}}).value().has_value(), false);
}

TEST(PeerSettings, ThatAreMissingOrWrongAreNamed) {
    for (const std::string name : {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"}) {
        auto without = of_torchrun;
        without.erase(name);
        const auto settings = settings_of(without);
        ASSERT_FALSE(settings.ok()) << name;
        EXPECT_NE(settings.error().message.find(name), std::string::npos) << settings.error().message;
    }
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"RANK", "4"},
                                                          {"RANK", "-1"},
                                                          {"RANK", "three"},
                                                          {"WORLD_SIZE", "0"},
                                                          {"WORLD_SIZE", "4x"},
                                                          {"LOCAL_RANK", "9"},
                                                          {"MASTER_PORT", "0"},
                                                          {"MASTER_PORT", "65536"}}) {
        auto wrong = of_torchrun;
        wrong[name] = value;
        const auto settings = settings_of(wrong);
        ASSERT_FALSE(settings.ok()) << name << ' ' << value;
        EXPECT_EQ(settings.error().code, ErrorCode::malformed);
        EXPECT_NE(settings.error().message.find(name + " is \"" + value + '"'), std::string::npos);
    }
}

}  // namespace
}  // namespace refrain
