// The columns of a list of songs: chosen, remembered, and placed in windows of any width.
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/track_columns_view_model.h"
#include "ui/view_models/track_list_model.h"

#include <map>
#include <set>
#include <string>

#include <QSignalSpy>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using Column = TrackColumnsViewModel::Column;
using ::testing::ElementsAre;

std::vector<int> columns_of(const std::vector<PlacedColumn>& placed) {
    std::vector<int> columns;
    for (const PlacedColumn& one : placed) {
        columns.push_back(one.column);
    }
    return columns;
}

const std::vector<Column> usual{Column::Title, Column::Artist, Column::Album, Column::Rating, Column::Length};

TEST(TrackColumns, ShareWhatIsLeftOverAmongThoseWithTexts) {
    // 476 for the least widths and 64 between them: of 1040, 500 are left, shared 40 : 28 : 32.
    EXPECT_THAT(place_columns(usual, 1040, 16),
                ElementsAre(PlacedColumn{Column::Title, 0, 340}, PlacedColumn{Column::Artist, 356, 240},
                            PlacedColumn{Column::Album, 612, 260}, PlacedColumn{Column::Rating, 888, 80},
                            PlacedColumn{Column::Length, 984, 56}));
}

TEST(TrackColumns, GiveWayInANarrowWindowTheLeastImportantFirst) {
    EXPECT_THAT(columns_of(place_columns(usual, 540, 16)),
                ElementsAre(Column::Title, Column::Artist, Column::Album, Column::Rating, Column::Length));
    EXPECT_THAT(columns_of(place_columns(usual, 539, 16)),
                ElementsAre(Column::Title, Column::Artist, Column::Album, Column::Length));
    EXPECT_THAT(columns_of(place_columns(usual, 400, 16)),
                ElementsAre(Column::Title, Column::Artist, Column::Album));
    EXPECT_THAT(columns_of(place_columns(usual, 10, 16)), ElementsAre(Column::Title));
}

RC_GTEST_PROP(TrackColumnsProperty, NeverOverlapAndFillTheWidthWhereTheTitleFits, ()) {
    const auto chosen = *rc::gen::container<std::set<int>>(rc::gen::inRange(1, Column::Length + 1));
    std::vector<Column> shown{Column::Title};
    for (const int column : chosen) {
        shown.push_back(static_cast<Column>(column));
    }
    const double width = *rc::gen::inRange(140, 4000);
    const auto placed = place_columns(shown, width, 16);
    RC_ASSERT(placed.front().column == Column::Title);
    double edge = -16;
    for (const PlacedColumn& one : placed) {
        RC_ASSERT(std::abs(one.x - edge - 16) < 1e-6);
        RC_ASSERT(one.width >= 44);
        edge = one.x + one.width;
    }
    RC_ASSERT(std::abs(edge - width) < 1e-6);
}

class ChosenColumns : public testing::Test {
  protected:
    TrackColumnsViewModel::Read read() {
        return [this](const QString& key) {
            const auto kept = kept_.find(key);
            return kept == kept_.end() ? QVariant() : kept->second;
        };
    }
    TrackColumnsViewModel::Write write() {
        return [this](const QString& key, const QVariant& value) { kept_[key] = value; };
    }
    std::map<QString, QVariant> kept_;
};

TEST_F(ChosenColumns, AreRememberedInTheirOrder) {
    {
        TrackColumnsViewModel columns(read(), write());
        columns.setShown(Column::Year, true);
        columns.setShown(Column::Album, false);
        columns.setShown(Column::Title, false);
    }
    TrackColumnsViewModel columns(read(), write());
    QList<int> shown;
    for (const int column : columns.all()) {
        if (columns.isShown(column)) {
            shown.push_back(column);
        }
    }
    EXPECT_EQ(shown,
              (QList<int>{Column::Title, Column::Artist, Column::Year, Column::Rating, Column::Length}))
        << "the title stays whatever is asked";
    columns.reset();
    EXPECT_TRUE(columns.isShown(Column::Album));
}

TEST_F(ChosenColumns, OfAnotherVersionThatAreNotKnownAreLeftOut) {
    kept_[QStringLiteral("ui/columns")] = QStringLiteral("title,mood,genre");
    const TrackColumnsViewModel columns(read(), write());
    EXPECT_TRUE(columns.isShown(Column::Genre));
    EXPECT_FALSE(columns.isShown(Column::Artist));
    EXPECT_EQ(columns.place(2000).size(), 2);
}

TEST(TrackCells, AreTheTextsOfTheColumnsThatAreShown) {
    Track track = test::track(1, "Low Tide", "Marta", "Harbour", 65);
    track.genres = {"Ambient", "Drone"};
    track.year = 1999;
    track.bitrate_kbps = 320;
    TrackListModel list;
    list.set_columns(
        {Column::Genre, Column::Year, Column::BitRate, Column::Path, Column::Rating, Column::Length});
    list.show(std::make_shared<const LibrarySnapshot>(std::vector<Track>{track}), {0});
    EXPECT_EQ(list.data(list.index(0), TrackListModel::CellsRole).toStringList(),
              QStringList({QStringLiteral("Ambient; Drone"), QStringLiteral("1999"), QStringLiteral("320"),
                           QStringLiteral("/music/1.flac"), QString(), QStringLiteral("1:05")}));
    const QSignalSpy changes(&list, &QAbstractItemModel::dataChanged);
    list.set_columns({Column::Artist});
    EXPECT_EQ(changes.count(), 1);
    EXPECT_EQ(list.data(list.index(0), TrackListModel::CellsRole).toStringList(),
              QStringList(QStringLiteral("Marta")));
}

}  // namespace
}  // namespace refrain
