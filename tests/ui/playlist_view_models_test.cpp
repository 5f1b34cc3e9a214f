// Playlists as the window shows and changes them, over the real database, library and player.
#include "library_scanner/playlists/playlists.h"
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/playlist_files_view_model.h"
#include "ui/view_models/playlist_view_model.h"
#include "ui/view_models/smart_playlist_view_model.h"
#include "ui/view_models/track_actions.h"
#include "ui/view_models/track_list_model.h"

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QUrl>
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PlaylistsInTheWindow : public testing::Test {
  protected:
    PlaylistsInTheWindow() {
        services_.fill({test::track(1, "Low Tide", "Marta", "Harbour", 100),
                        test::track(2, "Salt", "Marta", "Harbour", 200),
                        test::track(3, "窗外", "陈雨桐", "雨季之前", 300)});
        wait_until([&] { return library_.current()->size() == 3; });
    }
    /// With songs of the library by their ids; 0 is one that it does not have.
    PlaylistId made(const std::string& name, const std::vector<std::int64_t>& ids) {
        std::vector<PlaylistEntry> entries;
        for (const std::int64_t id : ids) {
            const auto track = library_.current()->find(TrackId(id));
            entries.push_back(
                track ? entry_of(*track)
                      : PlaylistEntry{{}, "/gone/x.ogg", "Gone", "Nobody", "", Milliseconds(1000)});
        }
        const auto id = services_.playlists->create(name, entries, utc_now());
        EXPECT_TRUE(id);
        EXPECT_TRUE(wait_until([&] { return !list_.nameOf(id.value().value()).isEmpty(); }));
        return id.value();
    }
    void open(PlaylistId id) {
        playlist_.open(id.value());
        ASSERT_TRUE(wait_until([&] { return playlist_.loaded(); }));
    }
    std::vector<std::string> titles() const {
        std::vector<std::string> found;
        for (int row = 0; row < playlist_.count(); ++row) {
            found.push_back(
                playlist_.data(playlist_.index(row), PlaylistViewModel::TitleRole).toString().toStdString());
        }
        return found;
    }
    std::vector<std::int64_t> stored(PlaylistId id) const {
        std::vector<std::int64_t> ids;
        const auto entries = services_.playlists->entries(id);
        for (const PlaylistEntry& entry : entries.value()) {
            ids.push_back(entry.track.value());
        }
        return ids;
    }
    bool becomes(PlaylistId id, const std::vector<std::int64_t>& ids) {
        return wait_until([&] { return stored(id) == ids; });
    }
    std::vector<std::string> queued() {
        services_.player->settle();
        std::vector<std::string> found;
        for (const QueueEntry& entry : services_.player->state().queue) {
            found.push_back(entry.title);
        }
        return found;
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    NoticeViewModel notices_{services_.background, *services_.player, follower_};
    LibraryChanges library_{*services_.library};
    SearchIndexing indexing_{library_};
    RatingsViewModel ratings_{*services_.ratings, library_, notices_};
    PlaylistsViewModel list_{*services_.playlists, library_, indexing_, follower_, notices_};
    PlaylistViewModel playlist_{*services_.playlists, list_, library_, *services_.player, notices_};
    SmartPlaylistViewModel smart_{*services_.playlists, list_,   library_, indexing_, ratings_,
                                  services_.background, notices_};
    PlaylistFilesViewModel files_{*services_.playlists, list_, library_, notices_};
    /// Fail the test when a model breaks a rule of Qt's.
    QAbstractItemModelTester list_tester_{&list_, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester tester_{&playlist_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(PlaylistsInTheWindow, AreListedAsTheyComeGoAndAreRenamed) {
    const auto b = made("Ärger", {1});
    made("Zug", {});
    ASSERT_TRUE(services_.playlists->create_smart("Bach", {"artist:bach"}, utc_now()));
    ASSERT_TRUE(wait_until([&] { return list_.count() == 3; }));
    std::vector<std::string> names;
    for (const PlaylistRow& row : list_.rows()) {
        names.push_back(row.name.toStdString());
    }
    EXPECT_THAT(names, ::testing::UnorderedElementsAre("Ärger", "Bach", "Zug"));
    list_.rename(b.value(), QStringLiteral(" Ruhe "));
    EXPECT_TRUE(wait_until([&] { return list_.nameOf(b.value()) == QStringLiteral("Ruhe"); }));
    list_.rename(b.value(), QStringLiteral("Zug"));
    EXPECT_TRUE(wait_until([&] { return !notices_.error().isEmpty(); })) << "the name is taken";
    EXPECT_EQ(list_.nameOf(b.value()), QStringLiteral("Ruhe"));
    EXPECT_FALSE(list_.isFree(QStringLiteral("Zug "), b.value()));
    EXPECT_TRUE(list_.isFree(QStringLiteral("Ruhe"), b.value()));
    EXPECT_EQ(list_.freeName(QStringLiteral("Zug")), QStringLiteral("Zug 2"));
}

TEST_F(PlaylistsInTheWindow, ANewOneIsAskedForItsNameAndHoldsWhatItWasMadeOf) {
    QSignalSpy asked(&list_, &PlaylistsViewModel::nameWanted);
    QSignalSpy created(&list_, &PlaylistsViewModel::created);
    list_.newOfTrack(2);
    ASSERT_EQ(asked.count(), 1);
    EXPECT_EQ(asked.front().front().toString(), QStringLiteral("Harbour")) << "the album offers its name";
    list_.create(QStringLiteral("Sunday"));
    ASSERT_TRUE(wait_until([&] { return created.count() == 1; }));
    EXPECT_THAT(stored(PlaylistId(created.front().front().toLongLong())), ElementsAre(2));
}

TEST_F(PlaylistsInTheWindow, TheQueueIsKeptAsOne) {
    std::vector<QueueEntry> entries(2);
    entries[0].track = TrackId(3);
    entries[0].path = "/music/3.flac";
    entries[1].path = "/elsewhere/y.ogg";
    entries[1].title = "Y";
    services_.player->append(entries);
    ASSERT_TRUE(wait_until([&] { return follower_.state().queue.size() == 2; }));
    QSignalSpy created(&list_, &PlaylistsViewModel::created);
    list_.newOfQueue();
    list_.create(QStringLiteral("q"));
    ASSERT_TRUE(wait_until([&] { return created.count() == 1; }));
    const auto kept = services_.playlists->entries(PlaylistId(created.front().front().toLongLong())).value();
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].track, TrackId(3));
    EXPECT_EQ(kept[1].path, "/elsewhere/y.ogg");
    EXPECT_EQ(kept[1].title, "Y");
}

TEST_F(PlaylistsInTheWindow, SongsAreAddedFromAnyListAndTakenBack) {
    const auto id = made("x", {1});
    TrackListModel rows;
    rows.show(library_.current(), {0, 1, 2});
    rows.select(1);
    rows.select(2, Qt::ShiftModifier);
    list_.addRows(id.value(), &rows, 1);
    ASSERT_TRUE(becomes(id, {1, 2, 3}));
    ASSERT_TRUE(wait_until([&] { return !notices_.action().isEmpty(); }));
    notices_.act();
    EXPECT_TRUE(becomes(id, {1}));
}

TEST_F(PlaylistsInTheWindow, WhatIsMissingIsShownAndKept) {
    const auto id = made("x", {1, 0, 3});
    ASSERT_TRUE(services_.database->write_now(
        [](SQLite::Database& db) { db.exec("UPDATE tracks SET missing_since = 5 WHERE id = 3"); }));
    ASSERT_TRUE(services_.library->reload());
    open(id);
    EXPECT_THAT(titles(), ElementsAre("Low Tide", "Gone", "窗外"));
    const auto missing = [&](int row) {
        return playlist_.data(playlist_.index(row), PlaylistViewModel::MissingRole).toBool();
    };
    EXPECT_TRUE(wait_until([&] { return !missing(0) && missing(1) && missing(2); }));
    EXPECT_EQ(playlist_.data(playlist_.index(1), PlaylistViewModel::TrackIdRole).toLongLong(), 0);
    EXPECT_EQ(playlist_.summary(), QStringLiteral("%1 song(s) · 6:41 · %2 missing").arg(3).arg(2));
    playlist_.moveBy(1, 1);
    EXPECT_TRUE(becomes(id, {1, 3, 0}));
}

TEST_F(PlaylistsInTheWindow, RowsAreMovedAndRemovedAtOnceAndTakenBack) {
    const auto id = made("x", {1, 2, 3, 1});
    open(id);
    playlist_.moveBefore(0, 3);
    EXPECT_THAT(titles(), ElementsAre("Salt", "窗外", "Low Tide", "Low Tide"));
    EXPECT_TRUE(becomes(id, {2, 3, 1, 1}));
    playlist_.select(0);
    playlist_.select(2, Qt::ControlModifier);
    playlist_.remove(2);
    EXPECT_THAT(titles(), ElementsAre("窗外", "Low Tide"));
    EXPECT_TRUE(becomes(id, {3, 1}));
    notices_.act();
    EXPECT_THAT(titles(), ElementsAre("Salt", "窗外", "Low Tide", "Low Tide"));
    EXPECT_TRUE(becomes(id, {2, 3, 1, 1}));
}

TEST_F(PlaylistsInTheWindow, AnotherOnesChangeIsShownAndNeverOverwritten) {
    const auto id = made("x", {1, 2});
    open(id);
    playlist_.moveBy(0, 1);
    ASSERT_TRUE(becomes(id, {2, 1}));
    ASSERT_TRUE(services_.playlists->append(id, std::vector{entry_of(*library_.current()->find(TrackId(3)))},
                                            utc_now()));
    ASSERT_TRUE(wait_until([&] { return playlist_.count() == 3; }));
    // To take the move back would take the song away that came since.
    notices_.act();
    ASSERT_TRUE(wait_until([&] { return !notices_.error().isEmpty(); }));
    EXPECT_THAT(stored(id), ElementsAre(2, 1, 3));
    EXPECT_TRUE(wait_until([&] { return titles() == std::vector<std::string>{"Salt", "Low Tide", "窗外"}; }));
}

TEST_F(PlaylistsInTheWindow, ARemovedOneComesBackAsItWas) {
    const auto id = made("x", {3, 0, 1});
    open(id);
    QSignalSpy gone(&playlist_, &PlaylistViewModel::gone);
    list_.remove(id.value());
    ASSERT_TRUE(wait_until([&] { return list_.count() == 0 && gone.count() == 1; }));
    EXPECT_EQ(playlist_.count(), 0);
    ASSERT_TRUE(wait_until([&] { return !notices_.action().isEmpty(); }));
    EXPECT_EQ(notices_.news(), QStringLiteral("“x” was removed."));
    notices_.act();
    ASSERT_TRUE(wait_until([&] { return list_.count() == 1; }));
    EXPECT_THAT(stored(services_.playlists->find("x").value().id), ElementsAre(3, 0, 1));
}

TEST_F(PlaylistsInTheWindow, PlayFromARowWithWhatComesBehindItButNothingMissing) {
    const auto id = made("Sunday", {1, 0, 2, 3});
    open(id);
    playlist_.play(2);
    EXPECT_THAT(queued(), ElementsAre("Salt", "窗外"));
    EXPECT_EQ(services_.player->state().queue.at(0).intent, Intent::playlist);
    EXPECT_EQ(services_.player->state().queue.at(0).origin, "playlist:Sunday");
    list_.addToQueue(id.value());
    EXPECT_TRUE(wait_until([&] { return queued().size() == 5; }));
    list_.play(id.value());
    EXPECT_TRUE(wait_until([&] { return queued() == std::vector<std::string>{"Low Tide", "Salt", "窗外"}; }));
}

TEST_F(PlaylistsInTheWindow, AHundredThousandSongsAreMovedRemovedAndBroughtBack) {
    std::vector<PlaylistEntry> entries(100'000);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i] = {TrackId(static_cast<std::int64_t>(1 + i % 3)), "/x", "t", "a", "b", Milliseconds(1000)};
    }
    const auto id = services_.playlists->create("long", entries, utc_now());
    ASSERT_TRUE(id);
    open(id.value());
    ASSERT_EQ(playlist_.count(), 100'000);
    playlist_.moveBefore(99'999, 0);
    playlist_.selectAll();
    playlist_.select(0, Qt::ControlModifier);
    playlist_.remove(1);
    EXPECT_THAT(titles(), ElementsAre("Low Tide")) << "99,999 % 3 is 0";
    notices_.act();
    EXPECT_EQ(playlist_.count(), 100'000);
    EXPECT_TRUE(wait_until([&] { return services_.playlists->find(id.value()).value().entries == 100'000; }));
}

TEST_F(PlaylistsInTheWindow, ASmartOneFollowsTheLibraryWhileItIsSeen) {
    const auto id = services_.playlists->create_smart("m", {"marta"}, utc_now());
    ASSERT_TRUE(id);
    ASSERT_TRUE(wait_until([&] { return list_.isSmart(id.value().value()); }));
    smart_.set_shown(true);
    smart_.open(id.value().value());
    ASSERT_TRUE(wait_until([&] { return smart_.ready() && smart_.tracks()->count() == 2; }));
    EXPECT_EQ(smart_.summary(), QStringLiteral("%1 song(s) · 5:00").arg(2));
    services_.fill({test::track(4, "Rope", "Marta", "Harbour", 60)});
    EXPECT_TRUE(wait_until([&] { return smart_.tracks()->count() == 3; }));
    smart_.set_shown(false);
    services_.fill({test::track(5, "Wire", "Marta", "Harbour", 60)});
    ASSERT_TRUE(wait_until([&] { return library_.current()->size() == 5; }));
    smart_.set_shown(true);
    EXPECT_TRUE(wait_until([&] { return smart_.tracks()->count() == 4; }));
    list_.play(id.value().value());
    EXPECT_TRUE(wait_until([&] { return queued().size() == 4; }));
    EXPECT_EQ(services_.player->state().queue.at(0).origin, "playlist:m");
}

TEST_F(PlaylistsInTheWindow, ARuleShowsWhatItFindsBeforeItIsKept) {
    smart_.set_shown(true);
    smart_.beginNew();
    EXPECT_TRUE(smart_.editing());
    smart_.set_query(QStringLiteral("length:>2:30"));
    ASSERT_TRUE(wait_until([&] { return smart_.tracks()->count() == 2; }));
    smart_.set_most(1);
    smart_.set_sort(1);
    smart_.set_descending(true);
    ASSERT_TRUE(wait_until([&] { return smart_.tracks()->count() == 1; }));
    EXPECT_THAT(services_.playlists->all().value(), IsEmpty());
    smart_.save(QStringLiteral("Long"));
    ASSERT_TRUE(wait_until([&] { return !smart_.editing(); }));
    const Playlist kept = services_.playlists->find("Long").value();
    EXPECT_EQ(kept.rule, (PlaylistRule{"length:>2:30", PlaylistSort::title, true, 1}));
    ASSERT_TRUE(wait_until([&] { return smart_.name() == QStringLiteral("Long"); }));

    smart_.edit();
    smart_.set_query(QStringLiteral("year:x"));
    EXPECT_TRUE(wait_until([&] { return smart_.note().contains(QStringLiteral("year")); }));
    smart_.cancel();
    EXPECT_EQ(smart_.query(), QStringLiteral("length:>2:30"));
    EXPECT_EQ(services_.playlists->find("Long").value().rule, kept.rule);
    smart_.edit();
    smart_.set_most(0);
    smart_.save(QStringLiteral("Longer"));
    ASSERT_TRUE(wait_until([&] { return !smart_.editing(); }));
    EXPECT_EQ(services_.playlists->find("Longer").value().rule->most, 0U);
}

TEST_F(PlaylistsInTheWindow, AFileOfAnotherPlayerComesInWithAReportOfWhatWasNotFound) {
    const std::string file = services_.folder.path().toStdString() + "/Old.m3u8";
    std::ofstream(file) << "#EXTM3U\n/music/2.flac\n#EXTINF:10,Someone - Else\nelse.ogg\n";
    QSignalSpy reported(&files_, &PlaylistFilesViewModel::reported);
    QSignalSpy created(&list_, &PlaylistsViewModel::created);
    files_.importFrom(QUrl::fromLocalFile(QString::fromStdString(file)));
    ASSERT_TRUE(wait_until([&] { return reported.count() == 1; }));
    EXPECT_EQ(created.count(), 1);
    EXPECT_EQ(files_.unresolved()->rowCount(), 1);
    EXPECT_EQ(files_.unresolved()->row_at(0)->title, QStringLiteral("Else by Someone"));
    EXPECT_THAT(stored(services_.playlists->find("Old").value().id), ElementsAre(2, 0));
    // A second time it is another one.
    files_.importFrom(QUrl::fromLocalFile(QString::fromStdString(file)));
    EXPECT_TRUE(wait_until([&] { return list_.count() == 2; }));
    EXPECT_TRUE(services_.playlists->find("Old 2"));
}

TEST_F(PlaylistsInTheWindow, AreGivenOutAndWhatCannotBeIsSaid) {
    const auto id = made("x", {3, 1});
    const QString file = services_.folder.path() + QStringLiteral("/x");
    files_.exportTo(id.value(), QUrl::fromLocalFile(file));
    ASSERT_TRUE(wait_until([&] { return !files_.busy(); }));
    const auto back = read_playlist((file + QStringLiteral(".m3u8")).toStdString(), library_.current());
    ASSERT_TRUE(back);
    ASSERT_EQ(back.value().items.size(), 2U);
    EXPECT_EQ(back.value().items[0].entry.track, TrackId(3));
    files_.exportTo(id.value(), QUrl::fromLocalFile(QStringLiteral("/nowhere/at/all/x.xspf")));
    EXPECT_TRUE(wait_until([&] { return !notices_.error().isEmpty(); }));
    EXPECT_EQ(notices_.error_file(), QStringLiteral("/nowhere/at/all/x.xspf"));
}

}  // namespace
}  // namespace refrain
