// The pages of playlists in the window as hands use them, on the real QML.
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/playlist_files_view_model.h"
#include "ui/view_models/playlist_view_model.h"
#include "ui/view_models/ratings_view_model.h"
#include "ui/view_models/reactions_view_model.h"
#include "ui/view_models/smart_playlist_view_model.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/view_models/tag_editor_view_model.h"
#include "ui/window.h"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <QUrl>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;
using ::testing::ElementsAre;

class PlaylistPages : public testing::Test {
  protected:
    PlaylistPages() {
        services_.fill({test::track(1, "Low Tide", "Marta", "Harbour"),
                        test::track(2, "Salt", "Marta", "Harbour"),
                        test::track(3, "<b>窗外</b>", "陈雨桐", "雨季之前")});
        window_ = test::window_over(services_, kept_);
    }
    void open() {
        const Status loaded = window_->load();
        ASSERT_TRUE(loaded.ok()) << loaded.error().text();
        quick()->requestActivate();
        ASSERT_TRUE(QTest::qWaitForWindowActive(quick()));
        ASSERT_TRUE(wait_until([&] { return part<SongsViewModel>("songs")->tracks()->count() == 3; }));
    }
    PlaylistId made(const std::string& name, const std::vector<std::int64_t>& ids) {
        std::vector<PlaylistEntry> entries;
        for (const std::int64_t id : ids) {
            const auto track = services_.library->snapshot()->find(TrackId(id));
            entries.push_back(track ? entry_of(*track) : PlaylistEntry{{}, "/x", "Gone", "", "", {}});
        }
        return services_.playlists->create(name, entries, utc_now()).value();
    }
    /// Its page, with its rows on the screen.
    void show(PlaylistId id, int rows) {
        ASSERT_TRUE(
            wait_until([&] { return !part<PlaylistsViewModel>("playlists")->nameOf(id.value()).isEmpty(); }));
        window_->show_playlist(id);
        ASSERT_TRUE(wait_until([&] {
            const QQuickItem* list = item("playlistRows");
            return list && list->property("count").toInt() == rows && (rows == 0 || row_item(rows - 1));
        }));
    }
    QQuickWindow* quick() const { return window_->quick_window(); }
    template <class T>
    T* part(const char* name) const {
        return qobject_cast<T*>(quick()->property(name).value<QObject*>());
    }
    QQuickItem* item(const char* name) const {
        return quick()->findChild<QQuickItem*>(QString::fromLatin1(name));
    }
    QObject* thing(const char* name) const { return quick()->findChild<QObject*>(QString::fromLatin1(name)); }
    QQuickItem* row_item(int row) const {
        QQuickItem* delegate = nullptr;
        QMetaObject::invokeMethod(item("playlistRows"), "itemAtIndex", Q_RETURN_ARG(QQuickItem*, delegate),
                                  Q_ARG(int, row));
        return delegate;
    }
    QPoint in_row(int row, double x) const {
        return row_item(row)->mapToScene({x, row_item(row)->height() / 2}).toPoint();
    }
    std::vector<std::int64_t> stored(PlaylistId id) const {
        std::vector<std::int64_t> ids;
        const auto entries = services_.playlists->entries(id);
        for (const PlaylistEntry& entry : entries.value()) {
            ids.push_back(entry.track.value());
        }
        return ids;
    }
    bool becomes(PlaylistId id, const std::vector<std::int64_t>& ids) const {
        return wait_until([&] { return stored(id) == ids; });
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(quick(), key, modifiers);
    }
    void type(const char* text) {
        for (const char* at = text; *at != '\0'; ++at) {
            QTest::keyClick(quick(), *at);
        }
    }

    test::KeptSettings kept_;
    test::Services services_;
    std::unique_ptr<Window> window_;
};

