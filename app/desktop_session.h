// The window's program in its desktop: MPRIS, tray, notifications, no suspend while music plays. Each part
// may be missing: one line in the log, and the rest goes on.
//
// GUI thread only. Create after the window and what it is given, when it is on the screen; destroy before.
// Nothing fails out of it.
#pragma once

#include "app/background/app_background.h"
#include "app/desktop/mpris.h"
#include "app/desktop/notifier.h"
#include "app/desktop/sleep_inhibitor.h"
#include "app/desktop/track_art.h"
#include "app/desktop/tray.h"
#include "app/settings.h"
#include "library_scanner/library.h"
#include "ui/window.h"

#include <memory>
#include <optional>

#include <QObject>
#include <QString>

namespace refrain::app {

class DesktopSession : public QObject {
    Q_OBJECT
  public:
    /// Takes its places on the bus.
    DesktopSession(Library& library, const Settings& settings, AppBackground& background, Window& window,
                   CoverLoader load_cover, QObject* parent = nullptr);
    ~DesktopSession() override;

    /// A setting was written ("desktop/tray", "desktop/notifications", "desktop/close_to_tray").
    void setting_changed(const QString& key);
    /// The window may close without an end of the program: the tray brings it back.
    bool stays_in_tray() const;

  private:
    std::optional<Track> track_of(const QueueEntry& entry) const;
    std::optional<bool> loved(const QueueEntry& entry) const;
    MprisCallbacks mpris_callbacks();
    void show_tray();
    void show_notifications();
    void library_or_love_changed();

    Library& library_;
    const Settings& settings_;
    AppBackground& background_;
    Window& window_;
    // In the order of their dependence.
    PlayerFollower& follower_;
    TrackArt art_;
    Mpris mpris_;
    SleepInhibitor sleep_;
    std::unique_ptr<Notifier> notifier_;
    std::unique_ptr<Tray> tray_;
    int subscription_ = 0;
};

}  // namespace refrain::app
