// Shuffle and repeat: by examples, then as properties.
#include "player/queue/drawn_order.h"
#include "player/queue/play_queue.h"
#include "tests/player/queues.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using namespace testing_queue;
using testing::ElementsAre;
using Step = PlayQueue::Step;

PlayQueue queue_of(int n, int start = 0) {
    PlayQueue queue;
    queue.replace(numbered(n), start);
    return queue;
}

/// What is heard from the current entry on when every track is heard to its end, at most `most`.
std::vector<std::string> heard(PlayQueue& queue, int most = 100) {
    std::vector<std::string> all{current_title(queue)};
    while (static_cast<int>(all.size()) < most && queue.step(Step::end)) {
        all.push_back(current_title(queue));
    }
    return all;
}

// The first three numbers of SplitMix64 for this seed, as published with the algorithm's reference code; the
// orders were worked out by a program of its own, in another language.
TEST(DrawnOrder, IsTheSameOnEveryMachine) {
    Drawing drawing(1234567);
    EXPECT_EQ(drawing.next(), 6457827717110365317U);
    EXPECT_EQ(drawing.next(), 3203168211198807973U);
    EXPECT_EQ(drawing.next(), 9817491932198370423U);
    EXPECT_THAT(drawn_order(10, 2026), ElementsAre(5, 0, 9, 2, 4, 7, 3, 6, 8, 1));
    EXPECT_THAT(drawn_order(5, 7), ElementsAre(4, 1, 3, 0, 2));
    EXPECT_TRUE(drawn_order(0, 7).empty());
}

TEST(DrawnOrder, GivesEveryOrderTheSameChance) {
    // 24 orders of four, 24,000 draws: 1,000 each. Chi squared with 23 degrees of freedom is below 49.7 with
    // a probability of 0.999; the seeds are fixed, so this never changes.
    std::map<std::vector<std::size_t>, int> count;
    for (std::uint64_t seed = 1; seed <= 24'000; ++seed) {
        ++count[drawn_order(4, seed)];
    }
    ASSERT_EQ(count.size(), 24U);
    double chi_squared = 0.0;
    for (const auto& [order, n] : count) {
        chi_squared += (n - 1000.0) * (n - 1000.0) / 1000.0;
    }
    EXPECT_LT(chi_squared, 49.7);
}

TEST(DrawnOrder, SeedsFitIntoAJsonNumber) {
    EXPECT_EQ(seed_from(0), 1U);
    EXPECT_EQ(seed_from(~std::uint64_t{0}), (std::uint64_t{1} << 53U) - 1);
    EXPECT_NE(seed_after(5), 5U);
    EXPECT_LT(seed_after(5), std::uint64_t{1} << 53U);
}

TEST(Shuffle, PlaysTheCurrentOneFirstAndTheRestAsDrawn) {
    PlayQueue queue = queue_of(5, 3);
    queue.set_shuffle(true, 7);
    // The draw for seed 7 is 4 1 3 0 2; 3 was playing.
    EXPECT_THAT(titles(queue), ElementsAre("3", "4", "1", "0", "2"));
    EXPECT_EQ(queue.current(), 0);
    EXPECT_EQ(queue.shuffle().seed, 7U);
    EXPECT_EQ(queue.shuffle().drawn.size(), 5U);
}

TEST(Shuffle, OffBringsBackTheOrderAsQueuedAndGoesOnThere) {
    PlayQueue queue = queue_of(5);
    queue.set_shuffle(true, 7);
    queue.next();
    EXPECT_EQ(current_title(queue), "4");
    queue.set_shuffle(false, 0);
    EXPECT_THAT(titles(queue), ElementsAre("0", "1", "2", "3", "4"));
    EXPECT_EQ(current_title(queue), "4");
    EXPECT_FALSE(queue.drawn(id_of(queue, "1")));
}

TEST(Shuffle, LeavesTheAutomaticTailBehindAndInItsOrder) {
    PlayQueue queue = queue_of(5);
    queue.replace_automatic(list({"x", "y", "z"}), 0);
    queue.set_shuffle(true, 7);
    EXPECT_THAT(titles(queue), ElementsAre("0", "4", "1", "3", "2", "x", "y", "z"));
    EXPECT_EQ(queue.auto_from(), 5);
    EXPECT_FALSE(queue.drawn(id_of(queue, "x")));
}