TEST_F(PlaylistPages, ARowIsDraggedByItsGrip) {
    const auto id = made("x", {1, 2, 3});
    open();
    show(id, 3);
    const QPoint from = in_row(0, 12);
    const QPoint to = in_row(2, 12) + QPoint(0, 10);
    QTest::mousePress(quick(), Qt::LeftButton, {}, from);
    QTest::mouseMove(quick(), (from + to) / 2);
    QTest::mouseMove(quick(), to);
    QTest::mouseRelease(quick(), Qt::LeftButton, {}, to);
    EXPECT_TRUE(becomes(id, {2, 3, 1}));
}

TEST_F(PlaylistPages, RowsAreMovedAndRemovedByKeyboardAlone) {
    const auto id = made("x", {1, 0, 3});
    open();
    show(id, 3);
    auto* list = item("playlistRows");
    list->forceActiveFocus();
    list->setProperty("currentIndex", 0);
    press(Qt::Key_Down, Qt::AltModifier);
    EXPECT_TRUE(becomes(id, {0, 1, 3}));
    EXPECT_EQ(list->property("currentIndex").toInt(), 1) << "the keyboard goes along";
    press(Qt::Key_Up);
    press(Qt::Key_Delete);
    EXPECT_TRUE(becomes(id, {1, 3}));
}

TEST_F(PlaylistPages, SelectedRowsAreRatedLovedAndEditedEachSongOnceAndWithoutWhatIsNotThere) {
    const auto id = made("x", {1, 0, 1, 3});
    open();
    show(id, 4);
    auto* list = item("playlistRows");
    list->forceActiveFocus();
    list->setProperty("currentIndex", 1);
    press(Qt::Key_A, Qt::ControlModifier);
    auto* playlist = part<PlaylistViewModel>("playlist");
    EXPECT_EQ(playlist->meantCount(1), 4);
    EXPECT_THAT(playlist->meant(1).ids(), ElementsAre(TrackId(1), TrackId(3)));
    press(Qt::Key_4);
    auto* ratings = part<RatingsViewModel>("ratings");
    ASSERT_TRUE(wait_until([&] { return ratings->halves(1) == 8 && ratings->halves(3) == 8; }));
    EXPECT_EQ(ratings->halves(2), -1);
    auto* reactions = part<ReactionsViewModel>("reactions");
    reactions->toggleLoveOf(playlist, 1);
    ASSERT_TRUE(wait_until([&] { return reactions->isLoved(1) && reactions->isLoved(3); }));
    EXPECT_TRUE(reactions->areLoved(playlist, 1));
    auto* editor = part<TagEditorViewModel>("tagEditor");
    press(Qt::Key_E, Qt::ControlModifier);
    ASSERT_TRUE(wait_until([&] { return editor->ready(); }));
    EXPECT_EQ(editor->count(), 2);
}

TEST_F(PlaylistPages, RowsAreAddedToAnotherPlaylistAsTheyStandWithRepeatsAndWhatIsMissing) {
    const auto id = made("x", {1, 0, 1});
    const auto other = made("y", {3});
    open();
    show(id, 3);
    auto* playlist = part<PlaylistViewModel>("playlist");
    playlist->selectAll();
    playlist->addTo(other.value(), 2);
    EXPECT_TRUE(becomes(other, {3, 1, 0, 1}));
}

TEST_F(PlaylistPages, ANewOneIsNamedInASheetThatKnowsTakenNames) {
    made("Sunday", {});
    open();
    ASSERT_TRUE(wait_until([&] { return part<PlaylistsViewModel>("playlists")->count() == 1; }));
    part<PlaylistsViewModel>("playlists")->newOfTrack(2);
    auto* sheet = thing("playlistName");
    ASSERT_TRUE(wait_until([&] { return sheet->property("opened").toBool(); }));
    type("Sunday");
    press(Qt::Key_Return);
    EXPECT_TRUE(sheet->property("opened").toBool()) << "the name is taken";
    type("s");
    press(Qt::Key_Return);
    ASSERT_TRUE(wait_until([&] { return services_.playlists->find("Sundays").ok(); }));
    EXPECT_THAT(stored(services_.playlists->find("Sundays").value().id), ElementsAre(2));
    EXPECT_TRUE(wait_until([&] { return quick()->property("page") == QStringLiteral("playlist"); }));
    EXPECT_TRUE(wait_until([&] { return part<PlaylistViewModel>("playlist")->count() == 1; }));
}

