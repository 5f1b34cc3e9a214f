// Taking back changes of the queue: by examples, then as properties against what was there before.
#include "player/queue/play_queue.h"
#include "tests/player/queues.h"

#include <functional>
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

PlayQueue letters() {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c", "d"}), 1);
    return queue;
}

TEST(Undo, ThereIsNothingToTakeBackAtFirst) {
    PlayQueue queue;
    EXPECT_FALSE(queue.can_undo());
    EXPECT_FALSE(queue.undo({}));
    queue.replace(list({"a"}), 0);
    EXPECT_FALSE(queue.can_undo()) << "nothing was there before";
}

TEST(Undo, BringsBackARemovedEntryToItsPlace) {
    PlayQueue queue = letters();
    queue.remove(id_of(queue, "c"));
    EXPECT_TRUE(queue.can_undo());
    EXPECT_TRUE(queue.undo(id_of(queue, "b")));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d"));
    EXPECT_EQ(current_title(queue), "b");
    EXPECT_FALSE(queue.can_undo());
}

TEST(Undo, GoesBackSeveralSteps) {
    PlayQueue queue = letters();
    queue.move(id_of(queue, "a"), 3);
    queue.remove(id_of(queue, "d"));
    queue.append(list({"e", "f"}));
    queue.play_next(list({"n"}));
    EXPECT_THAT(titles(queue), ElementsAre("b", "n", "c", "a", "e", "f"));
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("b", "c", "a", "e", "f"));
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("b", "c", "a"));
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("b", "c", "d", "a"));
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d"));
}

TEST(Undo, WhatPlaysGoesOnPlayingWhereTheCurrentEntryWasRemoved) {
    PlayQueue queue = letters();
    queue.remove(id_of(queue, "b"));
    EXPECT_EQ(current_title(queue), "c");
    queue.undo(id_of(queue, "c"));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d"));
    EXPECT_EQ(current_title(queue), "c");
}

TEST(Undo, TheRemovedCurrentEntryIsCurrentAgainWhereNothingPlays) {
    PlayQueue queue = letters();
    queue.remove(id_of(queue, "b"));
    queue.undo({});
    EXPECT_EQ(current_title(queue), "b");
}

TEST(Undo, BringsBackWhatWasClearedOrReplacedWithItsTailAndItsCurrentEntry) {
    PlayQueue queue = chosen_and_automatic();
    queue.clear();
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "x", "y", "z"));
    EXPECT_EQ(current_title(queue), "a");
    EXPECT_EQ(queue.auto_from(), 2);
    queue.replace(list({"p", "q"}), 1);
    queue.replace_automatic(list({"r"}), 0);
    const QueueEntryId playing = queue.current_entry()->id;
    queue.undo(playing);
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "x", "y", "z"));
    EXPECT_EQ(current_title(queue), "a");
    EXPECT_EQ(queue.auto_from(), 2);
}

TEST(Undo, WhatCameByItselfMeanwhileStays) {
    PlayQueue queue = chosen_and_automatic();
    queue.remove(id_of(queue, "b"));
    queue.replace_automatic(list({"p", "q", "r"}), 0);
    queue.next();
    EXPECT_EQ(current_title(queue), "p");
    queue.undo(id_of(queue, "p"));
    EXPECT_THAT(titles(queue), ElementsAre("a", "p", "b", "q", "r"))
        << "p was heard behind a, b comes back to what is to come";
    EXPECT_EQ(current_title(queue), "p");
}

TEST(Undo, AnEntryTakenFromTheTailByHandGoesBackToIt) {
    PlayQueue queue = chosen_and_automatic();
    queue.move(id_of(queue, "y"), 1);
    EXPECT_EQ(queue.auto_from(), 3);
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "x", "y", "z"));
    EXPECT_EQ(queue.auto_from(), 2);
}

TEST(Undo, AnAddedEntryThatPlaysMeanwhileIsGoneAndTheOneBeforeIsCurrent) {
    PlayQueue queue = letters();
    queue.play_next(list({"n"}));
    queue.next();
    EXPECT_EQ(current_title(queue), "n");
    queue.undo(queue.current_entry()->id);
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d"));
    EXPECT_EQ(current_title(queue), "b");
}

