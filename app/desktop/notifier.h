// Tells what begins to play when the window is not looked at: one desktop notification, replaced in place.
//
// Lives on the Qt thread of its creator, that of the follower. What can fail: there is no notification
// server; said once in the log, nothing is shown.
#pragma once

#include "app/desktop/notification_view.h"
#include "app/desktop/track_art.h"

#include <functional>
#include <optional>

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>
#include <QTimer>

namespace refrain {

struct NotifierCallbacks {
    /// May one be shown: is it wished, and is the window out of sight? Qt thread.
    std::function<bool()> wanted;
    /// Brings the window to the front.
    std::function<void()> raise;
};

class Notifier : public QObject {
    Q_OBJECT
  public:
    Notifier(PlayerFollower& follower, TrackArt& art, NotifierCallbacks callbacks,
             const QDBusConnection& bus = QDBusConnection::sessionBus(), QObject* parent = nullptr);
    /// Takes the notification away.
    ~Notifier() override;

    /// The server's number of what is shown; 0: nothing is.
    uint shown() const { return shown_; }

  private Q_SLOTS:
    void action_invoked(uint id, const QString& action);
    void closed(uint id, uint reason);

  private:
    void follow();
    void art_found(QueueEntryId entry);
    /// Asks the server what it can do, once, then shows.
    void show();
    void notify(const QueueEntry& entry);
    void forget_server();

    PlayerFollower& follower_;
    TrackArt& art_;
    NotifierCallbacks callbacks_;
    QDBusConnection bus_;
    QDBusServiceWatcher server_watcher_;

    QueueEntryId last_;
    /// To be shown when its picture is found, or has not been found for a while.
    QueueEntryId waiting_;
    QTimer patience_;

    std::optional<NotificationServer> server_;
    uint shown_ = 0;
    /// A call is on its way. Its answer names what the next one replaces, so that waits.
    bool busy_ = false;
    /// Closed while the answer that names it was on its way.
    uint closed_meanwhile_ = 0;
    bool again_ = false;
    bool told_that_nobody_is_there_ = false;
};

}  // namespace refrain
