// The whole window over the real library, history and player, without a screen: every page must load, and
// QML must have nothing to complain about.
#include "ui/window.h"

#include "library_scanner/identity/merge.h"
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/analysis_view_model.h"
#include "ui/view_models/history_model.h"
#include "ui/view_models/library_view_model.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/queue_model.h"
#include "ui/view_models/reactions_view_model.h"
#include "ui/view_models/search_view_model.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/view_models/tag_editor_view_model.h"
#include "ui/view_models/taste_view_model.h"
#include "ui/view_models/track_actions.h"

#include <mutex>

#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QStringList>
#include <gtest/gtest.h>

namespace refrain {
namespace {

std::mutex complaints_mutex;  // protects complaints
QStringList complaints;

void listen_for_complaints(QtMsgType type, const QMessageLogContext& /*where*/, const QString& text) {
    // The words of the platform about its own folders are not QML's.
    if (type != QtDebugMsg && type != QtInfoMsg && !text.startsWith(QStringLiteral("QStandardPaths"))) {
        const std::lock_guard lock(complaints_mutex);
        complaints.push_back(text);
    }
}

class WindowTest : public testing::Test {
  protected:
    WindowTest() {
        complaints.clear();
        qInstallMessageHandler(listen_for_complaints);
    }
    ~WindowTest() override { qInstallMessageHandler(nullptr); }

    void open() {
        UiServices parts = test::parts_of(services_, *services_.player);
        parts.suggested_music_folder = QStringLiteral("/home/somebody/Music");
        window_ = std::make_unique<Window>(std::move(parts));
        const Status loaded = window_->load();
        ASSERT_TRUE(loaded.ok()) << loaded.error().text();
    }
    template <class T>
    T* part(const char* name) {
        return qobject_cast<T*>(window_->quick_window()->property(name).value<QObject*>());
    }
    void fill() {
        services_.fill({test::track(1, "Low Tide", "Marta", "Harbour", 100, 1),
                        test::track(2, "Salt", "Marta", "Harbour", 100, 2),
                        test::track(3, "<b>窗外</b>", "陈雨桐", "雨季之前", 100, 1)});
    }
    void expect_no_complaints() {
        const std::lock_guard lock(complaints_mutex);
        EXPECT_TRUE(complaints.isEmpty()) << complaints.join(u'\n').toStdString();
    }

