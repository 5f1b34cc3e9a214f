// A-B repeat: the stretch of the current track that is played again and again. GUI thread; commands are
// posted to the player and return at once. Nothing fails.
#pragma once

#include "ui/player_follower.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class StretchViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Milliseconds into the track; -1 where it is not set.
    Q_PROPERTY(qint64 from READ from NOTIFY changed)
    Q_PROPERTY(qint64 to READ to NOTIFY changed)
    Q_PROPERTY(bool complete READ complete NOTIFY changed)
  public:
    StretchViewModel(Player& player, PlayerFollower& follower, QObject* parent = nullptr);

    qint64 from() const { return stretch_ ? stretch_->from.count() : -1; }
    qint64 to() const { return complete() ? stretch_->to.count() : -1; }
    bool complete() const { return stretch_ && stretch_->complete(); }

    /// A end moved behind the other one drops the other one.
    Q_INVOKABLE void setFrom(qint64 position_ms);
    /// Without A the stretch begins with the track.
    Q_INVOKABLE void setTo(qint64 position_ms);
    Q_INVOKABLE void clear();
    /// What the next press of one key does: set A, set B, clear.
    Q_INVOKABLE void step(qint64 position_ms);

  Q_SIGNALS:
    void changed();

  private:
    void take(const PlayerState& state);

    Player& player_;
    std::optional<RepeatStretch> stretch_;
};

}  // namespace refrain
