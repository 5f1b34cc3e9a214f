// The queue by examples, then its invariants under any run of operations.
#include "player/queue/play_queue.h"

#include "tests/player/queues.h"

#include <algorithm>
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
using testing::IsEmpty;

TEST(PlayQueue, StartsEmptyWithNothingCurrent) {
    const PlayQueue queue;
    EXPECT_EQ(queue.current(), -1);
    EXPECT_EQ(queue.current_entry(), nullptr);
    EXPECT_EQ(queue.entry_after(PlayQueue::Step::skip), nullptr);
    EXPECT_EQ(queue.auto_from(), 0);
}

TEST(PlayQueue, ReplaceStartsWhereAskedAndClipsTheStart) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c"}), 1);
    EXPECT_EQ(queue.current_entry()->title, "b");
    EXPECT_EQ(queue.entry_after(PlayQueue::Step::skip)->title, "c");
    queue.replace(list({"a", "b"}), 7);
    EXPECT_EQ(queue.current(), 1);
    queue.replace({}, 0);
    EXPECT_EQ(queue.current(), -1);
}

TEST(PlayQueue, NextAndPreviousStopAtTheEnds) {
    PlayQueue queue;
    queue.replace(list({"a", "b"}), 0);
    EXPECT_FALSE(queue.previous());
    EXPECT_TRUE(queue.next());
    EXPECT_FALSE(queue.next());
    EXPECT_EQ(queue.current(), 1);
    EXPECT_TRUE(queue.previous());
    EXPECT_EQ(queue.current_entry()->title, "a");
}

TEST(PlayQueue, PlayNextComesDirectlyBehindTheCurrentInOrder) {
    PlayQueue queue = chosen_and_automatic();
    queue.play_next(list({"n1", "n2"}));
    EXPECT_THAT(titles(queue), ElementsAre("a", "n1", "n2", "b", "x", "y", "z"));
    EXPECT_EQ(queue.auto_from(), 4);
}

TEST(PlayQueue, AppendComesBeforeTheAutomaticTail) {
    PlayQueue queue = chosen_and_automatic();
    queue.append(list({"c"}));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "x", "y", "z"));
    EXPECT_EQ(queue.auto_from(), 3);
}

TEST(PlayQueue, AppendWhileAnAutomaticEntryPlaysComesBehindIt) {
    PlayQueue queue = chosen_and_automatic();
    queue.jump_to(id_of(queue, "x"));
    queue.append(list({"c"}));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "x", "c", "y", "z"));
    EXPECT_EQ(queue.auto_from(), 4);
}

TEST(PlayQueue, ReplaceAutomaticLeavesWhatTheListenerQueuedAndWhatWasReached) {
    PlayQueue queue = chosen_and_automatic();
    queue.jump_to(id_of(queue, "x"));
    EXPECT_TRUE(queue.replace_automatic(list({"p", "q"}), 0));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "x", "p", "q"));
    EXPECT_EQ(queue.auto_from(), 3);
    EXPECT_EQ(queue.automatic_left(), 2);
}

TEST(PlayQueue, AnAnswerForAnOlderQueueIsNotTaken) {
    PlayQueue queue = chosen_and_automatic();
    const auto asked_at = queue.revision();
    queue.append(list({"c"}));
    EXPECT_FALSE(queue.replace_automatic(list({"p"}), asked_at));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "x", "y", "z"));
    EXPECT_TRUE(queue.replace_automatic(list({"p"}), queue.revision()));
}

TEST(PlayQueue, GoingOnWithinTheChosenEntriesIsNoChangeOfTheQueue) {
    PlayQueue queue = chosen_and_automatic();
    const auto before = queue.revision();
    queue.next();
    EXPECT_EQ(queue.revision(), before);
    queue.next();
    EXPECT_GT(queue.revision(), before) << "an automatic entry was taken out of the tail";
}