TEST(Undo, WorksAcrossTurningShuffleOnAndOff) {
    PlayQueue queue = letters();
    queue.remove(id_of(queue, "c"));
    queue.set_shuffle(true, 5);
    queue.undo(queue.current_entry()->id);
    EXPECT_EQ(queue.size(), 4);
    EXPECT_GT(queue.index_of(id_of(queue, "c")), queue.current()) << "it has its turn";
    queue.remove(id_of(queue, "d"));
    queue.set_shuffle(false, 0);
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c"));
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d"));
}

TEST(Undo, AReplacedQueueComesBackAcrossShuffleToo) {
    PlayQueue queue = letters();
    queue.replace(list({"p"}), 0);
    queue.set_shuffle(true, 5);
    queue.undo({});
    EXPECT_EQ(current_title(queue), "b");
    EXPECT_EQ(queue.current(), 0) << "shuffled: the current one first, the rest is to come";
    queue.set_shuffle(false, 0);
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d"));
}

TEST(Undo, IdsAreNeverGivenTwice) {
    PlayQueue queue = letters();
    QueueEntry impostor = entry("i");
    impostor.id = id_of(queue, "c");
    queue.remove(impostor.id);
    queue.replace_automatic({impostor}, 0);
    queue.undo({});
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d", "i"));
    EXPECT_NE(id_of(queue, "i"), id_of(queue, "c"));
}

TEST(Undo, ForgetsWhatIsLongAgo) {
    PlayQueue queue = letters();
    for (int i = 0; i < 200; ++i) {
        queue.append(list({std::to_string(i)}));
    }
    int steps = 0;
    while (queue.undo({})) {
        ++steps;
    }
    EXPECT_EQ(steps, 50);
    EXPECT_EQ(queue.size(), 4 + 150);
}

