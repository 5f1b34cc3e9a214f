// The play queue as a list: what was played, what plays, what the listener queued, what Guess You Like added.
// It holds no text: rows point into the picture of the queue that the player's events share, so that 100,000
// entries cost a pointer each and another track playing costs the rows it touches. Every change can be taken
// back, and says so. GUI thread; commands are posted to the player and return at once. Nothing fails.
#pragma once

#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/player_events.h"
#include "ui/view_models/row_changes.h"

#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class QueueModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int currentRow READ current_row NOTIFY currentRowChanged)
    Q_PROPERTY(QString summary READ summary NOTIFY countChanged)
    Q_PROPERTY(bool canUndo READ can_undo NOTIFY canUndoChanged)
  public:
    enum Role {
        EntryIdRole = Qt::UserRole + 1,
        TrackIdRole,
        TitleRole,
        ArtistRole,
        AlbumRole,
        LengthRole,
        ReasonRole,
        CurrentRole,
        AutomaticRole,
        UpcomingRole,
        /// "played", "current", "next" or "guess".
        SectionRole
    };

    QueueModel(Player& player, PlayerEvents& events, NoticeViewModel& notices, QObject* parent = nullptr);

    int count() const { return static_cast<int>(rows_.size()); }
    int current_row() const { return current_; }
    /// "12 to come · 48 min".
    const QString& summary() const { return summary_; }
    bool can_undo() const { return can_undo_; }
    /// nullptr outside the list.
    const QueueEntry* entry_at(int row) const;

    Q_INVOKABLE void play(int row);
    Q_INVOKABLE void remove(int row);
    /// So that the row is at `target` afterwards, clipped into the list.
    Q_INVOKABLE void move(int row, int target);
    /// Directly behind what plays.
    Q_INVOKABLE void playNext(int row);
    Q_INVOKABLE void clear();
    Q_INVOKABLE void undo();
    /// -1 when it is not in the queue.
    Q_INVOKABLE int rowOf(qint64 entry_id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void countChanged();
    void currentRowChanged();
    void canUndoChanged();

  private:
    void take(const PlayerPicture& picture);
    void take_queue(const QueuePtr& queue);
    void apply(const RowChange& change, const std::vector<const QueueEntry*>& next);
    void take_current(int current, int auto_from);
    void sum_up();
    QString section(int row) const;
    void offer_undo(const QString& text);

    Player& player_;
    NoticeViewModel& notices_;
    QueuePtr queue_ = std::make_shared<const std::vector<QueueEntry>>();
    /// Into `queue_`; while a new queue is taken over also into that one.
    std::vector<const QueueEntry*> rows_;
    int current_ = -1;
    int auto_from_ = 0;
    QString summary_;
    bool can_undo_ = false;
};

}  // namespace refrain