    test::Services services_;
    std::unique_ptr<Window> window_;
};

TEST_F(WindowTest, OpensEveryPageOfAFirstRunWithoutAComplaint) {
    open();
    auto* library = part<LibraryViewModel>("library");
    ASSERT_TRUE(test::wait_until([&] { return library->first_run(); }));
    for (const char* page : {"guess", "queue", "history", "settings", "failures", "songs"}) {
        window_->show_page(QString::fromLatin1(page));
        EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    }
    expect_no_complaints();
}

TEST_F(WindowTest, OpensEveryPageOfAFilledLibraryWithoutAComplaint) {
    fill();
    GuessList list;
    list.held_back = {{"techno", 0.4, utc_now() + std::chrono::minutes(20)}};
    list.tracks = {{TrackId(2), 0.5, "encoder_familiar", "Not heard for 8 months", {{"fit", 0.5}}}};
    services_.background.guess = list;
    open();
    ASSERT_TRUE(test::wait_until([&] { return part<SongsViewModel>("songs")->tracks()->count() == 3; }));
    part<TrackActions>("actions")->play(1);
    ASSERT_TRUE(test::wait_until([&] { return part<QueueModel>("queue")->count() > 0; }));
    for (const char* page : {"guess", "queue", "history", "settings", "failures", "songs"}) {
        window_->show_page(QString::fromLatin1(page));
        EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    }
    for (const char* sheet : {"showPlayback", "showShortcuts"}) {
        QMetaObject::invokeMethod(window_->quick_window(), sheet);
        EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    }
    Q_EMIT services_.background.message(QStringLiteral("Something went wrong."), true);
    Q_EMIT services_.background.scan_progress({10, 5, 10, true, "x", {}});
    Q_EMIT services_.background.training_progress(QStringLiteral("Learning"), -1.0, -1.0);
    EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    expect_no_complaints();
}

TEST_F(WindowTest, OpensTheSheetOfTagsForOneSongAndForManyWithoutAComplaint) {
    fill();
    open();
    auto* songs = part<SongsViewModel>("songs");
    ASSERT_TRUE(test::wait_until([&] { return songs->tracks()->count() == 3; }));
    auto* editor = part<TagEditorViewModel>("tagEditor");
    editor->openTrack(1);
    ASSERT_TRUE(test::wait_until([&] { return editor->ready(); }));
    EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    auto* sheet = window_->quick_window()->findChild<QObject*>(QStringLiteral("tagEditor"));
    ASSERT_NE(sheet, nullptr);
    EXPECT_TRUE(sheet->property("visible").toBool());
    songs->tracks()->selectAll();
    editor->openRows(songs->tracks(), 0);
    ASSERT_TRUE(test::wait_until([&] { return editor->ready(); }));
    EXPECT_EQ(editor->count(), 3);
    editor->set(2, QStringLiteral("Piers"));
    ASSERT_TRUE(test::wait_until([&] { return editor->changes() == 3; }));
    EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    expect_no_complaints();
}

TEST_F(WindowTest, TheSheetOfTagsShowsWhatTheSongSaysAndNotTheOneBefore) {
    fill();
    open();
    auto* editor = part<TagEditorViewModel>("tagEditor");
    const std::map<int, std::pair<QString, QString>> songs{
        {1, {QStringLiteral("Low Tide"), QStringLiteral("Harbour")}},
        {3, {QStringLiteral("<b>窗外</b>"), QStringLiteral("雨季之前")}}};
    ASSERT_TRUE(test::wait_until([&] { return part<SongsViewModel>("songs")->tracks()->count() == 3; }));
    for (const auto& [track, says] : songs) {
        editor->openTrack(track);
        ASSERT_TRUE(test::wait_until([&] { return editor->ready(); }));
        const auto shown = [&](EditField field) {
            return window_->quick_window()
                ->findChild<QObject*>(QStringLiteral("tagField%1").arg(static_cast<int>(field)))
                ->property("text")
                .toString();
        };
        EXPECT_EQ(shown(EditField::title), says.first);
        EXPECT_EQ(shown(EditField::album), says.second);
    }
}

TEST_F(WindowTest, WhatBeginsToBeHeldBackAppearsInSightAndNotAboveTheEdge) {
    std::vector<Track> tracks;
    GuessList list;
    for (int i = 1; i <= 40; ++i) {
        tracks.push_back(test::track(i, "Title", "Artist", "Album", 100, i));
        list.tracks.push_back({TrackId(i), 0.5, "activation", "Not heard for 8 months", {{"fit", 0.5}}});
    }
    services_.fill(tracks);
    services_.background.guess = list;
    open();
    window_->show_page(QStringLiteral("guess"));
    EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    auto* cards = window_->quick_window()->findChild<QQuickItem*>(QStringLiteral("guessCards"));
    ASSERT_NE(cards, nullptr);
    ASSERT_TRUE(test::wait_until([&] { return cards->property("count").toInt() == 40; }));
    const auto* header = cards->property("headerItem").value<QQuickItem*>();
    ASSERT_NE(header, nullptr);
    const double height = header->height();

    list.held_back = {{"techno", 0.4, utc_now() + std::chrono::minutes(20)}};
    services_.background.guess = list;
    Q_EMIT services_.background.guess_changed(list);
    ASSERT_TRUE(test::wait_until([&] { return header->height() > height; }));
    EXPECT_TRUE(test::wait_until([&] { return cards->property("atYBeginning").toBool(); }));
}

TEST_F(WindowTest, APrivateSessionIsSaidOnEveryPageUntilItIsEnded) {
    fill();
    open();
    auto* banner = window_->quick_window()->findChild<QQuickItem*>(QStringLiteral("privateBanner"));
    ASSERT_NE(banner, nullptr);
    EXPECT_FALSE(banner->isVisible());
    part<TasteViewModel>("taste")->set_private_session(true);
    for (const char* page : {"songs", "guess", "settings", "reactions"}) {
        window_->show_page(QString::fromLatin1(page));
        EXPECT_TRUE(banner->isVisible()) << page;
        EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    }
    QMetaObject::invokeMethod(banner, "acted");
    EXPECT_FALSE(services_.steering.private_session());
    EXPECT_FALSE(banner->isVisible());
    expect_no_complaints();
}

TEST_F(WindowTest, TheSuggestedFolderIsOneClickAway) {
    open();
    part<LibraryViewModel>("library")->addSuggestedFolder();
    EXPECT_EQ(services_.background.folders, (std::vector<QString>{QStringLiteral("/home/somebody/Music")}));
}

TEST_F(WindowTest, SongsAppearWhenTheLibraryChangesBehindTheWindow) {
    open();
    auto* songs = part<SongsViewModel>("songs");
    fill();
    EXPECT_TRUE(test::wait_until([&] { return songs->tracks()->count() == 3; }));
}

TEST_F(WindowTest, SearchFindsAsOneTypesAndKeepsOnlyTheNewestWord) {
    fill();
    open();
    auto* search = part<SearchViewModel>("search");
    search->set_query(QStringLiteral("low"));
    search->set_query(QStringLiteral("salt"));
    ASSERT_TRUE(test::wait_until([&] { return !search->searching(); }));
    ASSERT_EQ(search->results()->count(), 1);
    EXPECT_EQ(search->results()->trackIdAt(0), 2);
    search->set_query({});
    EXPECT_EQ(search->results()->count(), 0);
    EXPECT_FALSE(search->active());
}

TEST_F(WindowTest, PlayingFromASearchQueuesWhatFollowsWithTheSearchAsItsOrigin) {
    fill();
    open();
    auto* search = part<SearchViewModel>("search");
    search->set_query(QStringLiteral("marta"));
    ASSERT_TRUE(test::wait_until([&] { return !search->searching(); }));
    ASSERT_EQ(search->results()->count(), 2);
    part<TrackActions>("actions")->playFrom(search->results(), 0, search->query());
    services_.player->settle();
    auto* queue = part<QueueModel>("queue");
    ASSERT_TRUE(test::wait_until([&] { return queue->count() == 2; }));
    const PlayerState state = services_.player->state();
    EXPECT_EQ(state.queue.at(0).intent, Intent::search);
    EXPECT_EQ(state.queue.at(0).origin, "search:marta");
}

TEST_F(WindowTest, MovingAnEntryMovesItsRowWithoutResettingTheList) {
    fill();
    open();
    auto* queue = part<QueueModel>("queue");
    auto* actions = part<TrackActions>("actions");
    for (const qint64 id : {1, 2, 3}) {
        actions->addToQueue(id);
    }
    ASSERT_TRUE(test::wait_until([&] { return queue->count() == 3; }));
    QSignalSpy resets(queue, &QAbstractItemModel::modelReset);
    QSignalSpy moves(queue, &QAbstractItemModel::rowsMoved);
    queue->move(2, 1);
    ASSERT_TRUE(test::wait_until([&] { return moves.count() == 1; }));
    EXPECT_EQ(resets.count(), 0);
    EXPECT_EQ(queue->entry_at(1)->track, TrackId(3));
    queue->remove(0);
    ASSERT_TRUE(test::wait_until([&] { return queue->count() == 2; }));
    EXPECT_EQ(queue->entry_at(0)->track, TrackId(3));
}

TEST_F(WindowTest, ABanSaysWhatItDoesAndCanBeUndone) {
    fill();
    open();
    auto* notices = part<NoticeViewModel>("notices");
    part<ReactionsViewModel>("reactions")
        ->ban(2, ReactionsViewModel::Scope::Artist, ReactionsViewModel::Until::NextMonth);
    const auto& said = services_.background.reactions;
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].kind, ReactionKind::ban);
    EXPECT_EQ(said[0].scope, ReactionScope::artist);
    EXPECT_EQ(said[0].subject, "Marta");
    EXPECT_EQ(said[0].until, said[0].at + std::chrono::hours(24 * 30));
    EXPECT_EQ(notices->action(), "Undo");
    notices->act();
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[1].kind, ReactionKind::unban);
    EXPECT_EQ(said[1].subject, "Marta");
    EXPECT_TRUE(notices->news().isEmpty());
}

