// The recordings that are there more than once, in the window: what is said of each copy, the history kept
// with one of them and given back, and the search while it runs.
#include "ui/view_models/duplicates_view_model.h"

#include "tests/ui/ui_fixture.h"

#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;

DuplicateTrack copy_of(std::int64_t id, const std::string& path, std::int32_t kbps,
                       CopyHistory history = {}) {
    DuplicateTrack track;
    track.id = TrackId(id);
    track.path = path;
    track.title = "Salt";
    track.artist = "Marta";
    track.duration = Milliseconds(185'000);
    track.size = 24'100'000;
    track.sample_rate = 44100;
    track.bitrate_kbps = kbps;
    track.lossless = is_lossless(path, kbps);
    track.history = history;
    return track;
}

TEST(CopyRows, SayWhatTheFileIsAndWhatHangsOnItAlone) {
    const auto rows =
        copy_rows({{copy_of(1, "/m/Salt.flac", 912), copy_of(2, "/old/salt.mp3", 128, {2, 80, false, 1})}});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].first && rows[0].best);
    EXPECT_FALSE(rows[1].first || rows[1].best);
    EXPECT_EQ(rows[0].copies, 2);
    EXPECT_EQ(rows[0].file, QStringLiteral("Salt.flac"));
    EXPECT_EQ(rows[0].folder, QStringLiteral("/m"));
    EXPECT_EQ(rows[0].facts, QStringLiteral("FLAC · 44.1 kHz · 912 kbit/s · 3:05 · 24.1 MB"));
    EXPECT_EQ(rows[0].losing, QStringLiteral("the only lossless copy"));
    EXPECT_EQ(rows[1].losing, QStringLiteral("2 listen(s) · 4 star(s) · a place in 1 playlist(s)"));
}

TEST(CopyRows, OfferAHistoryToThoseWhoseOthersHaveOne) {
    const auto can_keep = [](CopyHistory a, CopyHistory b) {
        const auto rows = copy_rows({{copy_of(1, "/a.flac", 900, a), copy_of(2, "/b.mp3", 128, b)}});
        return std::pair(rows[0].can_keep, rows[1].can_keep);
    };
    const CopyHistory heard{3, {}, false, 0};
    EXPECT_EQ(can_keep({}, {}), std::pair(false, false));
    EXPECT_EQ(can_keep({}, heard), std::pair(true, false));
    EXPECT_EQ(can_keep(heard, {}), std::pair(false, true));
    EXPECT_EQ(can_keep(heard, heard), std::pair(true, true));
}

class DuplicatesInTheWindow : public testing::Test {
  protected:
    DuplicatesInTheWindow() {
        services_.fill({test::track(1, "Low Tide", "Marta", "Harbour"),
                        test::track(2, "Low Tide", "Marta", "Best of Marta"),
                        test::track(3, "Rope", "Marta", "Harbour")});
        write("INSERT INTO duplicates (track_id, group_id, similarity) VALUES (1, 1, 0.97), (2, 1, 0.97)");
        write("INSERT INTO listens (track_id, started_at, source_key) VALUES (2, 1, 'k')");
    }
    void write(const char* sql) {
        ASSERT_TRUE(services_.database->write_now([&](SQLite::Database& db) { db.exec(sql); }));
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    NoticeViewModel notices_{services_.background, *services_.player, follower_};
    LibraryChanges library_{*services_.library};
    DuplicatesViewModel duplicates_{services_.background, library_, notices_,
                                    [this] { return duplicate_groups(*services_.database); }};
};

TEST_F(DuplicatesInTheWindow, AreReadWhenTheyAreWanted) {
    EXPECT_FALSE(duplicates_.known());
    EXPECT_TRUE(duplicates_.summary().isEmpty());
    duplicates_.refresh();
    ASSERT_TRUE(wait_until([&] { return duplicates_.known(); }));
    EXPECT_EQ(duplicates_.count(), 2);
    EXPECT_FALSE(duplicates_.summary().isEmpty());
}

TEST_F(DuplicatesInTheWindow, KeepTheHistoryWithOneAndGiveItBack) {
    duplicates_.refresh();
    ASSERT_TRUE(wait_until([&] { return duplicates_.count() == 2; }));
    // The one that was heard is the better of two that are else the same; the other has nothing to offer.
    duplicates_.keepHistory(0);
    EXPECT_TRUE(services_.background.kept.empty());
    duplicates_.keepHistory(1);
    ASSERT_EQ(services_.background.kept, std::vector{TrackId(1)});
    // As the application does it.
    ASSERT_EQ(keep_one(*services_.database, TrackId(1), utc_now()).value(), 1);
    Q_EMIT services_.background.histories_moved(TrackId(1), 1, false);
    EXPECT_FALSE(notices_.news().isEmpty());
    ASSERT_TRUE(wait_until([&] { return duplicates_.rows()[0].track == 1; }));
    notices_.act();
    EXPECT_EQ(services_.background.given_back, std::vector{TrackId(1)});
}

TEST_F(DuplicatesInTheWindow, AreShownInTheirFolder) {
    duplicates_.refresh();
    ASSERT_TRUE(wait_until([&] { return duplicates_.count() == 2; }));
    duplicates_.showInFolder(0);
    duplicates_.showInFolder(7);
    EXPECT_EQ(services_.background.shown, std::vector{duplicates_.rows()[0].path});
}

TEST_F(DuplicatesInTheWindow, TellHowFarTheSearchIsAndComeInWhenItEnds) {
    duplicates_.refresh();
    ASSERT_TRUE(wait_until([&] { return duplicates_.count() == 2; }));
    duplicates_.find();
    EXPECT_EQ(services_.background.duplicate_searches, 1);
    Q_EMIT services_.background.duplicates_changed({0, 0, true});
    EXPECT_TRUE(duplicates_.running());
    EXPECT_LT(duplicates_.progress_share(), 0.0);
    Q_EMIT services_.background.duplicates_changed({4, 1, true});
    EXPECT_EQ(duplicates_.progress_share(), 0.25);
    EXPECT_EQ(duplicates_.progress_text(), QStringLiteral("1 of 4 songs listened to"));
    write("INSERT INTO duplicates (track_id, group_id, similarity) VALUES (3, 1, 0.9)");
    Q_EMIT services_.background.duplicates_changed({4, 4, false});
    EXPECT_FALSE(duplicates_.running());
    EXPECT_TRUE(wait_until([&] { return duplicates_.count() == 3; }));
    duplicates_.cancel();
    EXPECT_EQ(services_.background.cancelled_duplicate_searches, 1);
}

}  // namespace
}  // namespace refrain