TEST(Shuffle, MixesWhatIsAddedIntoWhatIsToCome) {
    std::set<int> places;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        PlayQueue queue = queue_of(5);
        queue.replace_automatic(list({"x"}), 0);
        queue.set_shuffle(true, seed);
        queue.next();
        queue.append(list({"new"}));
        places.insert(queue.index_of(id_of(queue, "new")));
        EXPECT_TRUE(queue.drawn(id_of(queue, "new")));
        EXPECT_EQ(titles(queue).back(), "x");
        queue.set_shuffle(false, 0);
        EXPECT_THAT(titles(queue), ElementsAre("0", "1", "2", "3", "4", "new", "x"));
    }
    EXPECT_THAT(places, ElementsAre(2, 3, 4, 5)) << "behind the current one, anywhere before the tail";
}

TEST(Shuffle, PlayNextIsNextAllTheSame) {
    PlayQueue queue = queue_of(5);
    queue.set_shuffle(true, 7);
    queue.play_next(list({"n1", "n2"}));
    EXPECT_THAT(titles(queue), ElementsAre("0", "n1", "n2", "4", "1", "3", "2"));
    EXPECT_FALSE(queue.drawn(id_of(queue, "n1"))) << "the listener put it there";
    queue.set_shuffle(false, 0);
    EXPECT_THAT(titles(queue), ElementsAre("0", "n1", "n2", "1", "2", "3", "4"));
}

TEST(Shuffle, PickingAnEntryTakesNoOthersTurn) {
    PlayQueue queue = queue_of(5);
    queue.set_shuffle(true, 7);
    ASSERT_THAT(titles(queue), ElementsAre("0", "4", "1", "3", "2"));
    queue.jump_to(id_of(queue, "3"));
    EXPECT_THAT(titles(queue), ElementsAre("0", "3", "4", "1", "2"));
    EXPECT_THAT(heard(queue), ElementsAre("3", "4", "1", "2"));
    EXPECT_TRUE(queue.previous());
    EXPECT_EQ(current_title(queue), "1");
    queue.jump_to(id_of(queue, "0"));
    EXPECT_THAT(titles(queue), ElementsAre("3", "4", "1", "0", "2"));
    EXPECT_EQ(current_title(queue), "0");
}

TEST(Shuffle, PickingFromTheTailTakesOnlyThatOne) {
    PlayQueue queue = queue_of(3);
    queue.replace_automatic(list({"x", "y", "z"}), 0);
    queue.set_shuffle(true, 7);
    const auto before = titles(queue);
    queue.jump_to(id_of(queue, "y"));
    EXPECT_THAT(titles(queue), ElementsAre("0", "y", before[1], before[2], "x", "z"));
    EXPECT_EQ(queue.auto_from(), 4);
}

TEST(Shuffle, AQueuePutInItsPlaceIsShuffledToo) {
    PlayQueue queue = queue_of(5);
    queue.set_shuffle(true, 7);
    queue.replace(numbered(8), 2);
    EXPECT_EQ(current_title(queue), "2");
    EXPECT_EQ(queue.current(), 0);
    EXPECT_EQ(queue.shuffle().seed, seed_after(7));
    auto all = titles(queue);
    std::sort(all.begin(), all.end());
    EXPECT_THAT(all, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7"));
}

TEST(Repeat, AllBeginsAnewBehindTheLast) {
    PlayQueue queue = queue_of(3);
    queue.set_repeat(RepeatMode::all);
    EXPECT_THAT(heard(queue, 7), ElementsAre("0", "1", "2", "0", "1", "2", "0"));
}

TEST(Repeat, AllStaysWithWhatTheListenerChose) {
    PlayQueue queue = chosen_and_automatic();
    queue.set_repeat(RepeatMode::all);
    EXPECT_THAT(heard(queue, 5), ElementsAre("a", "b", "a", "b", "a"));
    EXPECT_EQ(queue.automatic_left(), 3);
}

TEST(Repeat, OneBeginsTheSameAgainAndNextGoesOn) {
    PlayQueue queue = queue_of(2);
    queue.set_repeat(RepeatMode::one);
    EXPECT_EQ(queue.entry_after(Step::end)->title, "0");
    EXPECT_TRUE(queue.step(Step::end));
    EXPECT_EQ(current_title(queue), "0");
    EXPECT_EQ(queue.entry_after(Step::skip)->title, "1");
    EXPECT_TRUE(queue.step(Step::skip));
    EXPECT_EQ(current_title(queue), "1");
    EXPECT_FALSE(queue.step(Step::skip));
}

TEST(Repeat, AllWithShuffleDrawsEachRoundAnewAndNeverRepeatsATrackAtTheSeam) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        PlayQueue queue = queue_of(4);
        queue.set_repeat(RepeatMode::all);
        queue.set_shuffle(true, seed);
        const auto played = heard(queue, 40);
        std::set<std::vector<std::string>> rounds;
        for (std::size_t i = 0; i < 40; i += 4) {
            std::vector<std::string> round(played.begin() + static_cast<std::ptrdiff_t>(i),
                                           played.begin() + static_cast<std::ptrdiff_t>(i) + 4);
            rounds.insert(round);
            std::sort(round.begin(), round.end());
            EXPECT_THAT(round, ElementsAre("0", "1", "2", "3")) << "every one once a round";
        }
        EXPECT_GT(rounds.size(), 3U) << "seed " << seed;
        EXPECT_EQ(std::adjacent_find(played.begin(), played.end()), played.end()) << "seed " << seed;
    }
}

