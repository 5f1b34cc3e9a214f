// Tells the player when what it is heard on has been taken away, while something plays.
//
// Lives on the Qt thread of its creator, that of the follower. Asks no sound server before the first sound
// and does nothing while nothing plays. What can fail: there is no server; then nobody tells.
#pragma once

#include "app/desktop/output_watch.h"
#include "app/desktop/player_follower.h"
#include "app/desktop/pulse_monitor.h"

#include <chrono>
#include <string>

#include <QObject>
#include <QTimer>

namespace refrain {

class Headphones : public QObject {
    Q_OBJECT
  public:
    /// `server`: see PulseMonitor.
    explicit Headphones(PlayerFollower& follower, std::string server = {}, QObject* parent = nullptr);

    const PulseMonitor& monitor() const { return monitor_; }

  private:
    void follow();
    void take(const SoundPicture& now);
    void lost();

    PlayerFollower& follower_;
    PulseMonitor monitor_;
    OutputWatch watch_;
    bool playing_ = false;
    /// A server that went away comes back, as a rule; each wait is twice the one before.
    QTimer again_;
    std::chrono::milliseconds wait_;
};

}  // namespace refrain
