// The play queue as a list: what was played, what plays, what the listener queued, what Guess You Like added.
// It holds no rows of its own but reads the player's picture of the queue: another track playing costs the
// rows it touches, a change of the queue the rows that came, went or moved. Rows can be selected; what
// is done to a selected row is done to all of them. Every change can be taken back, and says so. GUI thread;
// commands are posted to the player and return at once. Nothing fails.
#pragma once

#include "ui/player_follower.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/queue_edit.h"
#include "ui/view_models/row_selection.h"

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
    Q_PROPERTY(int selectedCount READ selected_count NOTIFY selectionChanged)
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
        SectionRole,
        SelectedRole
    };

    QueueModel(Player& player, PlayerFollower& follower, NoticeViewModel& notices, QObject* parent = nullptr);

    int count() const { return leaving_rows_ + static_cast<int>(queue_.size()) - rest_; }
    int current_row() const { return current_; }
    /// "12 to come · 48 min".
    const QString& summary() const { return summary_; }
    bool can_undo() const { return can_undo_; }
    /// The language has changed.
    void retranslate();
    /// nullptr outside the list.
    const QueueEntry* entry_at(int row) const;

    int selected_count() const { return static_cast<int>(selection_.size()); }

    Q_INVOKABLE void play(int row);
    /// As a click does: alone, with Ctrl in addition (or no longer), with Shift all from the last one on.
    Q_INVOKABLE void select(int row, int modifiers = 0);
    /// select() with the keys that are held now.
    Q_INVOKABLE void click(int row);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void selectNone();
    Q_INVOKABLE bool isSelected(int row) const;

    // Each of the following does it to the row, or to the whole selection where the row is part of it.

    Q_INVOKABLE void remove(int row);
    /// Between two rows as they stand now: in front of row `gap`; count() is the end. Clipped.
    Q_INVOKABLE void moveBefore(int row, int gap);
    /// One place up (-1) or down (1).
    Q_INVOKABLE void moveBy(int row, int by);
    /// Directly behind what plays.
    Q_INVOKABLE void playNext(int row);
    /// How many rows that would be.
    Q_INVOKABLE int meantCount(int row) const { return static_cast<int>(meant(row).size()); }

    /// So that this one row is at `target` afterwards, clipped into the list.
    Q_INVOKABLE void move(int row, int target);
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
    void selectionChanged();

  private:
    void take(const PlayerState& state);
    void take_queue(const QueueSnapshot& next);
    void carry_out(const QueueEdit& edit, const QueueSnapshot& next);
    void forget_selected(const std::vector<QueueEdit::Range>& gone, const QueueSnapshot& before);
    void tell_places(int current_before, int auto_from_before);
    void sum_up();
    QString section(int row) const;
    void offer_undo(const QString& text);
    /// What is meant when something is done to this row, in the order of the rows.
    std::vector<int> meant(int row) const;
    void move_rows(const std::vector<int>& rows, int gap);
    void tell_selection();

    Player& player_;
    NoticeViewModel& notices_;
    QueueSnapshot queue_;
    // While the view is led from one picture to the next the rows are so many of the earlier one, then those
    // of the new one from `rest_` on.
    QueueSnapshot leaving_;
    int leaving_rows_ = 0;
    int rest_ = 0;
    int current_ = -1;
    int auto_from_ = 0;
    QString summary_;
    bool can_undo_ = false;
    RowSelection selection_;
};

}  // namespace refrain
