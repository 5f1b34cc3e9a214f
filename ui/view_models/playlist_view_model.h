// The playlist whose page is open, one that is not smart: its songs in their order, repeats and missing ones
// too. Rows can be selected; what is done to a selected row is done to all of them. A change is on the screen
// at once, written beside the GUI thread, and can be taken back by its notice. GUI thread; nothing here takes
// longer with 100,000 songs than a frame. What can fail: the database; then a notice says so and the list is
// as the database has it.
#pragma once

#include "ui/view_models/playlists_view_model.h"
#include "ui/view_models/row_selection.h"
#include "ui/view_models/track_rows_model.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class PlaylistViewModel : public TrackRowsModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// 0: none is open.
    Q_PROPERTY(qint64 playlistId READ playlist_id NOTIFY summaryChanged)
    Q_PROPERTY(QString name READ name NOTIFY summaryChanged)
    /// What is in it has been read.
    Q_PROPERTY(bool loaded READ loaded NOTIFY summaryChanged)
    Q_PROPERTY(int count READ count NOTIFY summaryChanged)
    /// "12 songs · 48:03 · 2 missing".
    Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
    Q_PROPERTY(int selectedCount READ selected_count NOTIFY selectionChanged)
  public:
    enum Role {
        /// 0 where the library has no such song.
        TrackIdRole = Qt::UserRole + 1,
        TitleRole,
        ArtistRole,
        AlbumRole,
        LengthRole,
        MissingRole,
        SelectedRole
    };

    PlaylistViewModel(Playlists& playlists, PlaylistsViewModel& list, LibraryChanges& library, Player& player,
                      NoticeViewModel& notices, QObject* parent = nullptr);
    ~PlaylistViewModel() override;

    qint64 playlist_id() const { return id_.value(); }
    const QString& name() const { return name_; }
    bool loaded() const { return document_ != nullptr; }
    int count() const { return static_cast<int>(order_.size()); }
    const QString& summary() const { return summary_; }
    int selected_count() const { return static_cast<int>(selection_.size()); }
    /// The language has changed.
    void retranslate();

    Q_INVOKABLE void open(qint64 playlist);

    /// From the row on, or with shuffle all of it, that row first; where the row is one of several that are
    /// selected, those alone. What is missing is passed over, but for the row itself: it may be there again.
    Q_INVOKABLE void play(int row);

    /// As a click does: alone, with Ctrl in addition (or no longer), with Shift all from the last one on.
    Q_INVOKABLE void select(int row, int modifiers = 0);
    /// select() with the keys that are held now.
    Q_INVOKABLE void click(int row);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE bool isSelected(int row) const;

    // Each of the following does it to the row, or to the whole selection where the row is part of it.

    Q_INVOKABLE void remove(int row);
    /// Between two rows as they stand now: in front of row `gap`; count() is the end. Clipped.
    Q_INVOKABLE void moveBefore(int row, int gap);
    /// One place up (-1) or down (1).
    Q_INVOKABLE void moveBy(int row, int by);
    Q_INVOKABLE void playNext(int row);
    Q_INVOKABLE void addToQueue(int row);
    /// What is missing too.
    Q_INVOKABLE void addTo(qint64 playlist, int row);
    Q_INVOKABLE void addToNew(int row);
    /// How many rows that would be.
    Q_INVOKABLE int meantCount(int row) const { return static_cast<int>(meant_rows(row).size()); }
    /// Each song once, however often it is in the playlist.
    MeantTracks meant(int row) const override;
    /// How many songs that would be.
    Q_INVOKABLE int knownCount(int row) const { return static_cast<int>(meant(row).size()); }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void summaryChanged();
    void selectionChanged();
    /// The open playlist was removed.
    void gone();

  private:
    using Order = std::vector<std::uint32_t>;
    using Songs = std::shared_ptr<const PlaylistSongs>;
    /// The playlist as it was read, and what is written of it.
    struct Document {
        explicit Document(UtcTime at) : read_at(at) {}
        /// Its changed_at when it was read or last written. Touched by the tasks alone.
        UtcTime read_at;
        /// The number of the newest change: one that is overtaken before it is written never is.
        std::atomic<int> newest{0};
    };
    struct Loaded;

    /// Reads it anew where somebody changed it; in any case where `anew`.
    void reload(bool anew);
    void take(Loaded loaded);
    void look_up(const LibraryPtr& library);
    /// Another reading of the playlist; in place where it is as long as before.
    void show(Songs songs, Order order);
    /// The same songs in another order, or without some.
    void rearrange(Order next);
    /// Shows the order, writes it, and offers to take it back.
    void change(Order next, const QString& text);
    void write(const std::shared_ptr<Document>& document, const Songs& songs, Order order);
    void sum_up();
    std::vector<int> meant_rows(int row) const;
    PlaylistsViewModel::Maker entries_of(int row) const;
    void move_rows(const std::vector<int>& rows, int gap);
    std::vector<QueueEntry> queue_entries(int row) const;
    RowSelection::Rows keys() const;
    std::int64_t key_of(int row) const;
    bool has(int row) const { return row >= 0 && row < count(); }
    QString title_of(int row) const;
    void tell_selection();

    Playlists& playlists_;
    PlaylistsViewModel& list_;
    LibraryChanges& library_;
    Player& player_;
    NoticeViewModel& notices_;
    PlaylistId id_;
    QString name_;
    std::string origin_;
    QString summary_;
    std::shared_ptr<Document> document_;
    /// What was read, in the order of then; and the order now, as places in it.
    Songs songs_ = std::make_shared<const PlaylistSongs>();
    Order order_;
    /// By the place in `songs_`, counted from 1.
    RowSelection selection_;
    /// Rises with what makes a reading that is under way one of yesterday.
    int serial_ = 0;
    LatestTask looking_up_{this};
    OrderedTasks tasks_{this};
};

}  // namespace refrain
