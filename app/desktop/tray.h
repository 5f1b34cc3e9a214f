// An icon in the desktop's tray with a small menu: org.kde.StatusNotifierItem and com.canonical.dbusmenu
// spoken directly, so that no QtWidgets has to be loaded for it.
//
// Lives on the Qt thread of its creator, that of the follower. What can fail: the desktop has no tray; said
// once in the log, and visible() stays false. A tray that comes later, or again, gets the icon then.
#pragma once

#include "app/desktop/tray_types.h"
#include "app/desktop/tray_view.h"
#include "ui/player_follower.h"

#include <functional>
#include <optional>
#include <vector>

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>
#include <QString>

namespace refrain {

class TrayItemInterface;
class TrayMenuInterface;

struct TrayCallbacks {
    std::function<void()> show;
    std::function<void()> quit;
    /// Is the entry's track loved? Nothing when it is not of the library. Must not wait for the disk.
    std::function<std::optional<bool>(const QueueEntry&)> loved;
    std::function<void(const QueueEntry&, bool love)> love;
};

class Tray : public QObject {
    Q_OBJECT
  public:
    /// `icon`: the program's, in some sizes, for desktops that have no icon of the name "refrain".
    Tray(PlayerFollower& follower, TrayCallbacks callbacks, TrayPixmaps icon,
         const QDBusConnection& bus = QDBusConnection::sessionBus(), QObject* parent = nullptr);
    /// Takes the icon away.
    ~Tray() override;

    /// Somebody shows the icon.
    bool visible() const { return registered_ && host_; }
    /// What loved() says may have changed.
    void refresh();

  Q_SIGNALS:
    void visible_changed();

  private Q_SLOTS:
    void host_came();
    void host_went();

  private:
    friend class TrayItemInterface;
    friend class TrayMenuInterface;

    void announce();
    void ask_for_host();
    void set_visible(bool registered, bool host);
    void act(TrayAction action);

    PlayerFollower& follower_;
    const TrayCallbacks callbacks_;
    const TrayPixmaps icon_;
    QDBusConnection bus_;
    QDBusServiceWatcher watcher_watcher_;
    TrayItemInterface* item_ = nullptr;
    TrayMenuInterface* menu_ = nullptr;
    QObject menu_object_;
    QString service_;
    bool registered_ = false, host_ = false;

    // What was told last.
    QString title_;
    std::vector<TrayLine> lines_;
    uint menu_revision_ = 1;
};

}  // namespace refrain
