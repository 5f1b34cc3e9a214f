#include "ui/window.h"

#include "ui/images/cover_images.h"
#include "ui/images/cover_provider.h"
#include "ui/images/icon_provider.h"
#include "ui/player_follower.h"
#include "ui/view_models/analysis_view_model.h"
#include "ui/view_models/appearance_view_model.h"
#include "ui/view_models/cover_keys.h"
#include "ui/view_models/desktop_view_model.h"
#include "ui/view_models/duplicates_view_model.h"
#include "ui/view_models/equaliser_view_model.h"
#include "ui/view_models/guess_view_model.h"
#include "ui/view_models/history_model.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/library_view_model.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/playback_editor.h"
#include "ui/view_models/player_view_model.h"
#include "ui/view_models/playlist_files_view_model.h"
#include "ui/view_models/playlist_view_model.h"
#include "ui/view_models/playlists_view_model.h"
#include "ui/view_models/queue_model.h"
#include "ui/view_models/ratings_view_model.h"
#include "ui/view_models/reactions_view_model.h"
#include "ui/view_models/search_view_model.h"
#include "ui/view_models/sleep_view_model.h"
#include "ui/view_models/smart_playlist_view_model.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/view_models/sound_view_model.h"
#include "ui/view_models/stretch_view_model.h"
#include "ui/view_models/tag_editor_view_model.h"
#include "ui/view_models/taste_view_model.h"
#include "ui/view_models/track_actions.h"
#include "ui/view_models/track_columns_view_model.h"
#include "ui/view_models/training_view_model.h"
#include "ui/view_models/transfer_view_model.h"

#include <utility>

#include <QCoreApplication>
#include <QLocale>
#include <QQmlApplicationEngine>
#include <QQmlError>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTranslator>

// Written by CMake for the QML module; the linker drops it unless it is named.
void qml_register_types_Refrain();

/// Static libraries carry their resources only when somebody asks for them. Q_INIT_RESOURCE works outside of
/// namespaces alone.
static void bring_in_module() {
    Q_INIT_RESOURCE(refrain_icons);
    Q_INIT_RESOURCE(refrain_ui_translations);
    qml_register_types_Refrain();
}

namespace refrain {

namespace {

/// The words of the listener's language; before everything that speaks.
class Translation {
  public:
    explicit Translation(const QString& language) { speak(language); }
    ~Translation() {
        QCoreApplication::removeTranslator(translator_.get());
        QLocale::setDefault(system_);
    }
    Translation(const Translation&) = delete;
    Translation& operator=(const Translation&) = delete;

    /// "system", or the name of a language.
    void speak(const QString& language) {
        const QString folder = QStringLiteral(":/refrain/translations");
        const QLocale locale = language == QStringLiteral("system") ? system_ : QLocale(language);
        QLocale::setDefault(locale);
        auto next = std::make_unique<QTranslator>();
        // English for every language that is not there yet: the plurals are in its file.
        if (next->load(locale, QStringLiteral("refrain"), QStringLiteral("_"), folder) ||
            next->load(QStringLiteral("refrain_en"), folder)) {
            QCoreApplication::installTranslator(next.get());
        }
        QCoreApplication::removeTranslator(translator_.get());
        translator_ = std::move(next);
    }