TEST(Undo, KeepsTheNewestHoweverLargeItIs) {
    PlayQueue queue;
    queue.replace(numbered(250'000), 7);
    queue.remove(id_of(queue, "8"));
    queue.clear();
    EXPECT_TRUE(queue.undo({}));
    EXPECT_EQ(queue.size(), 249'999);
    EXPECT_EQ(current_title(queue), "7");
    EXPECT_FALSE(queue.can_undo());
}

// --- any queue, any change

struct Picture {
    std::vector<std::int64_t> ids, queued;
    std::int64_t current;
    int auto_from;
    bool shuffled;
    std::uint64_t seed;

    explicit Picture(const PlayQueue& queue)
        : current(queue.current_entry() != nullptr ? queue.current_entry()->id.value() : 0),
          auto_from(queue.auto_from()),
          shuffled(queue.shuffled()),
          seed(queue.shuffle().seed) {
        for (const QueueEntry& e : queue.entries()) {
            ids.push_back(e.id.value());
        }
        for (const QueueEntryId id : queue.shuffle().queued) {
            queued.push_back(id.value());
        }
    }
    friend bool operator==(const Picture&, const Picture&) = default;
};

QueueEntryId some_id(const PlayQueue& queue) {
    return queue.size() == 0 ? QueueEntryId()
                             : queue.entries()[*rc::gen::inRange<std::size_t>(0, queue.entries().size())].id;
}

PlayQueue any_queue() {
    PlayQueue queue;
    queue.replace(numbered(*rc::gen::inRange(0, 8)), *rc::gen::inRange(0, 8));
    queue.replace_automatic(numbered(*rc::gen::inRange(0, 4)), 0);
    queue.set_repeat(*rc::gen::element(RepeatMode::off, RepeatMode::all, RepeatMode::one));
    queue.set_shuffle(*rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(1, 100));
    const int steps = *rc::gen::inRange(0, 4);
    for (int i = 0; i < steps; ++i) {
        queue.next();
    }
    return queue;
}

/// One change of the listener's; false when it changed nothing.
bool change(PlayQueue& queue) {
    switch (*rc::gen::inRange(0, 6)) {
        case 0: {
            const bool to_go_back_to = queue.size() > 0 || queue.can_undo();
            queue.replace(numbered(*rc::gen::inRange(0, 5)), *rc::gen::inRange(0, 5));
            return to_go_back_to;
        }
        case 1:
            queue.play_next(numbered(*rc::gen::inRange(1, 4)));
            return true;
        case 2:
            queue.append(numbered(*rc::gen::inRange(1, 4)));
            return true;
        case 3: {
            const bool was_empty = queue.size() == 0;
            queue.clear();
            return !was_empty;
        }
        case 4:
            return queue.remove({some_id(queue), some_id(queue)}) != PlayQueue::Removed::nothing;
        default: {
            const QueueEntryId id = some_id(queue);
            const int to = *rc::gen::inRange(0, queue.size() + 1);
            const int from = queue.index_of(id);
            return queue.move(id, to) && from != std::min(to, queue.size() - 1);
        }
    }
}

TEST(Undo, TakesBackAnyRunOfChangesStepByStep) {
    EXPECT_TRUE(rc::check("undo(do(x)) == x", [] {
        PlayQueue queue = any_queue();
        // Making it was no change of the listener's, as far as this test goes.
        queue.restore(queue.saved());
        std::vector<Picture> before;
        const int steps = *rc::gen::inRange(1, 10);
        for (int i = 0; i < steps; ++i) {
            const Picture picture(queue);
            if (change(queue)) {
                before.push_back(picture);
            }
        }
        while (!before.empty()) {
            RC_ASSERT(queue.can_undo());
            RC_ASSERT(queue.undo({}));
            RC_ASSERT(Picture(queue) == before.back());
            before.pop_back();
        }
        RC_ASSERT(!queue.can_undo());
    }));
}

TEST(Undo, NeverBreaksTheQueueWhateverHappensInBetween) {
    EXPECT_TRUE(rc::check("invariants with undo", [] {
        PlayQueue queue = any_queue();
        const int steps = *rc::gen::inRange(1, 40);
        for (int i = 0; i < steps; ++i) {
            const QueueEntryId playing =
                queue.current_entry() != nullptr ? queue.current_entry()->id : QueueEntryId();
            switch (*rc::gen::inRange(0, 9)) {
                case 0:
                    queue.undo(*rc::gen::arbitrary<bool>() ? playing : QueueEntryId());
                    break;
                case 1:
                    queue.replace_automatic(numbered(*rc::gen::inRange(0, 4)), 0);
                    break;
                case 2:
                    queue.set_shuffle(*rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(1, 100));
                    break;
                case 3:
                    queue.step(*rc::gen::element(PlayQueue::Step::skip, PlayQueue::Step::end));
                    break;
                case 4:
                    queue.previous();
                    break;
                case 5:
                    queue.jump_to(some_id(queue));
                    break;
                default:
                    change(queue);
            }
            const Picture now(queue);
            RC_ASSERT(queue.current() >= -1);
            RC_ASSERT(queue.current() < queue.auto_from());
            RC_ASSERT(queue.auto_from() <= queue.size());
            RC_ASSERT(std::set<std::int64_t>(now.ids.begin(), now.ids.end()).size() == now.ids.size());
            if (queue.shuffled()) {
                RC_ASSERT(std::is_permutation(now.queued.begin(), now.queued.end(), now.ids.begin(),
                                              now.ids.begin() + queue.auto_from()));
            }
        }
    }));
}

TEST(Restore, BringsBackQueueOrderShuffleAndRepeat) {
    EXPECT_TRUE(rc::check("restore(saved(x)) == x", [] {
        const PlayQueue queue = any_queue();
        PlayQueue other;
        other.restore(queue.saved());
        RC_ASSERT(Picture(other) == Picture(queue));
        RC_ASSERT(other.repeat() == queue.repeat());
        RC_ASSERT(!other.can_undo());
    }));
}

TEST(Restore, MakesSenseOfWhatDoesNot) {
    PlayQueue::Saved saved;
    saved.entries = list({"a", "b"});
    saved.current = 9;
    saved.auto_from = -3;
    saved.shuffle.on = true;
    saved.shuffle.queued = {QueueEntryId(77)};
    PlayQueue queue;
    queue.restore(saved);
    EXPECT_EQ(queue.current(), 1);
    EXPECT_EQ(queue.auto_from(), 2);
    queue.set_shuffle(false, 0);
    EXPECT_THAT(titles(queue), ElementsAre("a", "b"));
}

}  // namespace
}  // namespace refrain
