// The listener's playlists, for the sidebar and for every menu that adds to one: making, renaming, removing,
// adding and playing them. GUI thread; the database is read and written beside it, in the order in which
// things were asked for. What can fail: the database, a name that is taken; then a notice says so and
// everything is as it was. What is removed or added can be taken back by the notice.
#pragma once

#include "library_scanner/playlists/playlists.h"
#include "ui/player_follower.h"
#include "ui/view_models/keyed_list_model.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/ordered_tasks.h"
#include "ui/view_models/playlist_reader.h"
#include "ui/view_models/track_rows_model.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct PlaylistRow {
    PlaylistId id;
    QString name;
    bool smart = false;

    std::int64_t key() const { return id.value(); }
    friend bool operator==(const PlaylistRow&, const PlaylistRow&) = default;
};

class PlaylistsViewModel : public KeyedListModel<PlaylistRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int count READ count NOTIFY listed)
    /// Rises whenever a playlist came, went or was renamed; name it in a binding.
    Q_PROPERTY(int revision READ revision NOTIFY listed)
  public:
    enum Role { PlaylistIdRole = Qt::UserRole + 1, NameRole, SmartRole };

    PlaylistsViewModel(Playlists& playlists, LibraryChanges& library, SearchIndexing& indexing,
                       PlayerFollower& follower, NoticeViewModel& notices, QObject* parent = nullptr);
    ~PlaylistsViewModel() override;

    int count() const { return rowCount(); }
    int revision() const { return revision_; }

    Q_INVOKABLE QString nameOf(qint64 playlist) const;
    Q_INVOKABLE bool isSmart(qint64 playlist) const;
    /// No playlist but `playlist` (0: none) is called so, and it is a name at all.
    Q_INVOKABLE bool isFree(const QString& name, qint64 playlist) const;
    /// `name`, or "name 2", "name 3", … where it is taken.
    Q_INVOKABLE QString freeName(const QString& name) const;

    // What a new playlist is to hold. Each asks for its name by nameWanted(); then create().
    Q_INVOKABLE void newEmpty();
    Q_INVOKABLE void newOfTrack(qint64 track);
    /// Of the row, or of the selection where the row is part of it.
    Q_INVOKABLE void newOfRows(const refrain::TrackRowsModel* list, int row);
    Q_INVOKABLE void newOfQueue();
    Q_INVOKABLE void create(const QString& name);

    Q_INVOKABLE void addTrack(qint64 playlist, qint64 track);
    Q_INVOKABLE void addRows(qint64 playlist, const refrain::TrackRowsModel* list, int row);
    Q_INVOKABLE void rename(qint64 playlist, const QString& name);
    Q_INVOKABLE void remove(qint64 playlist);

    /// From its beginning, or from anywhere with shuffle switched on.
    Q_INVOKABLE void play(qint64 playlist, bool shuffled = false);
    Q_INVOKABLE void addToQueue(qint64 playlist);

    int rowCount(const QModelIndex& parent = {}) const override { return KeyedListModel::rowCount(parent); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Makes songs for a playlist, beside the GUI thread.
    using Maker = std::function<std::vector<PlaylistEntry>()>;
    /// A new playlist is to hold them; asks for its name as those above do.
    void ask_for_name(const QString& suggestion, Maker songs);
    /// The notice offers to undo it.
    void add(qint64 playlist, Maker songs);
    /// What answers what is in a playlist now.
    PlaylistSources sources() const;

  Q_SIGNALS:
    /// The list, or a name in it, is another.
    void listed();
    /// Something about a playlist is another, in this window or by whomever in this process.
    void changed();
    void nameWanted(const QString& suggestion);
    /// There is a new one, which the listener will want to see.
    void created(qint64 playlist);

  private:
    void reload();
    void show(const std::vector<Playlist>& playlists);
    Maker of_track(TrackId track) const;
    static Maker of_tracks(MeantTracks tracks);
    /// Beside the GUI thread; trouble is told.
    void write(std::function<Status()> work, std::function<void()> done = {});
    /// Reads what can be played of it, beside the GUI thread; where that is nothing, says so.
    void read(qint64 playlist, std::function<void(std::shared_ptr<const PlaylistSongs>,
                                                  std::vector<std::uint32_t> order, std::string origin)>
                                   done);

    Playlists& playlists_;
    LibraryChanges& library_;
    SearchIndexing& indexing_;
    PlayerFollower& follower_;
    NoticeViewModel& notices_;
    int subscription_ = 0;
    int revision_ = 0;
    /// What the playlist that waits for its name is to hold.
    Maker waiting_;
    OrderedTasks tasks_{this};
};

}  // namespace refrain