  private:
    const QLocale system_;
    std::unique_ptr<QTranslator> translator_;
};

QString language_of(const UiServices& services) {
    const QVariant stored =
        services.read_setting ? services.read_setting(QStringLiteral("ui/language")) : QVariant();
    return stored.isValid() ? stored.toString() : QStringLiteral("system");
}

CoverImages::Sources cover_sources(const UiServices& services) {
    CoverImages::Sources sources{services.cover_loader,
                                 [&library = services.library] { return library.snapshot(); }};
    if (!services.thumbnail_folder.empty()) {
        sources.thumbnails = std::make_shared<ThumbnailStore>(services.thumbnail_folder);
    }
    return sources;
}

}  // namespace

/// Declared in the order in which they depend on each other; destroyed in reverse, the engine first.
struct Window::Impl {
    explicit Impl(UiServices given)
        : translation(language_of(given)),
          services(std::move(given)),
          covers(std::make_shared<CoverImages>(cover_sources(services))),
          library_changes(services.library),
          cover_keys(library_changes),
          follower(services.player),
          appearance(covers, services.read_setting, services.write_setting, services.software_hint),
          notices(services.background, services.player, follower),
          desktop(services.read_setting, services.write_setting),
          player(services.player, follower),
          sleep(services.player, follower),
          stretch(services.player, follower),
          playback(services.player, follower),
          sound(playback, follower),
          equaliser(playback),
          queue(services.player, follower, notices),
          songs(library_changes, services.ratings),
          columns(services.read_setting, services.write_setting),
          indexing(library_changes, services.search_context),
          search(library_changes, indexing),
          taste(services.read_setting, services.write_setting, services.steering, library_changes),
          guess(services.background, services.player, follower, library_changes),
          history(services.history, services.background, follower),
          library(services.library, library_changes, services.background, services.suggested_music_folder),
          duplicates(services.background, library_changes, notices, services.duplicate_groups),
          training(services.background),
          analysis(services.background),
          transfer(services.background),
          reactions(services.history, services.background, library_changes, notices),
          ratings(services.ratings, library_changes, notices),
          lyrics(services.lyrics, services.player, follower),
          playlists(services.playlists, library_changes, indexing, follower, notices),
          playlist(services.playlists, playlists, library_changes, services.player, notices),
          smart_playlist(services.playlists, playlists, library_changes, indexing, ratings,
                         services.background, notices),
          playlist_files(services.playlists, playlists, library_changes, notices),
          tag_editor(services.tag_edits, library_changes, notices),
          actions(services.player, library_changes, notices, &playlists, &taste) {
        reactions.follow(services.steering);
    }

    Translation translation;
    UiServices services;
    std::shared_ptr<CoverImages> covers;
    LibraryChanges library_changes;
    CoverKeys cover_keys;
    PlayerFollower follower;
    AppearanceViewModel appearance;
    NoticeViewModel notices;
    DesktopViewModel desktop;
    PlayerViewModel player;
    SleepViewModel sleep;
    StretchViewModel stretch;
    PlaybackEditor playback;
    SoundViewModel sound;
    EqualiserViewModel equaliser;
    QueueModel queue;
    SongsViewModel songs;
    TrackColumnsViewModel columns;
    SearchIndexing indexing;
    SearchViewModel search;
    TasteViewModel taste;
    GuessViewModel guess;
    HistoryModel history;
    LibraryViewModel library;
    DuplicatesViewModel duplicates;
    TrainingViewModel training;
    AnalysisViewModel analysis;
    TransferViewModel transfer;
    ReactionsViewModel reactions;
    RatingsViewModel ratings;
    LyricsViewModel lyrics;
    PlaylistsViewModel playlists;
    PlaylistViewModel playlist;
    SmartPlaylistViewModel smart_playlist;
    PlaylistFilesViewModel playlist_files;
    TagEditorViewModel tag_editor;
    TrackActions actions;

    std::unique_ptr<QQmlApplicationEngine> engine;
    QQuickWindow* window = nullptr;

    /// What is on the screen says the same in the other words.
    void change_language() {
        translation.speak(appearance.language());
        columns.retranslate();
        queue.retranslate();
        guess.retranslate();
        history.retranslate();
        library.retranslate();
        analysis.retranslate();
        duplicates.retranslate();
        notices.retranslate();
        playlist.retranslate();
        smart_playlist.retranslate();
        tag_editor.retranslate();
        if (engine) {
            engine->retranslate();
        }
    }

