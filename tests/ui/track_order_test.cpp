#include "ui/view_models/track_order.h"

#include "tests/ui/ui_fixture.h"
#include "ui/view_models/queue_entries.h"
#include "ui/view_models/track_list_model.h"
#include "ui/view_models/track_text.h"

#include <numeric>

#include <QLocale>
#include <gtest/gtest.h>

namespace refrain {
namespace {

const std::atomic<bool> going_on{false};

std::vector<std::string> titles(const std::vector<Track>& tracks, SortColumn column,
                                bool descending = false) {
    const TrackOrder order(std::make_shared<const LibrarySnapshot>(tracks), going_on);
    std::vector<std::string> result;
    for (const std::uint32_t row : order.rows(column, descending)) {
        result.push_back(tracks[row].title);
    }
    return result;
}

TEST(TrackOrder, SortsTitlesAsPeopleDo) {
    const std::vector<Track> tracks{test::track(1, "Track 10", "a", "x"), test::track(2, "track 9", "a", "x"),
                                    test::track(3, "Écho", "a", "x"), test::track(4, "Zoo", "a", "x")};
    EXPECT_EQ(titles(tracks, SortColumn::title),
              (std::vector<std::string>{"Écho", "track 9", "Track 10", "Zoo"}));
}

TEST(TrackOrder, KeepsAlbumsTogetherInTheirOwnOrderUnderAnArtist) {
    const std::vector<Track> tracks{
        test::track(1, "b2", "Ann", "B", 100, 2), test::track(2, "a1", "ann", "A", 100, 1),
        test::track(3, "b1", "Ann", "B", 100, 1), test::track(4, "other", "Aaron", "Z", 100, 1)};
    EXPECT_EQ(titles(tracks, SortColumn::artist), (std::vector<std::string>{"other", "a1", "b1", "b2"}));
}

Track of_disc(std::int64_t id, const std::string& title, const std::string& artist, int disc, int number) {
    Track track = test::track(id, title, artist, "Summer", 100, number);
    track.album_artist = "Various";
    track.disc_number = disc;
    return track;
}

TEST(TrackOrder, KeepsACompilationInItsOwnOrderUnderItsAlbum) {
    const std::vector<Track> tracks{of_disc(1, "third", "Ann", 2, 1), of_disc(2, "second", "Zoe", 1, 2),
                                    of_disc(3, "first", "Bob", 1, 1)};
    EXPECT_EQ(titles(tracks, SortColumn::album), (std::vector<std::string>{"first", "second", "third"}));
}

/// What stands above each row: "album\ndisc", or nothing.
std::vector<std::string> headings(const std::vector<Track>& tracks, TrackListModel::Discs discs) {
    TrackListModel list;
    std::vector<std::uint32_t> rows(tracks.size());
    std::iota(rows.begin(), rows.end(), 0U);
    list.show(std::make_shared<const LibrarySnapshot>(tracks), rows, discs);
    std::vector<std::string> result;
    for (int row = 0; row < list.count(); ++row) {
        result.push_back(list.data(list.index(row), TrackListModel::DiscRole).toString().toStdString());
    }
    return result;
}

TEST(DiscHeadings, StandOverTheDiscsOfAnAlbumThatHasMoreThanOne) {
    Track single = of_disc(3, "alone", "Ann", 1, 1);
    single.album = "Winter";
    const std::vector<Track> tracks{of_disc(1, "a", "Ann", 1, 1), of_disc(2, "b", "Bob", 2, 1), single};
    EXPECT_EQ(headings(tracks, TrackListModel::Discs::all),
              (std::vector<std::string>{"Summer\n1", "Summer\n2", ""}));
}

TEST(DiscHeadings, AreLeftOutWhereTheOrderScattersTheAlbum) {
    const std::vector<Track> tracks{of_disc(1, "a", "Ann", 1, 1), of_disc(2, "b", "Bob", 2, 1)};
    EXPECT_EQ(headings(tracks, TrackListModel::Discs::of_one_artist), (std::vector<std::string>{"", ""}));
    EXPECT_EQ(headings(tracks, TrackListModel::Discs::none), (std::vector<std::string>{"", ""}));
}

TEST(TrackOrder, PutsTracksWithoutTheWordLastInEitherDirection) {
    const std::vector<Track> tracks{test::track(1, "nobody", "", "x"), test::track(2, "ann", "Ann", "x"),
                                    test::track(3, "zoe", "Zoe", "x")};
    EXPECT_EQ(titles(tracks, SortColumn::artist), (std::vector<std::string>{"ann", "zoe", "nobody"}));
    EXPECT_EQ(titles(tracks, SortColumn::artist, true), (std::vector<std::string>{"zoe", "ann", "nobody"}));
}

TEST(TrackOrder, LeavesOutWhatIsMissing) {
    std::vector<Track> tracks{test::track(1, "here", "a", "x"), test::track(2, "gone", "a", "x")};
    tracks[1].missing = true;
    EXPECT_EQ(titles(tracks, SortColumn::duration), (std::vector<std::string>{"here"}));
}

TEST(QueueEntries, AnAlbumIsPlayedInItsOrderAndNotMixedWithAnotherOfItsName) {
    std::vector<Track> tracks{test::track(1, "two", "Ann", "Best", 100, 2),
                              test::track(2, "one", "Ann", "Best", 100, 1),
                              test::track(3, "else", "Bob", "Best", 100, 1)};
    const LibrarySnapshot library(tracks);
    EXPECT_EQ(album_tracks(library, tracks[0]), (std::vector<TrackId>{TrackId(2), TrackId(1)}));
    const auto entries = queue_entries(library, {TrackId(2), TrackId(99)}, Intent::album, "album:Best");
    ASSERT_EQ(entries.size(), 1U) << "a track that the library does not have is left out";
    EXPECT_EQ(entries[0].intent, Intent::album);
    EXPECT_EQ(entries[0].origin, "album:Best");
    EXPECT_EQ(entries[0].path, "/music/2.flac");
}

TEST(TrackText, LengthsReadLikeAClock) {
    EXPECT_EQ(clock_text(Milliseconds(185'999)), "3:05");
    EXPECT_EQ(clock_text(Milliseconds(3'723'000)), "1:02:03");
    EXPECT_EQ(clock_text(Milliseconds(0)), "");
}

TEST(TrackText, AFileWithoutTagsGoesByItsNameAndBadBytesDoNoHarm) {
    EXPECT_EQ(display_title("", "/music/a/b.flac"), "b.flac");
    EXPECT_EQ(plain_text("a\nb\x01"
                         "c"),
              "a b c");
    EXPECT_EQ(plain_text("\xff\xfe"), QString(2, QChar::ReplacementCharacter));
}

TEST(TrackText, WhatHappenedTodayNeedsNoDate) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QDateTime now(QDate(2026, 11, 22), QTime(18, 30, 0));
    EXPECT_EQ(when_text(QDateTime(QDate(2026, 11, 22), QTime(14, 5, 9)), now), "14:05");
    EXPECT_EQ(when_text(QDateTime(QDate(2026, 11, 21), QTime(14, 5, 9)), now), "Yesterday 14:05");
    EXPECT_EQ(when_text(QDateTime(QDate(2025, 3, 1), QTime(14, 5, 9)), now), "01/03/2025 14:05");
}

}  // namespace
}  // namespace refrain