TEST(PlayQueue, RemovingTheCurrentEntryMakesTheFollowingOneCurrent) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c"}), 1);
    EXPECT_EQ(queue.remove(id_of(queue, "b")), PlayQueue::Removed::current);
    EXPECT_EQ(queue.current_entry()->title, "c");
    EXPECT_EQ(queue.remove(id_of(queue, "c")), PlayQueue::Removed::rest);
    EXPECT_EQ(queue.current_entry()->title, "a");
    EXPECT_EQ(queue.remove(id_of(queue, "a")), PlayQueue::Removed::rest);
    EXPECT_EQ(queue.current(), -1);
    EXPECT_EQ(queue.remove(QueueEntryId(99)), PlayQueue::Removed::nothing);
}

TEST(PlayQueue, MovesSeveralEntriesAtOnceAsOneChange) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c", "d", "e", "f"}), 2);
    const auto revision = queue.revision();
    EXPECT_TRUE(queue.move({id_of(queue, "e"), id_of(queue, "a"), id_of(queue, "c")}, 1));
    EXPECT_THAT(titles(queue), ElementsAre("b", "a", "c", "e", "d", "f")) << "in the order they had";
    EXPECT_EQ(current_title(queue), "c");
    EXPECT_EQ(queue.revision(), revision + 1);
    EXPECT_TRUE(queue.undo(id_of(queue, "c")));
    EXPECT_THAT(titles(queue), ElementsAre("a", "b", "c", "d", "e", "f"));
}

TEST(PlayQueue, EntriesMovedToWhereTheyStandAreNoChangeAndStrangersAreRefused) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c"}), 0);
    const auto revision = queue.revision();
    EXPECT_TRUE(queue.move({id_of(queue, "b"), id_of(queue, "c")}, 9)) << "clipped";
    EXPECT_FALSE(queue.move(std::vector<QueueEntryId>{QueueEntryId(99)}, 0));
    EXPECT_EQ(queue.revision(), revision);
}

TEST(PlayQueue, SeveralAutomaticEntriesPlacedByHandStayWhenTheTailIsReplaced) {
    PlayQueue queue = chosen_and_automatic();
    const int chosen = queue.auto_from();
    EXPECT_TRUE(queue.move({id_of(queue, "y"), id_of(queue, "z")}, chosen));
    EXPECT_EQ(queue.auto_from(), chosen + 2);
    EXPECT_TRUE(queue.replace_automatic(list({"p"}), queue.revision()));
    const auto all = titles(queue);
    EXPECT_EQ(std::vector<std::string>(all.end() - 3, all.end()), (std::vector<std::string>{"y", "z", "p"}));
}

TEST(PlayQueue, RemovesSeveralEntriesAtOnceAsOneChange) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c", "d", "e", "f"}), 2);
    const auto revision = queue.revision();
    EXPECT_EQ(queue.remove({id_of(queue, "a"), id_of(queue, "e"), QueueEntryId(99), id_of(queue, "b")}),
              PlayQueue::Removed::others);
    EXPECT_EQ(titles(queue), (std::vector<std::string>{"c", "d", "f"}));
    EXPECT_EQ(current_title(queue), "c");
    EXPECT_EQ(queue.revision(), revision + 1);
    EXPECT_TRUE(queue.undo(id_of(queue, "c")));
    EXPECT_EQ(titles(queue), (std::vector<std::string>{"a", "b", "c", "d", "e", "f"}));
    EXPECT_EQ(current_title(queue), "c");
    EXPECT_FALSE(queue.can_undo());
}

TEST(PlayQueue, RemovingTheCurrentEntryWithOthersMakesTheFirstBehindItThatStaysCurrent) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c", "d", "e"}), 1);
    EXPECT_EQ(queue.remove({id_of(queue, "a"), id_of(queue, "b"), id_of(queue, "c")}),
              PlayQueue::Removed::current);
    EXPECT_EQ(current_title(queue), "d");
    queue.replace(list({"a", "b", "c", "d", "e"}), 2);
    EXPECT_EQ(queue.remove({id_of(queue, "e"), id_of(queue, "d"), id_of(queue, "c"), id_of(queue, "a")}),
              PlayQueue::Removed::rest);
    EXPECT_EQ(current_title(queue), "b");
    EXPECT_EQ(queue.remove({id_of(queue, "b")}), PlayQueue::Removed::rest);
    EXPECT_EQ(queue.current(), -1);
}