    QVariantMap view_models() {
        const auto property = [](auto& object) { return QVariant::fromValue(&object); };
        return {{QStringLiteral("songs"), property(songs)},
                {QStringLiteral("columns"), property(columns)},
                {QStringLiteral("search"), property(search)},
                {QStringLiteral("queue"), property(queue)},
                {QStringLiteral("guess"), property(guess)},
                {QStringLiteral("taste"), property(taste)},
                {QStringLiteral("history"), property(history)},
                {QStringLiteral("player"), property(player)},
                {QStringLiteral("sleep"), property(sleep)},
                {QStringLiteral("stretch"), property(stretch)},
                {QStringLiteral("sound"), property(sound)},
                {QStringLiteral("equaliser"), property(equaliser)},
                {QStringLiteral("desktop"), property(desktop)},
                {QStringLiteral("library"), property(library)},
                {QStringLiteral("duplicates"), property(duplicates)},
                {QStringLiteral("training"), property(training)},
                {QStringLiteral("analysis"), property(analysis)},
                {QStringLiteral("transfer"), property(transfer)},
                {QStringLiteral("notices"), property(notices)},
                {QStringLiteral("reactions"), property(reactions)},
                {QStringLiteral("ratings"), property(ratings)},
                {QStringLiteral("lyrics"), property(lyrics)},
                {QStringLiteral("playlists"), property(playlists)},
                {QStringLiteral("playlist"), property(playlist)},
                {QStringLiteral("smartPlaylist"), property(smart_playlist)},
                {QStringLiteral("playlistFiles"), property(playlist_files)},
                {QStringLiteral("tagEditor"), property(tag_editor)},
                {QStringLiteral("actions"), property(actions)},
                {QStringLiteral("coverKeys"), property(cover_keys)},
                {QStringLiteral("appearance"), property(appearance)}};
    }
};

Window::Window(UiServices services, QObject* parent) : QObject(parent) {
    bring_in_module();
    impl_ = std::make_unique<Impl>(std::move(services));
    const auto follow = [this] { impl_->appearance.follow(TrackId(impl_->player.track_id())); };
    connect(&impl_->player, &PlayerViewModel::trackChanged, this, follow);
    follow();
    connect(&impl_->appearance, &AppearanceViewModel::languageChanged, this, [this] {
        impl_->change_language();
        Q_EMIT language_changed();
    });
}

Window::~Window() = default;

Status Window::load() {
    // Only the file dialogs use ready-made controls; everything else is drawn from ui/components.
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    impl_->engine = std::make_unique<QQmlApplicationEngine>();
    QQmlApplicationEngine& engine = *impl_->engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    // The engine owns its providers.
    engine.addImageProvider(QStringLiteral("cover"), new CoverProvider(impl_->covers));
    engine.addImageProvider(QStringLiteral("icon"), new IconProvider);
    QString trouble;
    connect(&engine, &QQmlEngine::warnings, this, [&trouble](const QList<QQmlError>& errors) {
        for (const QQmlError& error : errors) {
            trouble += error.toString() + u'\n';
        }
    });
    engine.setInitialProperties(impl_->view_models());
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Refrain/Main.qml")));
    disconnect(&engine, &QQmlEngine::warnings, this, nullptr);
    if (engine.rootObjects().isEmpty()) {
        return Error{
            ErrorCode::failed, "The window could not be built: " + trouble.trimmed().toStdString(), {}};
    }
    impl_->window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    connect(impl_->window, &QQuickWindow::frameSwapped, this, &Window::first_frame,
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    connect(impl_->window, &QWindow::visibleChanged, this, [this](bool visible) {
        if (!visible) {
            Q_EMIT closed();
        }
    });
    impl_->window->show();
    return Done{};
}

PlayerFollower& Window::player_follower() {
    return impl_->follower;
}

QQuickWindow* Window::quick_window() const {
    return impl_->window;
}

void Window::raise() {
    if (impl_->window) {
        impl_->window->show();
        impl_->window->raise();
        impl_->window->requestActivate();
    }
}

void Window::show_page(const QString& page) {
    static const QStringList pages{
        QStringLiteral("songs"),   QStringLiteral("guess"),      QStringLiteral("queue"),
        QStringLiteral("history"), QStringLiteral("settings"),   QStringLiteral("failures"),
        QStringLiteral("lyrics"),  QStringLiteral("duplicates"), QStringLiteral("reactions")};
    if (impl_->window && pages.contains(page)) {
        QMetaObject::invokeMethod(impl_->window, "go", Q_ARG(QVariant, page));
    }
}

void Window::show_playlist(PlaylistId playlist) {
    if (impl_->window) {
        QMetaObject::invokeMethod(impl_->window, "openPlaylist",
                                  Q_ARG(QVariant, QVariant::fromValue<qint64>(playlist.value())));
    }
}

}  // namespace refrain
