#include "app/desktop/mpris_view.h"

#include "library_scanner/text/file_url.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr std::int64_t us_in_ms = 1000;
const QString track_id_prefix = QStringLiteral("/org/refrain/queue/");

bool has_current(const PlayerState& state) {
    return state.current_entry() != nullptr;
}

bool can_seek(const PlayerState& state) {
    // Stopped, a track has no position to move.
    return has_current(state) && state.state != PlaybackState::stopped && state.duration.count() > 0;
}

QString text(const std::string& bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QueueEntryId current_id(const PlayerState& state) {
    const auto* entry = state.current_entry();
    return entry != nullptr ? entry->id : QueueEntryId();
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

QString mpris_loop_status(RepeatMode mode) {
    switch (mode) {
        case RepeatMode::one:
            return QStringLiteral("Track");
        case RepeatMode::all:
            return QStringLiteral("Playlist");
        case RepeatMode::off:
            break;
    }
    return QStringLiteral("None");
}

std::optional<RepeatMode> repeat_mode_of(const QString& loop_status) {
    for (const auto mode : {RepeatMode::off, RepeatMode::one, RepeatMode::all}) {
        if (loop_status == mpris_loop_status(mode)) {
            return mode;
        }
    }
    return std::nullopt;
}

QString mpris_track_id(QueueEntryId entry) {
    return track_id_prefix + QString::number(entry.value());
}

std::optional<QueueEntryId> entry_of_track_id(const QString& track_id) {
    if (!track_id.startsWith(track_id_prefix)) {
        return std::nullopt;
    }
    bool number = false;
    const QueueEntryId entry(track_id.mid(track_id_prefix.size()).toLongLong(&number));
    // One way of writing it only: "/007" is not ours.
    return number && entry.valid() && mpris_track_id(entry) == track_id ? std::optional(entry) : std::nullopt;
}

QString mpris_no_track() {
    return QStringLiteral("/org/mpris/MediaPlayer2/TrackList/NoTrack");
}

QString file_url(const std::string& path) {
    return QString::fromStdString(file_url_of(path));
}

std::optional<std::string> path_of_url(const QString& url) {
    return path_of_file_url(url.toStdString());
}

QVariantMap mpris_metadata(const QueueEntry& entry, Milliseconds duration, const MprisTrackFacts& facts) {
    QVariantMap metadata;
    const auto put = [&metadata](const char* key, const auto& value) {
        metadata[QString::fromLatin1(key)] = QVariant::fromValue(value);
    };
    put("mpris:trackid", QDBusObjectPath(mpris_track_id(entry.id)));
    if (duration.count() > 0) {
        put("mpris:length", qlonglong{duration.count() * us_in_ms});
    }
    if (!facts.art_url.isEmpty()) {
        put("mpris:artUrl", facts.art_url);
    }
    const auto file_name = entry.path.substr(entry.path.rfind('/') + 1);
    put("xesam:title", text(entry.title.empty() ? file_name : entry.title));
    if (!entry.artist.empty()) {
        put("xesam:artist", QStringList{text(entry.artist)});
    }
    if (!entry.album.empty()) {
        put("xesam:album", text(entry.album));
    }
    if (!entry.album_artist.empty()) {
        put("xesam:albumArtist", QStringList{text(entry.album_artist)});
    }
    if (!facts.genres.isEmpty()) {
        put("xesam:genre", facts.genres);
    }
    if (!facts.composers.isEmpty()) {
        put("xesam:composer", facts.composers);
    }
    if (facts.track_number > 0) {
        put("xesam:trackNumber", facts.track_number);
    }
    if (facts.disc_number > 0) {
        put("xesam:discNumber", facts.disc_number);
    }
    if (facts.year > 0) {
        // ISO 8601; what lies behind the year is not known.
        put("xesam:contentCreated",
            QStringLiteral("%1-01-01T00:00:00Z").arg(facts.year, 4, 10, QLatin1Char('0')));
    }
    if (facts.rating) {
        put("xesam:userRating", *facts.rating);
    }
    put("xesam:url", file_url(entry.path));
    return metadata;
}

QVariantMap mpris_player_properties(const PlayerState& state, const MprisTrackFacts& current) {
    const auto* entry = state.current_entry();
    return {
        {QStringLiteral("PlaybackStatus"), mpris_playback_status(state.state)},
        {QStringLiteral("LoopStatus"), mpris_loop_status(state.repeat)},
        {QStringLiteral("Rate"), state.speed},
        {QStringLiteral("Shuffle"), state.shuffle},
        {QStringLiteral("Metadata"),
         entry != nullptr ? mpris_metadata(*entry, state.duration, current) : QVariantMap()},
        {QStringLiteral("Volume"), mpris_volume(state)},
        {QStringLiteral("CanGoNext"), mpris_can_go_next(state)},
        // Previous always has a meaning while there is a track: back to its start.
        {QStringLiteral("CanGoPrevious"), has_current(state)},
        {QStringLiteral("CanPlay"), !state.queue.empty()},
        // Of the queue, not of the moment: paused or stopped it stays.
        {QStringLiteral("CanPause"), !state.queue.empty()},
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
    return has_current(state) &&
           (state.repeat == RepeatMode::all || state.current + 1 < static_cast<int>(state.queue.size()));
}

bool mpris_jumped(const PlayerState& before, const PlayerState& now) {
    if (before.seek_revision != now.seek_revision) {
        return true;
    }
    if (!has_current(now)) {
        return false;
    }
    if (current_id(before) != current_id(now)) {
        return now.resumed_from.count() > 0;
    }
    // Playing alone goes forward.
    constexpr Milliseconds tolerance(1000);
    return now.position + tolerance < before.position;
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

MprisRange mpris_track_range(const PlayerState& state) {
    const int size = static_cast<int>(state.queue.size());
    const int current = std::clamp(state.current, 0, std::max(0, size - 1));
    return {std::max(0, current - mpris_range_before), std::min(size, current + 1 + mpris_range_behind)};
}

QList<QDBusObjectPath> mpris_track_ids(const PlayerState& state, MprisRange range) {
    QList<QDBusObjectPath> ids;
    for (int i = range.begin; i < range.end; ++i) {
        ids.append(QDBusObjectPath(mpris_track_id(state.queue[static_cast<std::size_t>(i)].id)));
    }
    return ids;
}

}  // namespace refrain
