#include "library_scanner/store/track_order.h"

#include "tests/ui/ui_fixture.h"
#include "ui/view_models/queue_entries.h"
#include "ui/view_models/track_list_model.h"
#include "ui/view_models/track_text.h"

#include <array>
#include <numeric>

#include <QLocale>
#include <gtest/gtest.h>

namespace refrain {
namespace {

const std::atomic<bool> going_on{false};

std::vector<std::string> titles(const std::vector<Track>& tracks, SortColumn column,
                                bool descending = false) {
    const TrackOrder order(std::make_shared<const LibrarySnapshot>(tracks),
                           std::make_shared<const Collation>("en"));
    std::vector<std::string> result;
    for (const std::uint32_t row : order.rows(column, descending, going_on)) {
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

TEST(TrackOrder, SortsByEveryColumnAndWhatIsNotKnownComesLast) {
    std::vector<Track> tracks{test::track(1, "a", "A", "x"), test::track(2, "b", "A", "x"),
                              test::track(3, "c", "A", "x")};
    tracks[0].genres = {"Rock", "Pop"};
    tracks[1].genres = {"ambient"};
    tracks[0].year = 2011;
    tracks[2].year = 1969;
    tracks[0].bitrate_kbps = 128;
    tracks[1].bitrate_kbps = 320;
    tracks[0].album_artist = "Zoe";
    tracks[1].added_at = utc_from_ms(5);
    tracks[2].added_at = utc_from_ms(9);
    tracks[0].added_at = {};
    tracks[0].path = "/m/disc 10/1.flac";
    tracks[1].path = "/m/disc 9/2 b.flac";
    tracks[2].path = "/m/disc 9/02 a.flac";
    using Titles = std::vector<std::string>;
    EXPECT_EQ(titles(tracks, SortColumn::genre), (Titles{"b", "a", "c"}));
    EXPECT_EQ(titles(tracks, SortColumn::genre, true), (Titles{"a", "b", "c"}));
    EXPECT_EQ(titles(tracks, SortColumn::year), (Titles{"c", "a", "b"}));
    EXPECT_EQ(titles(tracks, SortColumn::year, true), (Titles{"a", "c", "b"}));
    EXPECT_EQ(titles(tracks, SortColumn::bit_rate), (Titles{"a", "b", "c"}));
    EXPECT_EQ(titles(tracks, SortColumn::bit_rate, true), (Titles{"b", "a", "c"}));
    EXPECT_EQ(titles(tracks, SortColumn::album_artist), (Titles{"b", "c", "a"}))
        << "the artist where none is";
    EXPECT_EQ(titles(tracks, SortColumn::added, true), (Titles{"c", "b", "a"}));
    EXPECT_EQ(titles(tracks, SortColumn::path), (Titles{"c", "b", "a"})) << "numbers count as numbers";
}

TEST(TrackOrder, DecidesBetweenTracksOfOneNumberByTheirTitles) {
    std::vector<Track> tracks{test::track(1, "Two", "a", "x"), test::track(2, "", "a", "x"),
                              test::track(3, "one", "a", "x")};
    tracks[1].path = "/m/seven.flac";
    EXPECT_EQ(titles(tracks, SortColumn::artist), (std::vector<std::string>{"one", "", "Two"}));
}

TEST(Collation, RanksAsTheLanguageOrdersAndHoldsCasesEqual) {
    const std::atomic<bool> never{false};
    const std::vector<std::string_view> words{"Zug", "apfel", "Äpfel", "APFEL", "", "Apfel 10", "Apfel 9"};
    EXPECT_EQ(Collation("de").ranks(words, never), (std::vector<std::uint32_t>{5, 1, 2, 1, 0, 4, 3}));
    const std::vector<std::string_view> swedish{"zebra", "ärlig"};
    EXPECT_EQ(Collation("sv").ranks(swedish, never), (std::vector<std::uint32_t>{0, 1}));
    EXPECT_EQ(Collation("en").ranks(swedish, never), (std::vector<std::uint32_t>{1, 0}));
}

TEST(Collation, RanksManyWordsOnTwoThreadsAsFewOnOne) {
    const std::atomic<bool> never{false};
    std::vector<std::string> texts;
    for (int i = 0; i < 9000; ++i) {
        // Longer than a key's first bytes, and some longer than its buffer.
        texts.push_back("a word that is long " + std::to_string(i * 7919 % 4500) + std::string(i % 500, 'x'));
    }
    const std::vector<std::string_view> words(texts.begin(), texts.end());
    const Collation collation("en");
    const auto ranks = collation.ranks(words, never);
    for (std::size_t i = 1; i < words.size(); i += 37) {
        const std::array pair{words[i - 1], words[i]};
        const auto two = collation.ranks(pair, never);
        EXPECT_EQ(two[0] < two[1], ranks[i - 1] < ranks[i]) << pair[0] << " and " << pair[1];
        EXPECT_EQ(two[0] == two[1], ranks[i - 1] == ranks[i]);
    }
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
    EXPECT_EQ(album_tracks(library, tracks[0].id), (std::vector<TrackId>{TrackId(2), TrackId(1)}));
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
