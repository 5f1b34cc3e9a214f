#include "app/desktop/notifier.h"

#include <utility>

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <spdlog/spdlog.h>

namespace refrain {
namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");

QDBusMessage server_call(const QString& method) {
    return QDBusMessage::createMethodCall(service, path, service, method);
}

}  // namespace

Notifier::Notifier(PlayerFollower& follower, TrackArt& art, NotifierCallbacks callbacks,
                   const QDBusConnection& bus, QObject* parent)
    : QObject(parent),
      follower_(follower),
      art_(art),
      callbacks_(std::move(callbacks)),
      bus_(bus),
      server_watcher_(service, bus_, QDBusServiceWatcher::WatchForUnregistration) {
    // What was current before is no news.
    if (const auto* entry = follower_.state().current_entry()) {
        last_ = entry->id;
    }
    constexpr int picture_patience_ms = 500;
    patience_.setSingleShot(true);
    patience_.setInterval(picture_patience_ms);
    connect(&patience_, &QTimer::timeout, this, &Notifier::show);
    connect(&follower_, &PlayerFollower::changed, this, &Notifier::follow);
    connect(&art_, &TrackArt::found, this, &Notifier::art_found);
    connect(&server_watcher_, &QDBusServiceWatcher::serviceUnregistered, this, &Notifier::forget_server);
    bus_.connect(service, path, service, QStringLiteral("ActionInvoked"), this,
                 SLOT(action_invoked(uint, QString)));
    bus_.connect(service, path, service, QStringLiteral("NotificationClosed"), this,
                 SLOT(closed(uint, uint)));
}

Notifier::~Notifier() {
    if (shown_ != 0) {
        bus_.send(server_call(QStringLiteral("CloseNotification")) << shown_);
    }
}

void Notifier::follow() {
    if (!track_began(follower_.state(), last_)) {
        return;
    }
    waiting_ = QueueEntryId();
    patience_.stop();
    if (!callbacks_.wanted || !callbacks_.wanted()) {
        return;
    }
    waiting_ = last_;
    art_.has_looked(last_) ? show() : patience_.start();
}

void Notifier::art_found(QueueEntryId entry) {
    if (entry == waiting_) {
        show();
    }
}

void Notifier::show() {
    patience_.stop();
    if (busy_) {
        again_ = true;
        return;
    }
    const auto* entry = follower_.state().current_entry();
    if (entry == nullptr || entry->id != waiting_) {
        return;
    }
    if (server_) {
        waiting_ = QueueEntryId();
        notify(*entry);
        return;
    }
    busy_ = true;
    auto* answer =
        new QDBusPendingCallWatcher(bus_.asyncCall(server_call(QStringLiteral("GetCapabilities"))), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        busy_ = again_ = false;
        const QDBusPendingReply<QStringList> reply = *answer;
        if (reply.isError()) {
            if (!std::exchange(told_that_nobody_is_there_, true)) {
                spdlog::info("No notifications here: {}", reply.error().message().toStdString());
            }
            return;
        }
        server_ = notification_server(reply.value());
        show();
    });
}

void Notifier::notify(const QueueEntry& entry) {
    const auto told =
        track_notification(entry, art_.file(), *server_, {tr("Next"), tr("Pause"), tr("Show Refrain")});
    constexpr int as_the_server_likes = -1;
    busy_ = true;
    closed_meanwhile_ = 0;
    auto* answer = new QDBusPendingCallWatcher(
        bus_.asyncCall(server_call(QStringLiteral("Notify"))
                       << QStringLiteral("Refrain") << shown_ << QStringLiteral("refrain") << told.summary
                       << told.body << told.actions << told.hints << as_the_server_likes),
        this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        busy_ = false;
        const QDBusPendingReply<uint> reply = *answer;
        shown_ = reply.isError() || reply.value() == std::exchange(closed_meanwhile_, 0) ? 0 : reply.value();
        if (std::exchange(again_, false)) {
            show();
        }
    });
}

void Notifier::action_invoked(uint id, const QString& action) {
    if (id != shown_ || shown_ == 0) {
        return;
    }
    if (action == notification_next) {
        follower_.player().next();
    } else if (action == notification_pause) {
        follower_.player().pause();
    } else if (action == notification_default && callbacks_.raise) {
        callbacks_.raise();
    }
}

void Notifier::closed(uint id, uint /*reason*/) {
    if (id == shown_) {
        shown_ = 0;
    }
    if (busy_) {
        closed_meanwhile_ = id;
    }
}

void Notifier::forget_server() {
    server_.reset();
    shown_ = 0;
}

}  // namespace refrain