TEST(PlayQueue, RemovingSeveralEntriesKeepsApartWhatTheListenerChoseAndTheAutomaticTail) {
    PlayQueue queue = chosen_and_automatic();
    EXPECT_EQ(queue.remove({id_of(queue, "b"), id_of(queue, "y")}), PlayQueue::Removed::others);
    EXPECT_EQ(titles(queue), (std::vector<std::string>{"a", "x", "z"}));
    EXPECT_EQ(queue.auto_from(), 1);
    EXPECT_TRUE(queue.undo({}));
    EXPECT_EQ(titles(queue), (std::vector<std::string>{"a", "b", "x", "y", "z"}));
    EXPECT_EQ(queue.auto_from(), 2);
    // The current entry and all the listener chose behind it: the tail's first is reached.
    EXPECT_EQ(queue.remove({id_of(queue, "a"), id_of(queue, "b")}), PlayQueue::Removed::current);
    EXPECT_EQ(current_title(queue), "x");
    EXPECT_EQ(queue.auto_from(), 1);
}

TEST(PlayQueue, MovingKeepsTheCurrentEntryCurrent) {
    PlayQueue queue;
    queue.replace(list({"a", "b", "c", "d"}), 1);
    queue.move(id_of(queue, "a"), 3);
    EXPECT_THAT(titles(queue), ElementsAre("b", "c", "d", "a"));
    EXPECT_EQ(queue.current_entry()->title, "b");
    queue.move(id_of(queue, "b"), 2);
    EXPECT_THAT(titles(queue), ElementsAre("c", "d", "b", "a"));
    EXPECT_EQ(queue.current(), 2);
}

TEST(PlayQueue, AnAutomaticEntryPlacedByHandIsKept) {
    PlayQueue queue = chosen_and_automatic();
    queue.move(id_of(queue, "z"), 1);
    EXPECT_THAT(titles(queue), ElementsAre("a", "z", "b", "x", "y"));
    EXPECT_EQ(queue.auto_from(), 3);
    queue.move(id_of(queue, "y"), 3);
    EXPECT_EQ(queue.auto_from(), 4) << "placed at the front of the tail";
    queue.replace_automatic({}, 0);
    EXPECT_THAT(titles(queue), ElementsAre("a", "z", "b", "y"));
}

TEST(PlayQueue, TheSameTrackTwiceHasTwoIds) {
    PlayQueue queue;
    QueueEntry a = entry("a");
    a.id = QueueEntryId(5);
    queue.replace({a, a, entry("b")}, 0);
    std::set<QueueEntryId> ids;
    for (const QueueEntry& e : queue.entries()) {
        EXPECT_TRUE(e.id.valid());
        ids.insert(e.id);
    }
    EXPECT_EQ(ids.size(), 3U);
    EXPECT_EQ(queue.entries()[0].id, QueueEntryId(5)) << "an id that was never given before is kept";
}

TEST(PlayQueue, ClearLeavesNothing) {
    PlayQueue queue = chosen_and_automatic();
    queue.clear();
    EXPECT_THAT(titles(queue), IsEmpty());
    EXPECT_EQ(queue.current(), -1);
    EXPECT_EQ(queue.auto_from(), 0);
}

// --- any run of operations

struct Snapshot {
    std::vector<std::int64_t> ids;
    int current, auto_from;
    explicit Snapshot(const PlayQueue& queue) : current(queue.current()), auto_from(queue.auto_from()) {
        for (const QueueEntry& e : queue.entries()) {
            ids.push_back(e.id.value());
        }
    }
    bool operator==(const Snapshot& o) const { return ids == o.ids && auto_from == o.auto_from; }
};