TEST(Repeat, TheSeamLooksAtTheTrackNotAtTheEntry) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        PlayQueue queue;
        queue.replace(list({"same", "same", "other"}), 0);
        queue.set_repeat(RepeatMode::all);
        queue.set_shuffle(true, seed);
        while (queue.current() < 2) {
            queue.step(Step::end);
        }
        const std::string last = current_title(queue);
        queue.step(Step::end);
        EXPECT_NE(current_title(queue), last) << "seed " << seed;
    }
}

TEST(Repeat, AQueueOfOneRepeatsItself) {
    PlayQueue queue = queue_of(1);
    queue.set_repeat(RepeatMode::all);
    queue.set_shuffle(true, 5);
    EXPECT_THAT(heard(queue, 3), ElementsAre("0", "0", "0"));
}

TEST(History, PreviousGoesBackThroughWhatWasReallyPlayed) {
    PlayQueue queue = queue_of(6);
    queue.jump_to(id_of(queue, "4"));
    queue.jump_to(id_of(queue, "2"));
    queue.next();
    EXPECT_EQ(current_title(queue), "3");
    std::vector<std::string> back;
    while (queue.previous()) {
        back.push_back(current_title(queue));
    }
    EXPECT_THAT(back, ElementsAre("2", "4", "0"));
}

TEST(History, PreviousGoesToTheEntryBeforeWhereNothingWasPlayedBefore) {
    PlayQueue queue = queue_of(6, 3);
    EXPECT_TRUE(queue.has_previous());
    EXPECT_TRUE(queue.previous());
    EXPECT_EQ(current_title(queue), "2");
    EXPECT_FALSE(queue_of(3).has_previous());
}

TEST(History, WhatWasRemovedIsPassedOver) {
    PlayQueue queue = queue_of(6);
    queue.jump_to(id_of(queue, "4"));
    queue.jump_to(id_of(queue, "2"));
    queue.remove(id_of(queue, "4"));
    EXPECT_TRUE(queue.previous());
    EXPECT_EQ(current_title(queue), "0");
}

TEST(History, GoingBackIntoTheLastRoundLeavesTheNewOneAsItIs) {
    PlayQueue queue = queue_of(4);
    queue.set_repeat(RepeatMode::all);
    queue.set_shuffle(true, 3);
    const auto first_round = heard(queue, 4);
    queue.step(Step::end);
    const auto second_round = titles(queue);
    EXPECT_TRUE(queue.previous());
    EXPECT_EQ(current_title(queue), first_round.back());
    auto without = second_round;
    without.erase(std::find(without.begin(), without.end(), first_round.back()));
    EXPECT_TRUE(queue.next());
    EXPECT_THAT(heard(queue, 3), testing::ElementsAreArray(without));
}

// --- any queue, any seed

