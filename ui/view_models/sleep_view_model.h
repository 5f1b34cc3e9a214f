// When playback shall come to rest: the sleep timer and "stop after this track". GUI thread; commands are
// posted to the player and return at once. Nothing fails.
#pragma once

#include "ui/player_follower.h"

#include <chrono>

#include <QObject>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// The rest of a sleep timer in words: "23 min" rounded up, "40 s" within the last minute.
QString sleep_text(Milliseconds left);

class SleepViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(Until until READ until NOTIFY changed)
    /// What is left in words, or what is waited for; empty when no timer is set.
    Q_PROPERTY(QString text READ text NOTIFY changed)
    /// The minutes that were asked for; 0 when something else is waited for.
    Q_PROPERTY(int minutes READ minutes NOTIFY changed)
    Q_PROPERTY(bool stopAfterTrack READ stop_after_track WRITE set_stop_after_track NOTIFY changed)
  public:
    enum class Until { Never, Time, EndOfTrack, EndOfQueue };
    Q_ENUM(Until)

    SleepViewModel(Player& player, PlayerFollower& follower, QObject* parent = nullptr);

    Until until() const;
    QString text() const;
    int minutes() const { return until() == Until::Time ? minutes_ : 0; }
    bool stop_after_track() const { return stop_after_track_; }
    void set_stop_after_track(bool on);

    /// From now on.
    Q_INVOKABLE void sleepIn(int minutes);
    Q_INVOKABLE void sleepAtEndOfTrack();
    Q_INVOKABLE void sleepAtEndOfQueue();
    Q_INVOKABLE void stayAwake();

  Q_SIGNALS:
    void changed();

  private:
    using Clock = std::chrono::steady_clock;

    void take(const PlayerState& state);
    void set(SleepTimer timer);

    Player& player_;
    std::optional<SleepTimer> timer_;
    /// When `timer_` was true.
    Clock::time_point taken_{};
    int minutes_ = 0;
    bool stop_after_track_ = false;
    /// The player tells of changes, and time going by is none.
    QTimer second_;
};

}  // namespace refrain