TEST_F(WindowTest, LoveIsAToggle) {
    fill();
    open();
    auto* reactions = part<ReactionsViewModel>("reactions");
    reactions->toggleLove(2);
    EXPECT_TRUE(reactions->isLoved(2));
    reactions->toggleLove(2);
    EXPECT_FALSE(reactions->isLoved(2));
    ASSERT_EQ(services_.background.reactions.size(), 2U);
    EXPECT_EQ(services_.background.reactions[0].kind, ReactionKind::love);
    EXPECT_EQ(services_.background.reactions[1].kind, ReactionKind::unlove);
}

TEST_F(WindowTest, LoveGivenInTheTrayOrByMprisIsShownAtOnce) {
    fill();
    open();
    auto* reactions = part<ReactionsViewModel>("reactions");
    const QSignalSpy changes(reactions, &ReactionsViewModel::changed);
    const int before = reactions->revision();
    Reaction reaction;
    reaction.track = TrackId(2);
    reaction.kind = ReactionKind::love;
    Q_EMIT services_.background.reacted({reaction});
    EXPECT_TRUE(reactions->isLoved(2));
    EXPECT_GT(reactions->revision(), before);
    reaction.kind = ReactionKind::unlove;
    Q_EMIT services_.background.reacted({reaction});
    EXPECT_FALSE(reactions->isLoved(2));
    EXPECT_GE(changes.count(), 2);
    EXPECT_TRUE(services_.background.reactions.empty()) << "nothing is answered with a reaction of one's own";
}