TEST_F(PlaylistPages, ASmartOneIsMadeByTypingAndSavedByEnter) {
    open();
    part<SmartPlaylistViewModel>("smartPlaylist")->beginNew();
    QMetaObject::invokeMethod(quick(), "go", Q_ARG(QVariant, QStringLiteral("smartPlaylist")));
    ASSERT_TRUE(wait_until([&] { return item("smartName") && item("smartName")->hasActiveFocus(); }));
    type("M");
    press(Qt::Key_Return);
    ASSERT_TRUE(item("smartQuery")->hasActiveFocus());
    type("marta");
    auto* smart = part<SmartPlaylistViewModel>("smartPlaylist");
    EXPECT_TRUE(wait_until([&] { return smart->tracks()->count() == 2; })) << "before it is saved";
    press(Qt::Key_Return);
    ASSERT_TRUE(wait_until([&] { return services_.playlists->find("M").ok() && !smart->editing(); }));
    EXPECT_EQ(services_.playlists->find("M").value().rule->query, "marta");
    EXPECT_TRUE(wait_until([&] { return smart->name() == QStringLiteral("M"); }));
}

TEST_F(PlaylistPages, TheMenuOfSongsOffersThePlaylistsButNoSmartOnes) {
    const auto id = made("Sunday", {});
    ASSERT_TRUE(services_.playlists->create_smart("Smart", {"x"}, utc_now()));
    open();
    auto* playlists = part<PlaylistsViewModel>("playlists");
    ASSERT_TRUE(wait_until([&] { return playlists->count() == 2; }));
    auto* rows = part<SongsViewModel>("songs")->tracks();
    rows->selectAll();
    auto* menu = thing("selectionMenu");
    ASSERT_NE(menu, nullptr);
    auto* list = item("trackList");
    QMetaObject::invokeMethod(menu, "openFor", Q_ARG(QVariant, 0), Q_ARG(QVariant, QVariant::fromValue(list)),
                              Q_ARG(QVariant, 10), Q_ARG(QVariant, 10));
    ASSERT_TRUE(wait_until([&] { return menu->property("opened").toBool(); }));
    QObject* entry = nullptr;
    for (QObject* found : menu->findChildren<QObject*>()) {
        const QString text = found->property("text").toString();
        EXPECT_FALSE(text == QStringLiteral("Smart") && found->property("visible").toBool());
        if (text == QStringLiteral("Sunday") && found->inherits("QQuickMenuItem")) {
            entry = found;
        }
    }
    ASSERT_NE(entry, nullptr);
    QMetaObject::invokeMethod(entry, "triggered");
    EXPECT_TRUE(wait_until([&] { return stored(id).size() == 3; }));
}

TEST_F(PlaylistPages, WhatAnImportDidNotFindIsReported) {
    const std::string file = services_.folder.path().toStdString() + "/Old.m3u";
    std::ofstream(file) << "/music/1.flac\n/nowhere/else.ogg\n";
    open();
    part<PlaylistFilesViewModel>("playlistFiles")
        ->importFrom(QUrl::fromLocalFile(QString::fromStdString(file)));
    ASSERT_TRUE(wait_until([&] {
        const QObject* report = thing("importReport");
        return report && report->property("opened").toBool();
    }));
    EXPECT_EQ(item("unresolvedList")->property("count").toInt(), 1);
    press(Qt::Key_Escape);
    EXPECT_TRUE(wait_until([&] { return !thing("importReport")->property("visible").toBool(); }));
    EXPECT_EQ(part<PlaylistViewModel>("playlist")->count(), 2);
}

TEST_F(PlaylistPages, APageOfOneThatIsRemovedIsLeft) {
    const auto id = made("x", {1});
    open();
    show(id, 1);
    part<PlaylistsViewModel>("playlists")->remove(id.value());
    EXPECT_TRUE(wait_until([&] { return quick()->property("page") == QStringLiteral("songs"); }));
}

}  // namespace
}  // namespace refrain
