// The listening history, newest first, read in growing portions. GUI thread; reading runs beside it.
// What can fail: the disk; told by `error`, the rows read before stay.
#pragma once

#include "player/history/listening_history.h"
#include "ui/background.h"
#include "ui/player_follower.h"
#include "ui/view_models/keyed_list_model.h"
#include "ui/view_models/latest_task.h"

#include <QDateTime>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct HistoryRow {
    ListenId listen;
    TrackId track;
    QString title, artist, when, intent, ending, judgement;
    /// Of the length that was heard, in [0, 1]; negative when the length is unknown.
    double share = -1.0;
    bool open = false;

    std::int64_t key() const { return listen.value(); }
    friend bool operator==(const HistoryRow&, const HistoryRow&) = default;
};

/// One listen in words, as seen from `now`.
HistoryRow history_row(const Listen& listen, const QDateTime& now);

class HistoryModel : public KeyedListModel<HistoryRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(bool loaded READ loaded NOTIFY countChanged)
    Q_PROPERTY(QString error READ error NOTIFY countChanged)
  public:
    enum Role {
        TrackIdRole = Qt::UserRole + 1,
        TitleRole,
        ArtistRole,
        WhenRole,
        ShareRole,
        IntentRole,
        EndingRole,
        JudgementRole,
        OpenRole
    };
    static constexpr std::size_t portion = 200;

    HistoryModel(const ListeningHistory& history, Background& background, PlayerFollower& follower,
                 QObject* parent = nullptr);

    int count() const { return rowCount(); }
    /// The first portion was read: an empty list is an empty history.
    bool loaded() const { return loaded_; }
    const QString& error() const { return error_; }

    /// The language has changed.
    void retranslate() { reload(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

  Q_SIGNALS:
    void countChanged();

  private:
    void reload();

    const ListeningHistory& history_;
    std::size_t wanted_ = portion;
    bool complete_ = false;
    bool loaded_ = false;
    QString error_;
    LatestTask task_{this};
};

}  // namespace refrain
