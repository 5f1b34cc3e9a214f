// The player on the session bus, MPRIS 2.2: desktop keys, lock screens and playerctl drive it.
//
// Lives on the Qt thread of its creator (an event loop is needed), that of the follower. What can fail: there
// is no session bus, or the name cannot be had; start() says so, and the player works without.
#pragma once

#include "app/desktop/mpris_view.h"
#include "library_scanner/core/result.h"
#include "ui/player_follower.h"

#include <cstdint>
#include <functional>
#include <string>

#include <QDBusConnection>
#include <QDBusContext>
#include <QObject>
#include <QString>
#include <QVariantMap>

namespace refrain {

class MprisRoot;
class MprisPlayer;
class MprisTrackList;

struct MprisCallbacks {
    /// Brings the window to the front; CanRaise is false without it.
    std::function<void()> raise;
    /// Ends the program; CanQuit is false without it.
    std::function<void()> quit;
    /// What the library knows of an entry; its art_url is not asked for. Called on the Qt thread: it must not
    /// wait for the disk.
    std::function<MprisTrackFacts(const QueueEntry&)> facts_of;
    /// Plays a file, a folder or a cue sheet, given as bytes; without it OpenUri is refused and no scheme is
    /// named.
    std::function<void(const std::string& path)> open_file;
};

class Mpris : public QObject, protected QDBusContext {
    Q_OBJECT
  public:
    Mpris(PlayerFollower& follower, MprisCallbacks callbacks, QObject* parent = nullptr);
    ~Mpris() override;

    /// Takes the name org.mpris.MediaPlayer2.refrain, or "….instance<pid>" when another Refrain has it.
    Status start(const QDBusConnection& bus = QDBusConnection::sessionBus());
    /// The name on the bus; empty while it is not there.
    QString service_name() const { return service_name_; }

    /// The picture of an entry has been found: its file, given as bytes.
    void set_art(QueueEntryId entry, const std::string& file);
    /// What facts_of() says may have changed.
    void refresh();

  private:
    friend class MprisRoot;
    friend class MprisPlayer;
    friend class MprisTrackList;

    Player& player() { return follower_.player(); }
    MprisTrackFacts facts_of(const QueueEntry& entry) const;
    void announce_tracks(const PlayerState& state);
    void apply(const PositionRequest& request);
    /// The answer to the call that is being served.
    void refuse(const QString& why) const;
    void tell_properties(const QString& interface, const QVariantMap& changed, const QStringList& invalid);

    PlayerFollower& follower_;
    const MprisCallbacks callbacks_;
    QDBusConnection bus_;
    MprisPlayer* player_interface_ = nullptr;
    MprisTrackList* track_list_ = nullptr;
    QString service_name_;

    QueueEntryId art_of_;
    QString art_url_;
    /// What was told last; what a client reads agrees with it.
    QVariantMap properties_;
    QList<QDBusObjectPath> tracks_;
    PlayerState told_;
    std::uint64_t repeats_told_ = 0;
};

}  // namespace refrain
