// The play queue as a list: what is playing, what the listener queued, what Guess You Like added.
// GUI thread; commands are posted to the player and return at once. Nothing fails.
#pragma once

#include "ui/view_models/keyed_list_model.h"
#include "ui/view_models/player_events.h"

#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct QueueRow {
    QueueEntryId entry;
    TrackId track;
    QString title, artist, album, length, reason;
    bool current = false;
    /// Queued by Guess You Like.
    bool automatic = false;
    /// Behind the current one: still to come.
    bool upcoming = false;

    std::int64_t key() const { return entry.value(); }
    friend bool operator==(const QueueRow&, const QueueRow&) = default;
};

class QueueModel : public KeyedListModel<QueueRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int currentRow READ current_row NOTIFY currentRowChanged)
    Q_PROPERTY(QString summary READ summary NOTIFY countChanged)
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
        UpcomingRole
    };

    QueueModel(Player& player, PlayerEvents& events, QObject* parent = nullptr);

    int count() const { return rowCount(); }
    int current_row() const { return current_; }
    /// "12 to come · 48 min".
    const QString& summary() const { return summary_; }

    Q_INVOKABLE void play(int row);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void moveUp(int row);
    Q_INVOKABLE void moveDown(int row);
    Q_INVOKABLE void clear();

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void countChanged();
    void currentRowChanged();

  private:
    void take(const PlayerState& state);
    void move(int row, int target);

    Player& player_;
    int current_ = -1;
    QString summary_;
};

}  // namespace refrain