TEST_F(WindowTest, ALoveThatMovedWithItsHistoryToAnotherTrackIsShownThere) {
    fill();
    Reaction reaction;
    reaction.track = TrackId(1);
    reaction.kind = ReactionKind::love;
    services_.history->react(reaction);
    open();
    auto* reactions = part<ReactionsViewModel>("reactions");
    ASSERT_TRUE(test::wait_until([&] { return reactions->isLoved(1); }));
    // As a scan does it that knows a moved file again.
    ASSERT_TRUE(services_.database->write_now([](SQLite::Database& db) {
        static_cast<void>(move_history(db, TrackId(2), TrackId(1), "test", utc_now()));
    }));
    Q_EMIT services_.background.history_changed();
    // What is said while it is read counts, too.
    reaction.track = TrackId(3);
    Q_EMIT services_.background.reacted({reaction});
    ASSERT_TRUE(test::wait_until([&] { return reactions->isLoved(2); }));
    EXPECT_FALSE(reactions->isLoved(1));
    EXPECT_TRUE(reactions->isLoved(3));
}

TEST_F(WindowTest, TroubleStaysUntilItIsDismissed) {
    open();
    auto* notices = part<NoticeViewModel>("notices");
    Q_EMIT services_.background.message(QStringLiteral("The disk is full."), true);
    Q_EMIT services_.background.message(QStringLiteral("Exported."), false);
    EXPECT_EQ(notices->error(), "The disk is full.");
    EXPECT_EQ(notices->news(), "Exported.");
    notices->dismissError();
    EXPECT_TRUE(notices->error().isEmpty());
}

TEST_F(WindowTest, TheMeasuringOfLoudnessIsStartedStoppedAndFollowed) {
    services_.background.loudness = {3000, 1204, false};
    open();
    auto* library = part<LibraryViewModel>("library");
    EXPECT_TRUE(library->measuring_wanted());
    EXPECT_EQ(library->measuring_text(), "1,204 of 3,000 songs measured");
    library->measureLoudness();
    EXPECT_EQ(services_.background.measurings, 1);
    Q_EMIT services_.background.loudness_changed({3000, 1500, true});
    EXPECT_TRUE(library->measuring());
    EXPECT_DOUBLE_EQ(library->measuring_share(), 0.5);
    library->cancelLoudness();
    EXPECT_EQ(services_.background.cancelled_measurings, 1);
}

TEST_F(WindowTest, TheFootTellsWhatTheAnalyzerIsAtAndStopsIt) {
    open();
    auto* analysis = part<AnalysisViewModel>("analysis");
    EXPECT_FALSE(analysis->active());
    Q_EMIT services_.background.analysis_changed({AnalysisDuty::sound, 1204, 301, 7300.0, true});
    EXPECT_TRUE(analysis->active());
    EXPECT_EQ(analysis->title(), "Listening to your songs");
    EXPECT_EQ(analysis->detail(), "301 of 1,204 songs, about 2 hours left");
    EXPECT_DOUBLE_EQ(analysis->share(), 0.25);
    Q_EMIT services_.background.analysis_changed({AnalysisDuty::duplicates, 2, 0, -1.0, true});
    EXPECT_EQ(analysis->detail(), "0 of 2 songs");
    EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
    expect_no_complaints();
    analysis->stop();
    EXPECT_EQ(services_.background.stopped_analyses, 1);
    // Nothing to do is nothing to be shown.
    Q_EMIT services_.background.analysis_changed({AnalysisDuty::duplicates, 0, 0, -1.0, true});
    EXPECT_FALSE(analysis->active());
    analysis->set_listens(false);
    EXPECT_FALSE(services_.background.listens);
}

TEST_F(WindowTest, ListensAppendedToTheHistoryShowUpNewestFirst) {
    open();
    auto* history = part<HistoryModel>("history");
    ASSERT_TRUE(test::wait_until([&] { return history->loaded(); }));
    Listen older;
    older.title = "Older";
    older.started_at = utc_from_ms(1'000);
    older.end_reason = EndReason::finished;
    older.source_key = "a";
    Listen newer = older;
    newer.title = "Newer";
    newer.started_at = utc_from_ms(2'000);
    newer.source_key = "b";
    ASSERT_TRUE(services_.history->append({older, newer}).ok());
    Q_EMIT services_.background.history_changed();
    ASSERT_TRUE(test::wait_until([&] { return history->count() == 2; }));
    EXPECT_EQ(history->row_at(0)->title, "Newer");
}

}  // namespace
}  // namespace refrain

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
