// What the session bus is told about a picture of the player: the properties of MPRIS 2.2 as values, and how
// its requests are read (https://specifications.freedesktop.org/mpris-spec/2.2/).
// Pure, any thread, nothing fails. Times on the bus are microseconds.
#pragma once

#include "player/player.h"

#include <optional>

#include <QString>
#include <QVariantMap>

namespace refrain {

/// "Playing", "Paused" or "Stopped".
QString mpris_playback_status(PlaybackState state);

/// A D-Bus object path, unique per entry of the queue: the same track queued twice has two.
QString mpris_track_id(QueueEntryId entry);

/// "file://…", every byte of the path kept, whether it is UTF-8 or not.
QString file_url(const std::string& path);

/// Empty when nothing is current. `art_url` may be empty.
QVariantMap mpris_metadata(const PlayerState& state, const QString& art_url);

/// All properties of org.mpris.MediaPlayer2.Player that change and are signalled; Position is not.
QVariantMap mpris_player_properties(const PlayerState& state, const QString& art_url);

/// The entries of `now` that are not in `before` or differ.
QVariantMap changed_properties(const QVariantMap& before, const QVariantMap& now);

/// 0..1, and 0 while muted.
double mpris_volume(const PlayerState& state);
bool mpris_can_go_next(const PlayerState& state);

/// What a request to move the position means.
struct PositionRequest {
    enum class Kind { ignore, seek, next } kind = Kind::ignore;
    Milliseconds position{0};
};
/// Seek: relative. Before the start means the start; behind the end means the next track.
PositionRequest mpris_seek(const PlayerState& state, std::int64_t offset_us);
/// SetPosition: ignored when it names another track than the current one (a stale request), or a position
/// outside it.
PositionRequest mpris_set_position(const PlayerState& state, const QString& track_id,
                                   std::int64_t position_us);

}  // namespace refrain
