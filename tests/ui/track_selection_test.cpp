// Several tracks of a list selected, and what is done to them.
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/reactions_view_model.h"
#include "ui/view_models/track_actions.h"
#include "ui/view_models/track_list_model.h"

#include <numeric>
#include <string>
#include <vector>

#include <QSignalSpy>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;
using ::testing::ElementsAre;

std::vector<Track> songs(int count) {
    std::vector<Track> tracks;
    for (int i = 1; i <= count; ++i) {
        tracks.push_back(test::track(i, "Song " + std::to_string(i), "Marta", "Harbour"));
    }
    return tracks;
}

std::vector<std::uint32_t> all_of(int count) {
    std::vector<std::uint32_t> rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

class TrackSelection : public testing::Test {
  protected:
    TrackSelection() {
        services_.fill(songs(8));
        show(8);
    }
    /// The library as the window has come to know it.
    void show(int count) {
        wait_until([&] { return library_.current()->tracks().size() == static_cast<std::size_t>(count); });
        list_.show(library_.current(), all_of(count));
    }
    std::vector<std::int64_t> meant(int row) const {
        std::vector<std::int64_t> ids;
        for (const TrackId id : list_.meant(row).ids()) {
            ids.push_back(id.value());
        }
        return ids;
    }
    std::vector<std::string> queued() const {
        std::vector<std::string> titles;
        for (const QueueEntry& entry : services_.player->state().queue) {
            titles.push_back(entry.title);
        }
        return titles;
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    NoticeViewModel notices_{services_.background, *services_.player, follower_};
    LibraryChanges library_{*services_.library};
    TrackActions actions_{*services_.player, library_, notices_};
    ReactionsViewModel reactions_{*services_.history, services_.background, library_, notices_};
    TrackListModel list_;
};

TEST_F(TrackSelection, GrowsByControlAndShiftAndShrinksByControl) {
    list_.select(2);
    EXPECT_THAT(meant(2), ElementsAre(3));
    list_.select(5, Qt::ControlModifier);
    list_.select(7, Qt::ControlModifier);
    list_.select(5, Qt::ControlModifier);
    EXPECT_THAT(meant(7), ElementsAre(3, 8));
    EXPECT_THAT(meant(4), ElementsAre(5)) << "a row that is not selected is meant alone";
    list_.select(1);
    list_.select(3, Qt::ShiftModifier);
    EXPECT_THAT(meant(2), ElementsAre(2, 3, 4));
    list_.selectAll();
    EXPECT_EQ(list_.selected_count(), 8);
    list_.selectNone();
    EXPECT_EQ(list_.selected_count(), 0);
}

TEST_F(TrackSelection, StaysWithItsTracksInAnotherOrderAndInTheNextPictureOfTheLibrary) {
    list_.select(1);
    list_.select(4, Qt::ControlModifier);
    list_.show(services_.library->snapshot(), {7, 6, 5, 4, 3, 2, 1, 0});
    EXPECT_THAT(meant(3), ElementsAre(5, 2));
    std::vector<Track> fewer = songs(8);
    fewer.erase(fewer.begin() + 1);
    const QSignalSpy told(&list_, &TrackListModel::selectionChanged);
    list_.show(std::make_shared<const LibrarySnapshot>(fewer), all_of(7));
    EXPECT_TRUE(list_.isSelected(3));
    EXPECT_EQ(list_.selected_count(), 1) << "what is gone is not selected";
    EXPECT_EQ(told.count(), 1);
}

TEST_F(TrackSelection, KeepsAClickThatCameWhileTheRowsWereSorted) {
    list_.select(1);
    auto sorted = TrackListModel::prepare(list_.library(), {7, 6, 5, 4, 3, 2, 1, 0}, list_.selection());
    list_.select(2);
    list_.show(std::move(sorted));
    EXPECT_THAT(meant(5), ElementsAre(3)) << "the third song, where it stands now";
    EXPECT_EQ(list_.selected_count(), 1);
}

TEST_F(TrackSelection, ReachesFromItsLastClickInAnotherOrderToo) {
    list_.select(1);
    list_.show(list_.library(), {7, 6, 5, 4, 3, 2, 1, 0});
    list_.select(4, Qt::ShiftModifier);
    EXPECT_THAT(meant(5), ElementsAre(4, 3, 2));
    list_.selectAll();
    list_.show(list_.library(), all_of(8));
    EXPECT_EQ(list_.selected_count(), 8);
}

TEST_F(TrackSelection, TellsOnlyTheRowsThatItIsAbout) {
    list_.select(1);
    list_.select(2);
    QSignalSpy told(&list_, &QAbstractItemModel::dataChanged);
    list_.select(5, Qt::ControlModifier);
    ASSERT_EQ(told.count(), 1);
    EXPECT_EQ(told[0][0].toModelIndex().row(), 2);
    EXPECT_EQ(told[0][1].toModelIndex().row(), 5);
    list_.selectNone();
    list_.selectNone();
    EXPECT_EQ(told.count(), 2) << "of nothing nothing is told";
}

TEST_F(TrackSelection, IsPlayedQueuedAndPlayedNextInTheOrderOfTheRows) {
    list_.select(6);
    list_.select(2, Qt::ControlModifier);
    actions_.playFrom(&list_, 6, {});
    EXPECT_TRUE(wait_until([&] { return queued() == std::vector<std::string>{"Song 3", "Song 7"}; }));
    services_.player->stop();

    actions_.addToQueueFrom(&list_, 2, {});
    ASSERT_TRUE(wait_until([&] { return !notices_.news().isEmpty(); }));
    services_.player->settle();
    EXPECT_THAT(queued(), ElementsAre("Song 3", "Song 7", "Song 3", "Song 7"));
    EXPECT_EQ(notices_.news(), QStringLiteral("2 song(s) are in the queue."));
    notices_.act();
    services_.player->settle();
    EXPECT_THAT(queued(), ElementsAre("Song 3", "Song 7")) << "one step back for all of them";
}

TEST_F(TrackSelection, IsLovedAndBannedTogetherAndOneUndoBringsAllBack) {
    list_.select(0);
    list_.select(1, Qt::ShiftModifier);
    EXPECT_FALSE(reactions_.areLoved(&list_, 0));
    reactions_.toggleLove(1);
    reactions_.toggleLoveOf(&list_, 0);
    ASSERT_TRUE(wait_until([&] { return reactions_.areLoved(&list_, 0); }));
    EXPECT_EQ(services_.background.reactions.size(), 2U) << "the one that was loved stays so";
    reactions_.toggleLoveOf(&list_, 0);
    EXPECT_TRUE(wait_until([&] { return !reactions_.isLoved(1) && !reactions_.isLoved(2); }));

    services_.background.reactions.clear();
    reactions_.banTracks(&list_, 1);
    ASSERT_TRUE(wait_until([&] { return !notices_.news().isEmpty(); }));
    ASSERT_EQ(services_.background.reactions.size(), 2U);
    EXPECT_EQ(services_.background.reactions[1].kind, ReactionKind::ban);
    notices_.act();
    ASSERT_TRUE(wait_until([&] { return services_.background.reactions.size() == 4; }));
    EXPECT_EQ(services_.background.reactions[3].kind, ReactionKind::unban);
    EXPECT_EQ(services_.background.reactions[3].track, TrackId(2));
}

TEST_F(TrackSelection, AClickQueuesADayAndShuffleBehindItDrawsFromTheWholeList) {
    services_.fill([] {
        std::vector<Track> more;
        for (int i = 9; i <= 1200; ++i) {
            more.push_back(test::track(i, "Song " + std::to_string(i), "Marta", "Harbour"));
        }
        return more;
    }());
    show(1200);
    actions_.playFrom(&list_, 400, {});
    services_.player->pause();
    services_.player->settle();
    ASSERT_EQ(queued().size(), static_cast<std::size_t>(TrackActions::queue_limit));
    EXPECT_EQ(queued().front(), "Song 401");

    services_.player->set_shuffle(true);
    services_.player->settle();
    EXPECT_EQ(queued().size(), 1200U);
    services_.player->set_shuffle(false);
    services_.player->settle();
    ASSERT_EQ(queued().size(), 1200U);
    EXPECT_EQ(queued()[0], "Song 1");
    EXPECT_EQ(queued()[1199], "Song 1200");
}

}  // namespace
}  // namespace refrain
