// The main window: builds the view models over the services it is given, loads the QML, and owns both.
//
// GUI thread only; everything that waits on a disk runs on threads of its own. The services outlive the
// Window. What can fail: load(), when the QML of the program cannot be built (a QML module of the system is
// missing); the error says which. Here is no SQL, no audio and no file access: pictures and settings come
// through the functions of UiServices.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/identity/duplicates.h"
#include "library_scanner/library.h"
#include "library_scanner/playlists/playlists.h"
#include "library_scanner/ratings/ratings.h"
#include "library_scanner/search/search_index.h"
#include "player/history/listening_history.h"
#include "player/player.h"
#include "ui/background.h"
#include "ui/guess_steering.h"
#include "ui/tag_edit_service.h"
#include "ui/view_models/lyrics_view_model.h"

#include <functional>
#include <memory>

#include <QObject>
#include <QString>
#include <QVariant>

class QQuickWindow;

namespace refrain {

class PlayerFollower;

struct UiServices {
    Library& library;
    Player& player;
    ListeningHistory& history;
    Ratings& ratings;
    Playlists& playlists;
    Background& background;
    TagEditService& tag_edits;
    GuessSteering& steering;
    /// Called on threads of a pool, several at once; may be empty, then nothing has a cover.
    CoverLoader cover_loader = {};
    /// Where covers are kept in the sizes the window shows; empty: nowhere.
    std::filesystem::path thumbnail_folder = {};
    /// Offered at the first start: "~/Music" in full where that folder exists, else empty.
    QString suggested_music_folder;
    /// The scene is drawn by the CPU (no GPU, or QT_QUICK_BACKEND=software): the window then moves nothing
    /// that need not move.
    bool software_hint = false;
    /// The listener's settings ("ui/theme", …), kept by the application. Called on the GUI
    /// thread; either may be empty, then nothing is remembered.
    std::function<QVariant(const QString& key)> read_setting;
    std::function<void(const QString& key, const QVariant& value)> write_setting;
    /// The words of a music file, read in a process of their own; called on threads of the window. May be
    /// empty, then there are none.
    LyricsSource lyrics;
    /// What searches know of history and ratings, as they are now. Called on threads of the
    /// search; may be empty, then nothing was ever heard or rated.
    std::function<Result<SearchContext>()> search_context;
    /// The recordings that are there more than once. Called on threads of the window; may be empty, then
    /// there are none.
    std::function<Result<std::vector<DuplicateGroup>>()> duplicate_groups;
};

class Window : public QObject {
    Q_OBJECT
  public:
    explicit Window(UiServices services, QObject* parent = nullptr);
    ~Window() override;

    /// Builds the window and shows it. Call once.
    Status load();

    /// nullptr before load().
    QQuickWindow* quick_window() const;
    /// For those who follow the same player; lives as long as the window.
    PlayerFollower& player_follower();
    /// To the front, for a second start of the program and for MPRIS.
    void raise();

    /// Opens "songs", "guess", "queue", "history", "settings", "failures", "lyrics" or "duplicates"; anything
    /// else is ignored.
    void show_page(const QString& page);
    void show_playlist(PlaylistId playlist);

  Q_SIGNALS:
    /// The listener closed the window.
    void closed();
    /// The program speaks another language from here on.
    void language_changed();
    /// The first frame is on the screen; sent once.
    void first_frame();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain
