#include "app/desktop/notification_view.h"

#include "app/desktop/desktop_id.h"
#include "app/desktop/mpris_view.h"

#include <utility>

namespace refrain {
namespace {

constexpr qsizetype longest_text = 200;

/// One line without control characters.
QString plain(const std::string& bytes) {
    QString text =
        QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())).simplified().left(longest_text);
    for (QChar& letter : text) {
        if (letter.category() == QChar::Other_Control || letter.category() == QChar::Other_Format) {
            letter = u' ';
        }
    }
    return text;
}

}  // namespace

NotificationServer notification_server(const QStringList& capabilities) {
    return {capabilities.contains(QStringLiteral("body-markup")),
            capabilities.contains(QStringLiteral("actions"))};
}

TrackNotification track_notification(const QueueEntry& entry, const std::string& art_file,
                                     const NotificationServer& server, const NotificationLabels& labels) {
    TrackNotification told;
    const auto file_name = entry.path.substr(entry.path.rfind('/') + 1);
    // The summary is never markup, whatever the server can do.
    told.summary = plain(entry.title.empty() ? file_name : entry.title);
    QStringList lines;
    for (const QString& line : {plain(entry.artist), plain(entry.album)}) {
        if (!line.isEmpty()) {
            lines.append(line);
        }
    }
    told.body = lines.join(QStringLiteral(" – "));
    if (server.body_markup) {
        told.body = told.body.toHtmlEscaped();
    }
    if (server.actions) {
        told.actions = {notification_default, labels.show,       notification_pause,
                        labels.pause,         notification_next, labels.next};
    }
    told.hints[QStringLiteral("desktop-entry")] = desktop_id;
    // Not kept once it has been shown: the next track replaces it.
    told.hints[QStringLiteral("transient")] = true;
    if (!art_file.empty()) {
        told.hints[QStringLiteral("image-path")] = file_url(art_file);
    }
    return told;
}

bool track_began(const PlayerState& state, QueueEntryId& last) {
    const auto* entry = state.current_entry();
    const auto now = entry != nullptr ? entry->id : QueueEntryId();
    if (state.state != PlaybackState::playing || now == last) {
        return false;
    }
    last = now;
    return now.valid();
}

}  // namespace refrain
