#include "app/desktop/mpris_view.h"

#include <algorithm>
#include <limits>

#include <QByteArray>
#include <QDBusObjectPath>
#include <QStringList>

namespace refrain {
namespace {

constexpr std::int64_t us_in_ms = 1000;

bool has_current(const PlayerState& state) {
    return state.current_entry() != nullptr;
}

bool can_seek(const PlayerState& state) {
    return has_current(state) && state.duration.count() > 0;
}

QString text(const std::string& bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

}  // namespace

QString mpris_playback_status(PlaybackState state) {
    switch (state) {
        case PlaybackState::playing:
            return QStringLiteral("Playing");
        case PlaybackState::paused:
            return QStringLiteral("Paused");
        case PlaybackState::stopped:
            break;
    }
    return QStringLiteral("Stopped");
}

QString mpris_track_id(QueueEntryId entry) {
    return QStringLiteral("/org/refrain/queue/%1").arg(entry.value());
}

QString file_url(const std::string& path) {
    return QStringLiteral("file://") +
           QString::fromLatin1(QByteArray::fromStdString(path).toPercentEncoding("/"));
}

QVariantMap mpris_metadata(const PlayerState& state, const QString& art_url) {
    const auto* entry = state.current_entry();
    if (entry == nullptr) {
        return {};
    }
    QVariantMap metadata;
    metadata[QStringLiteral("mpris:trackid")] =
        QVariant::fromValue(QDBusObjectPath(mpris_track_id(entry->id)));
    if (state.duration.count() > 0) {
        metadata[QStringLiteral("mpris:length")] = qlonglong{state.duration.count() * us_in_ms};
    }
    if (!art_url.isEmpty()) {
        metadata[QStringLiteral("mpris:artUrl")] = art_url;
    }
    const auto file_name = entry->path.substr(entry->path.rfind('/') + 1);
    metadata[QStringLiteral("xesam:title")] = text(entry->title.empty() ? file_name : entry->title);
    if (!entry->artist.empty()) {
        metadata[QStringLiteral("xesam:artist")] = QStringList{text(entry->artist)};
    }
    if (!entry->album.empty()) {
        metadata[QStringLiteral("xesam:album")] = text(entry->album);
    }
    metadata[QStringLiteral("xesam:url")] = file_url(entry->path);
    return metadata;
}

QVariantMap mpris_player_properties(const PlayerState& state, const QString& art_url) {
    return {
        {QStringLiteral("PlaybackStatus"), mpris_playback_status(state.state)},
        {QStringLiteral("Metadata"), mpris_metadata(state, art_url)},
        {QStringLiteral("Volume"), mpris_volume(state)},
        {QStringLiteral("CanGoNext"), mpris_can_go_next(state)},
        // Previous always has a meaning while there is a track: back to its start.
        {QStringLiteral("CanGoPrevious"), has_current(state)},
        {QStringLiteral("CanPlay"), !state.queue.empty()},
        {QStringLiteral("CanPause"), has_current(state)},
        {QStringLiteral("CanSeek"), can_seek(state)},
    };
}

QVariantMap changed_properties(const QVariantMap& before, const QVariantMap& now) {
    QVariantMap changed;
    for (auto it = now.begin(); it != now.end(); ++it) {
        if (before.value(it.key()) != it.value()) {
            changed.insert(it.key(), it.value());
        }
    }
    return changed;
}

double mpris_volume(const PlayerState& state) {
    return state.muted ? 0.0 : state.volume;
}

bool mpris_can_go_next(const PlayerState& state) {
    return has_current(state) && state.current + 1 < static_cast<int>(state.queue.size());
}

PositionRequest mpris_seek(const PlayerState& state, std::int64_t offset_us) {
    if (!can_seek(state)) {
        return {};
    }
    // In milliseconds first: an offset of 2^63 µs must not overflow.
    const auto target = std::max(Milliseconds(0), state.position + Milliseconds(offset_us / us_in_ms));
    if (target > state.duration) {
        return {PositionRequest::Kind::next, {}};
    }
    return {PositionRequest::Kind::seek, target};
}

PositionRequest mpris_set_position(const PlayerState& state, const QString& track_id,
                                   std::int64_t position_us) {
    const bool current = has_current(state) && track_id == mpris_track_id(state.current_entry()->id);
    const Milliseconds target(position_us / us_in_ms);
    if (!current || !can_seek(state) || position_us < 0 || target > state.duration) {
        return {};
    }
    return {PositionRequest::Kind::seek, target};
}

}  // namespace refrain
