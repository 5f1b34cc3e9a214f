// What the session bus is told about a picture of the player: the properties of MPRIS 2.2 as values, and how
// its requests are read (https://specifications.freedesktop.org/mpris-spec/2.2/).
// Pure, any thread, nothing fails. Times on the bus are microseconds.
#pragma once

#include "player/player.h"

#include <optional>

#include <QDBusObjectPath>
#include <QString>
#include <QStringList>
#include <QVariantMap>

namespace refrain {

/// What the player plays at (PlayerState::speed).
inline constexpr double mpris_slowest = 0.5, mpris_fastest = 3.0;

/// What the library knows of an entry beyond the queue; empty and 0 where it does not.
struct MprisTrackFacts {
    QString art_url;
    QStringList genres, composers;
    int track_number = 0, disc_number = 0, year = 0;
    /// 0..1.
    std::optional<double> rating;
};

/// "Playing", "Paused" or "Stopped".
QString mpris_playback_status(PlaybackState state);

/// "None", "Track" or "Playlist", and back; nothing for any other word.
QString mpris_loop_status(RepeatMode mode);
std::optional<RepeatMode> repeat_mode_of(const QString& loop_status);

/// A D-Bus object path, unique per entry of the queue: the same track queued twice has two.
QString mpris_track_id(QueueEntryId entry);
/// Back; nothing for a path that is not of our making.
std::optional<QueueEntryId> entry_of_track_id(const QString& track_id);

/// "file://…", every byte of the path kept, whether it is UTF-8 or not.
QString file_url(const std::string& path);
/// Back to the bytes. Nothing for what is no file on this machine.
std::optional<std::string> path_of_url(const QString& url);

/// `duration` 0: not known.
QVariantMap mpris_metadata(const QueueEntry& entry, Milliseconds duration, const MprisTrackFacts& facts);

/// All properties of org.mpris.MediaPlayer2.Player that change and are signalled; Position is not.
/// `current` belongs to the current entry.
QVariantMap mpris_player_properties(const PlayerState& state, const MprisTrackFacts& current);

/// The entries of `now` that are not in `before` or differ.
QVariantMap changed_properties(const QVariantMap& before, const QVariantMap& now);

/// 0..1, and 0 while muted.
double mpris_volume(const PlayerState& state);
bool mpris_can_go_next(const PlayerState& state);

/// Must `now` be announced by Seeked? A client carries the position on by itself: it is told when the
/// position jumped, when a track begins elsewhere than at its start, and when the same entry begins again.
bool mpris_jumped(const PlayerState& before, const PlayerState& now);

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

/// The part of the queue that the bus sees (the specification: "a limited number of tracks around the current
/// one"): at most `mpris_range_before` entries before the current one and `mpris_range_behind` behind it.
inline constexpr int mpris_range_before = 20, mpris_range_behind = 100;
struct MprisRange {
    int begin = 0, end = 0;
};
MprisRange mpris_track_range(const PlayerState& state);
QList<QDBusObjectPath> mpris_track_ids(const PlayerState& state, MprisRange range);
/// What GoTo, AddTrack and RemoveTrack name where there is none.
QString mpris_no_track();

}  // namespace refrain
