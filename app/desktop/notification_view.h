// What a notification about a track says, and when there is one (Desktop Notifications Specification 1.2,
// https://specifications.freedesktop.org/notification-spec/1.2/). Pure, any thread, nothing fails.
#pragma once

#include "player/player.h"

#include <string>

#include <QString>
#include <QStringList>
#include <QVariantMap>

namespace refrain {

/// What the notification server can do (GetCapabilities).
struct NotificationServer {
    bool body_markup = false;
    bool actions = false;
};
NotificationServer notification_server(const QStringList& capabilities);

struct TrackNotification {
    QString summary, body;
    /// Key and label by turns.
    QStringList actions;
    QVariantMap hints;
};

inline const QString notification_next = QStringLiteral("next");
inline const QString notification_pause = QStringLiteral("pause");
/// The notification itself was clicked.
inline const QString notification_default = QStringLiteral("default");

struct NotificationLabels {
    QString next, pause, show;
};

/// Titles are plain text: escaped where the server reads markup, on one line, and no longer than anyone
/// reads. `art_file` may be empty.
TrackNotification track_notification(const QueueEntry& entry, const std::string& art_file,
                                     const NotificationServer& server, const NotificationLabels& labels);

/// Another track plays now than the one last looked at. `last` becomes the current one.
bool track_began(const PlayerState& state, QueueEntryId& last);

}  // namespace refrain
