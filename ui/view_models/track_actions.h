// What a click on a track of any list means for the player. GUI thread; everything is posted to the player
// and returns at once. A track that is gone from the library does nothing.
#pragma once

#include "player/player.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/playlists_view_model.h"
#include "ui/view_models/taste_view_model.h"
#include "ui/view_models/track_list_model.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TrackActions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// For the menus that add a track to one of them; null where there are none.
    Q_PROPERTY(refrain::PlaylistsViewModel* playlists READ playlists CONSTANT)
    /// For the menus that let Guess You Like start from a track; null where it does not.
    Q_PROPERTY(refrain::TasteViewModel* taste READ taste CONSTANT)
  public:
    /// A queue is what is heard in a day, not the library: from here on at most so many tracks are queued.
    /// Shuffled, the whole list is meant, wherever it was clicked and whenever shuffle was switched on.
    static constexpr int queue_limit = 500;

    TrackActions(Player& player, LibraryChanges& library, NoticeViewModel& notices,
                 PlaylistsViewModel* playlists = nullptr, TasteViewModel* taste = nullptr,
                 QObject* parent = nullptr);
    ~TrackActions() override;

    PlaylistsViewModel* playlists() const { return playlists_; }
    TasteViewModel* taste() const { return taste_; }

    /// Plays the list from `row` on, or with shuffle all of it, that row first (where the row is one of
    /// several that are selected, those alone); `query` is what was searched for, empty on the page of all
    /// songs.
    Q_INVOKABLE void playFrom(const refrain::TrackListModel* list, int row, const QString& query);
    /// Of the row, or of the selection where the row is part of it.
    Q_INVOKABLE void playNextFrom(const refrain::TrackListModel* list, int row, const QString& query);
    Q_INVOKABLE void addToQueueFrom(const refrain::TrackListModel* list, int row, const QString& query);
    Q_INVOKABLE void play(qint64 track);
    Q_INVOKABLE void playNext(qint64 track);
    Q_INVOKABLE void addToQueue(qint64 track);
    Q_INVOKABLE void playAlbum(qint64 track);
    Q_INVOKABLE void playArtist(qint64 track);
    Q_INVOKABLE void addAlbumToQueue(qint64 track);

  private:
    /// What a click in the list, or in the results for `query`, is noted as.
    using Source = TrackListModel::Source;
    static Source source(const TrackListModel& list, const QString& query);
    std::optional<TrackView> find(qint64 track) const;
    void play(const std::vector<TrackId>& tracks, int start, Intent intent, const std::string& origin);

    std::vector<QueueEntry> entries(const std::vector<TrackId>& tracks, Intent intent,
                                    const std::string& origin) const;
    /// Makes the entries, of many tracks beside the GUI thread, and hands them to `use` on it.
    void make_entries(MeantTracks tracks, Source source, std::function<void(std::vector<QueueEntry>)> use);
    /// The queue was added to; that can be taken back.
    void tell_of_addition(const QString& text);

    Player& player_;
    LibraryChanges& library_;
    NoticeViewModel& notices_;
    PlaylistsViewModel* playlists_;
    TasteViewModel* taste_;
    /// How often something was to be played: entries that are made meanwhile are not played any more.
    int plays_ = 0;
    /// One thread: what is queued first comes first.
    QThreadPool pool_;
};

}  // namespace refrain