void check_invariants(const PlayQueue& queue) {
    const Snapshot now(queue);
    RC_ASSERT(now.current >= -1);
    RC_ASSERT(now.current < queue.size());
    RC_ASSERT(queue.size() > 0 || now.auto_from == 0);
    RC_ASSERT(now.auto_from > now.current);
    RC_ASSERT(now.auto_from <= queue.size());
    RC_ASSERT(std::set<std::int64_t>(now.ids.begin(), now.ids.end()).size() == now.ids.size());
    RC_ASSERT(std::all_of(now.ids.begin(), now.ids.end(), [](std::int64_t id) { return id > 0; }));
}

void do_something(PlayQueue& queue) {
    const auto entries = [] {
        std::vector<QueueEntry> made(*rc::gen::inRange<std::size_t>(0, 4));
        for (QueueEntry& e : made) {
            e.id = QueueEntryId(*rc::gen::inRange<std::int64_t>(-1, 12));
        }
        return made;
    };
    const auto some_id = [&queue] {
        if (queue.size() == 0 || *rc::gen::inRange(0, 8) == 0) {
            return QueueEntryId(*rc::gen::inRange<std::int64_t>(-1, 40));
        }
        return queue.entries()[*rc::gen::inRange<std::size_t>(0, queue.entries().size())].id;
    };
    const Snapshot before(queue);
    const auto revision = queue.revision();
    const QueueEntryId current_id = queue.current_entry() ? queue.current_entry()->id : QueueEntryId();
    bool keeps_current = true;
    switch (*rc::gen::inRange(0, 10)) {
        case 0:
            keeps_current = false;
            queue.replace(entries(), *rc::gen::inRange(-2, 5));
            break;
        case 1:
            queue.play_next(entries());
            break;
        case 2:
            queue.append(entries());
            break;
        case 3: {
            const auto removed = queue.remove({some_id(), some_id(), some_id()});
            keeps_current = removed == PlayQueue::Removed::nothing || removed == PlayQueue::Removed::others;
            break;
        }
        case 4:
            queue.move(some_id(), *rc::gen::inRange(-1, queue.size() + 2));
            break;
        case 5: {
            const auto expected = *rc::gen::element<std::uint64_t>(0, revision, revision + 1);
            const bool done = queue.replace_automatic(entries(), expected);
            RC_ASSERT(done == (expected != revision + 1));
            // What lies before the tail is the same as before.
            RC_ASSERT(queue.auto_from() == before.auto_from);
            const Snapshot after(queue);
            RC_ASSERT(
                std::equal(after.ids.begin(), after.ids.begin() + before.auto_from, before.ids.begin()));
            break;
        }
        case 6:
            keeps_current = !queue.next();
            break;
        case 7:
            keeps_current = !queue.previous();
            break;
        case 8:
            keeps_current = !queue.jump_to(some_id());
            break;
        default:
            keeps_current = false;
            queue.clear();
    }
    if (keeps_current && current_id.valid()) {
        RC_ASSERT(queue.current_entry() != nullptr);
        RC_ASSERT(queue.current_entry()->id == current_id);
    }
    // The revision rises exactly when there is something new to see (or may, for a change to the same).
    RC_ASSERT(queue.revision() >= revision);
    if (!(Snapshot(queue) == before)) {
        RC_ASSERT(queue.revision() > revision);
    }
}

TEST(PlayQueue, KeepsItsInvariantsUnderAnyRunOfOperations) {
    EXPECT_TRUE(rc::check("invariants", [] {
        PlayQueue queue;
        const int steps = *rc::gen::inRange(1, 40);
        for (int i = 0; i < steps; ++i) {
            do_something(queue);
            check_invariants(queue);
        }
    }));
}

}  // namespace
}  // namespace refrain