TEST(Shuffle, IsAPermutationThatGoesBackToTheQueuedOrder) {
    EXPECT_TRUE(rc::check("shuffle then off", [] {
        PlayQueue queue = queue_of(*rc::gen::inRange(1, 60));
        queue.replace_automatic(numbered(*rc::gen::inRange(0, 5)), 0);
        queue.jump_to(queue.entries()[*rc::gen::inRange<std::size_t>(0, queue.entries().size())].id);
        const auto ids = [&queue] {
            std::vector<std::int64_t> all;
            for (const QueueEntry& e : queue.entries()) {
                all.push_back(e.id.value());
            }
            return all;
        };
        const auto before = ids();
        const auto current = queue.current_entry()->id;
        const int tail = queue.automatic_left();
        queue.set_shuffle(true, *rc::gen::arbitrary<std::uint64_t>());
        RC_ASSERT(queue.current() == 0);
        RC_ASSERT(queue.current_entry()->id == current);
        RC_ASSERT(queue.automatic_left() == tail);
        const auto shuffled = ids();
        RC_ASSERT(std::is_permutation(before.begin(), before.end(), shuffled.begin(), shuffled.end()));
        RC_ASSERT(std::equal(before.end() - tail, before.end(), shuffled.end() - tail));
        queue.set_shuffle(false, 0);
        RC_ASSERT(ids() == before);
        RC_ASSERT(queue.current_entry()->id == current);
    }));
}

TEST(Shuffle, PlaysEverythingOnceWhateverIsPickedOrAddedMeanwhile) {
    EXPECT_TRUE(rc::check("each entry heard once", [] {
        PlayQueue queue = queue_of(*rc::gen::inRange(1, 12));
        queue.set_shuffle(true, *rc::gen::inRange<std::uint64_t>(1, 1000));
        std::multiset<std::int64_t> played{queue.current_entry()->id.value()};
        int added = 0;
        for (bool going = true; going;) {
            const int left = queue.auto_from() - queue.current() - 1;
            const int what = *rc::gen::inRange(0, 6);
            if (what == 1 && added < 4) {
                ++added;
                queue.append(list({"more"}));
                continue;
            }
            if (what == 2 && left > 0) {
                // Pick one that is still to come.
                queue.jump_to(queue.at(queue.current() + 1 + *rc::gen::inRange(0, left))->id);
            } else {
                going = queue.step(Step::end);
            }
            if (going) {
                played.insert(queue.current_entry()->id.value());
            }
        }
        std::multiset<std::int64_t> all;
        for (const QueueEntry& e : queue.entries()) {
            all.insert(e.id.value());
        }
        RC_ASSERT(played == all);
    }));
}

TEST(Queue, WhatFollowsIsWhatWasForetold) {
    EXPECT_TRUE(rc::check("entry_after and step agree", [] {
        PlayQueue queue = queue_of(*rc::gen::inRange(1, 8));
        queue.replace_automatic(numbered(*rc::gen::inRange(0, 3)), 0);
        queue.set_repeat(*rc::gen::element(RepeatMode::off, RepeatMode::all, RepeatMode::one));
        queue.set_shuffle(*rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(1, 1000));
        for (int i = 0; i < 20; ++i) {
            const Step step = *rc::gen::element(Step::skip, Step::end);
            const QueueEntry* const foretold = queue.entry_after(step);
            const QueueEntryId id = foretold != nullptr ? foretold->id : QueueEntryId();
            const bool went = queue.step(step);
            RC_ASSERT(went == id.valid());
            if (went) {
                RC_ASSERT(queue.current_entry()->id == id);
            }
        }
    }));
}

TEST(Widen, PutsTheRestOfTheListAroundWhatWasChosenOfItAndIsNoStepBack) {
    PlayQueue queue;
    queue.replace(list({"c", "d"}), 1);
    queue.replace_automatic(list({"x"}), 0);
    queue.append(list({"new"}));
    queue.widen(list({"a", "b"}), list({"e"}));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d", "new", "e", "x"));
    EXPECT_EQ(current_title(queue), "d");
    EXPECT_EQ(queue.auto_from(), 6);
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d", "e", "x")) << "what was added is taken back";
    queue.set_shuffle(true, 7);
    EXPECT_EQ(queue.shuffle().drawn.size(), 5U);
}

}  // namespace
}  // namespace refrain
