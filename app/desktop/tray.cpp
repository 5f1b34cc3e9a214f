#include "app/desktop/tray.h"

#include "app/desktop/tray_adaptors.h"

#include <utility>

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <spdlog/spdlog.h>

namespace refrain {
namespace {

const QString watcher = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString watcher_path = QStringLiteral("/StatusNotifierWatcher");
const QString item_path = QStringLiteral("/StatusNotifierItem");
const QString menu_path = QStringLiteral("/MenuBar");

}  // namespace

Tray::Tray(PlayerFollower& follower, TrayCallbacks callbacks, TrayPixmaps icon, const QDBusConnection& bus,
           QObject* parent)
    : QObject(parent),
      follower_(follower),
      callbacks_(std::move(callbacks)),
      icon_(std::move(icon)),
      bus_(bus),
      watcher_watcher_(
          watcher, bus_,
          QDBusServiceWatcher::WatchForRegistration | QDBusServiceWatcher::WatchForUnregistration) {
    register_tray_types();
    item_ = new TrayItemInterface(*this);
    menu_ = new TrayMenuInterface(*this, &menu_object_);
    refresh();
    connect(&follower_, &PlayerFollower::changed, this, &Tray::refresh);
    // One name an icon; the number is free while the process has one.
    service_ = QStringLiteral("org.kde.StatusNotifierItem-%1-1").arg(QCoreApplication::applicationPid());
    if (!bus_.registerObject(item_path, this) || !bus_.registerObject(menu_path, &menu_object_) ||
        !bus_.registerService(service_)) {
        spdlog::info("No icon in the tray: the session bus has no place for it");
        return;
    }
    connect(&watcher_watcher_, &QDBusServiceWatcher::serviceRegistered, this, &Tray::announce);
    connect(&watcher_watcher_, &QDBusServiceWatcher::serviceUnregistered, this,
            [this] { set_visible(false, false); });
    bus_.connect(watcher, watcher_path, watcher, QStringLiteral("StatusNotifierHostRegistered"), this,
                 SLOT(host_came()));
    bus_.connect(watcher, watcher_path, watcher, QStringLiteral("StatusNotifierHostUnregistered"), this,
                 SLOT(host_went()));
    announce();
}

Tray::~Tray() {
    // The watcher sees the name go and drops the icon.
    bus_.unregisterService(service_);
    bus_.unregisterObject(menu_path);
    bus_.unregisterObject(item_path);
}

void Tray::announce() {
    auto message = QDBusMessage::createMethodCall(watcher, watcher_path, watcher,
                                                  QStringLiteral("RegisterStatusNotifierItem"));
    message << service_;
    auto* answer = new QDBusPendingCallWatcher(bus_.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        if (answer->isError()) {
            spdlog::info("No icon in the tray: {}", answer->error().message().toStdString());
            set_visible(false, false);
            return;
        }
        set_visible(true, host_);
        ask_for_host();
    });
}

void Tray::ask_for_host() {
    auto message = QDBusMessage::createMethodCall(
        watcher, watcher_path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    message << watcher << QStringLiteral("IsStatusNotifierHostRegistered");
    auto* answer = new QDBusPendingCallWatcher(bus_.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        set_visible(registered_, !reply.isError() && reply.value().variant().toBool());
    });
}

void Tray::host_came() {
    set_visible(registered_, true);
}

void Tray::host_went() {
    // Another one may still be there.
    ask_for_host();
}

void Tray::set_visible(bool registered, bool host) {
    const bool before = visible();
    registered_ = registered;
    host_ = host;
    if (before != visible()) {
        Q_EMIT visible_changed();
    }
}

void Tray::refresh() {
    const PlayerState& state = follower_.state();
    const auto* entry = state.current_entry();
    const auto loved = entry != nullptr && callbacks_.loved ? callbacks_.loved(*entry) : std::nullopt;
    auto title = tray_title(state);
    auto lines = tray_menu(
        state, loved,
        {tr("Show Refrain"), tr("Play"), tr("Pause"), tr("Next"), tr("Previous"), tr("Love"), tr("Quit")});
    if (title != title_) {
        title_ = std::move(title);
        Q_EMIT item_->NewToolTip();
    }
    if (lines != lines_) {
        lines_ = std::move(lines);
        ++menu_revision_;
        Q_EMIT menu_->LayoutUpdated(menu_revision_, 0);
    }
}

void Tray::act(TrayAction action) {
    auto& player = follower_.player();
    switch (action) {
        case TrayAction::show:
            if (callbacks_.show) {
                callbacks_.show();
            }
            break;
        case TrayAction::toggle:
            player.toggle();
            break;
        case TrayAction::next:
            player.next();
            break;
        case TrayAction::previous:
            player.previous();
            break;
        case TrayAction::love:
            if (const auto* entry = follower_.state().current_entry();
                entry != nullptr && callbacks_.love && callbacks_.loved) {
                if (const auto loved = callbacks_.loved(*entry)) {
                    callbacks_.love(*entry, !*loved);
                    refresh();
                }
            }
            break;
        case TrayAction::quit:
            if (callbacks_.quit) {
                callbacks_.quit();
            }
            break;
        case TrayAction::none:
        case TrayAction::line:
            break;
    }
}

}  // namespace refrain
