// The queue as the window shows it, over the real player.
#include "ui/view_models/queue_model.h"

#include "tests/ui/ui_fixture.h"

#include <memory>
#include <string>
#include <vector>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;

QueueEntry entry(int number) {
    QueueEntry result;
    result.path = "/music/" + std::to_string(number) + ".flac";
    result.title = "Song " + std::to_string(number);
    result.duration = Milliseconds(60'000);
    return result;
}

std::vector<QueueEntry> entries(int first, int count) {
    std::vector<QueueEntry> result;
    for (int i = 0; i < count; ++i) {
        result.push_back(entry(first + i));
    }
    return result;
}

class QueueModelTest : public testing::Test {
  protected:
    /// Nothing plays: the entries' files are not there, and need not be.
    void queue(int count) {
        services_.player->append(entries(1, count));
        ASSERT_TRUE(wait_until([&] { return model_.count() == count; }));
    }
    std::vector<std::string> titles() const {
        std::vector<std::string> result;
        for (int row = 0; row < model_.count(); ++row) {
            result.push_back(model_.data(model_.index(row), QueueModel::TitleRole).toString().toStdString());
        }
        return result;
    }
    std::string section(int row) const {
        return model_.data(model_.index(row), QueueModel::SectionRole).toString().toStdString();
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    NoticeViewModel notices_{services_.background, *services_.player, follower_};
    QueueModel model_{*services_.player, follower_, notices_};
    /// Fails the test when the model breaks a rule of Qt's.
    QAbstractItemModelTester tester_{&model_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(QueueModelTest, ARemovedEntryIsNamedAndCanBeBroughtBack) {
    queue(3);
    model_.remove(1);
    ASSERT_TRUE(wait_until([&] { return model_.count() == 2; }));
    EXPECT_EQ(notices_.news(), QStringLiteral("Removed “Song 2”"));
    EXPECT_EQ(notices_.action(), "Undo");
    notices_.act();
    ASSERT_TRUE(wait_until([&] { return model_.count() == 3; }));
    EXPECT_EQ(titles(), (std::vector<std::string>{"Song 1", "Song 2", "Song 3"}));
}

TEST_F(QueueModelTest, AClearedQueueComesBackAsItWas) {
    queue(5);
    model_.clear();
    ASSERT_TRUE(wait_until([&] { return model_.count() == 0 && model_.can_undo(); }));
    model_.undo();
    ASSERT_TRUE(wait_until([&] { return model_.count() == 5; }));
    EXPECT_EQ(titles().back(), "Song 5");
}

TEST_F(QueueModelTest, UndoTakesBackOneChangeAfterTheOtherNewestFirst) {
    queue(3);
    model_.move(0, 2);
    ASSERT_TRUE(wait_until([&] { return titles().back() == "Song 1"; }));
    model_.remove(0);
    ASSERT_TRUE(wait_until([&] { return model_.count() == 2; }));
    model_.undo();
    ASSERT_TRUE(wait_until([&] {
        return titles() == std::vector<std::string>{"Song 2", "Song 3", "Song 1"};
    }));
    model_.undo();
    EXPECT_TRUE(wait_until([&] {
        return titles() == std::vector<std::string>{"Song 1", "Song 2", "Song 3"};
    }));
}

TEST_F(QueueModelTest, AMoveOutsideTheListIsAMoveToItsEnd) {
    queue(3);
    model_.move(0, 99);
    EXPECT_TRUE(wait_until([&] {
        return titles() == std::vector<std::string>{"Song 2", "Song 3", "Song 1"};
    }));
}

TEST_F(QueueModelTest, RowsSayWhetherTheyWerePlayedPlayComeOrAreGuessed) {
    std::vector<QueueEntry> queued = entries(1, 3);
    queued[1].path = services_.tone(20);
    services_.player->play(queued, 1);
    services_.player->replace_automatic(entries(10, 2));
    ASSERT_TRUE(wait_until([&] { return model_.count() == 5 && model_.current_row() == 1; }));
    EXPECT_EQ(section(0), "played");
    EXPECT_EQ(section(1), "current");
    EXPECT_EQ(section(2), "next");
    EXPECT_EQ(section(3), "guess");
    EXPECT_TRUE(model_.summary().startsWith(QStringLiteral("3 to come")));
}

TEST_F(QueueModelTest, PlayNextPutsAnEntryBehindTheOneThatPlaysFromEitherSide) {
    std::vector<QueueEntry> queued = entries(1, 4);
    queued[1].path = services_.tone(20);
    services_.player->play(queued, 1);
    ASSERT_TRUE(wait_until([&] { return model_.current_row() == 1; }));
    model_.playNext(3);
    ASSERT_TRUE(wait_until([&] {
        return titles() == std::vector<std::string>{"Song 1", "Song 2", "Song 4", "Song 3"};
    }));
    model_.playNext(0);
    EXPECT_TRUE(wait_until([&] {
        return titles() == std::vector<std::string>{"Song 2", "Song 1", "Song 4", "Song 3"};
    }));
}

TEST_F(QueueModelTest, AHundredThousandEntriesAreNotReadAgainWhenOnlyThePlaceOrTheVolumeChanges) {
    constexpr int many = 100'000;
    std::vector<QueueEntry> queued = entries(1, many);
    queued[0].path = services_.tone(20);
    services_.player->play(queued, 0);
    ASSERT_TRUE(wait_until([&] { return model_.count() == many; }));
    const QueueSnapshot before = follower_.state().queue;
    QSignalSpy rows(&model_, &QAbstractItemModel::dataChanged);
    QSignalSpy resets(&model_, &QAbstractItemModel::modelReset);

    services_.player->set_volume(0.3);
    services_.player->seek(Milliseconds(3000));
    ASSERT_TRUE(wait_until([&] { return follower_.state().volume == 0.3; }));
    EXPECT_TRUE(follower_.state().queue.same_as(before))
        << "the queue was copied though nothing in it changed";
    EXPECT_EQ(rows.count(), 0);

    model_.remove(50'000);
    ASSERT_TRUE(wait_until([&] { return model_.count() == many - 1; }));
    EXPECT_EQ(model_.entry_at(50'000)->title, "Song 50002");
    EXPECT_EQ(&follower_.state().queue[99'998], &before[99'999]) << "no entry is copied";
    EXPECT_EQ(resets.count(), 0) << "the list keeps its place";
}

TEST_F(QueueModelTest, EachChangeTellsTheViewOfTheRowsThatCameWentOrMovedAndOfNoOthers) {
    queue(20);
    QSignalSpy resets(&model_, &QAbstractItemModel::modelReset);
    QSignalSpy removed(&model_, &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(&model_, &QAbstractItemModel::rowsInserted);
    QSignalSpy moved(&model_, &QAbstractItemModel::rowsMoved);

    model_.select(4);
    model_.select(6, Qt::ShiftModifier);
    model_.select(12, Qt::ControlModifier);
    model_.remove(5);
    ASSERT_TRUE(wait_until([&] { return model_.count() == 16; }));
    ASSERT_EQ(removed.count(), 2);
    EXPECT_EQ(removed.at(0).at(1).toInt(), 12);
    EXPECT_EQ(removed.at(1).at(1).toInt(), 4);
    EXPECT_EQ(removed.at(1).at(2).toInt(), 6);
    EXPECT_EQ(model_.selected_count(), 0) << "what is gone is not selected";

    model_.undo();
    ASSERT_TRUE(wait_until([&] { return model_.count() == 20; }));
    EXPECT_EQ(inserted.count(), 2);

    model_.move(2, 15);
    ASSERT_TRUE(wait_until([&] { return moved.count() == 1; }));
    EXPECT_EQ(titles()[15], "Song 3");
    EXPECT_EQ(resets.count(), 0);
}

TEST_F(QueueModelTest, AnotherTrackPlayingTouchesTheRowsItPasses) {
    std::vector<QueueEntry> queued = entries(1, 50);
    queued[10].path = services_.tone(20);
    queued[12].path = queued[10].path;
    services_.player->play(queued, 10);
    ASSERT_TRUE(wait_until([&] { return model_.current_row() == 10; }));
    services_.player->pause();
    services_.player->settle();
    QCoreApplication::processEvents();
    QSignalSpy rows(&model_, &QAbstractItemModel::dataChanged);
    model_.play(12);
    ASSERT_TRUE(wait_until([&] { return model_.current_row() == 12; }));
    for (const QList<QVariant>& change : rows) {
        EXPECT_GE(change.at(0).toModelIndex().row(), 10);
        EXPECT_LE(change.at(1).toModelIndex().row(), 12);
    }
}

}  // namespace
}  // namespace refrain
