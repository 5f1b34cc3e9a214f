// The player on the session bus, MPRIS 2.2: desktop keys, lock screens and playerctl drive it.
//
// Lives on the Qt thread of its creator (an event loop is needed); the player's calls are handed over to it.
// Create after the player, destroy before it. What can fail: there is no session bus, or the name cannot be
// had; start() says so, logs it once, and the player works without.
#pragma once

#include "library_scanner/core/result.h"
#include "player/player.h"

#include <atomic>
#include <functional>
#include <string>

#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <QVariantMap>

namespace refrain {

class MprisRoot;
class MprisPlayer;

struct MprisCallbacks {
    /// Brings the window to the front; CanRaise is false without it.
    std::function<void()> raise;
    /// Ends the program; CanQuit is false without it.
    std::function<void()> quit;
    /// Path of a picture for the entry, or empty. Called on the Qt thread when the current entry changes: it
    /// must not wait for the disk for long.
    std::function<std::string(const QueueEntry&)> cover_path;
    /// Plays a file, given as bytes; without it OpenUri does nothing and no scheme is named.
    std::function<void(const std::string& path)> open_file;
};

class Mpris : public QObject, private PlayerObserver {
    Q_OBJECT
  public:
    Mpris(Player& player, MprisCallbacks callbacks, QObject* parent = nullptr);
    ~Mpris() override;

    /// Takes the name org.mpris.MediaPlayer2.refrain, or "….instance<pid>" when another Refrain has it.
    Status start(const QDBusConnection& bus = QDBusConnection::sessionBus());
    /// The name on the bus; empty while it is not there.
    QString service_name() const { return service_name_; }

  private:
    friend class MprisRoot;
    friend class MprisPlayer;

    // On the player's thread:
    void player_changed(const PlayerState&) override;

    // On the Qt thread:
    void refresh();
    void apply(const struct PositionRequest& request);

    Player& player_;
    const MprisCallbacks callbacks_;
    QDBusConnection bus_;
    MprisPlayer* player_interface_ = nullptr;
    QString service_name_;
    /// Set while a refresh is on its way, so that many changes make one.
    std::atomic<bool> refresh_posted_ = false;

    QVariantMap properties_;
    QueueEntryId art_of_;
    QString art_url_;
    std::uint64_t seek_revision_ = 0;
};

}  // namespace refrain
