// Small libraries and histories for the tests of Guess You Like: a track or a listen in one line each.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"
#include "library_scanner/core/track.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace refrain::test {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

/// 2026-03-01 12:00 UTC: the instant at which the tests ask.
inline const UtcTime kNow = utc_from_ms(1'772'366'400'000);
inline constexpr Milliseconds kLength{240'000};

inline Track track(std::int64_t id, std::string artist, std::string album, std::vector<std::string> genres,
                   std::int32_t number = 0) {
    Track t;
    t.id = TrackId(id);
    t.path = "/music/" + std::to_string(id) + ".flac";
    t.title = "Title " + std::to_string(id);
    t.artist = std::move(artist);
    t.album = std::move(album);
    t.genres = std::move(genres);
    t.track_number = number;
    t.duration = kLength;
    t.added_at = kNow - days(400);
    return t;
}

inline LibraryPtr library(std::vector<Track> tracks) {
    return std::make_shared<const LibrarySnapshot>(std::move(tracks));
}

/// `styles.size()` styles in turn, an artist for every five tracks, an album for every ten of an artist's
/// row.
inline std::vector<Track> many_tracks(std::int64_t count, const std::vector<std::string>& styles) {
    std::vector<Track> tracks;
    for (std::int64_t id = 1; id <= count; ++id) {
        const auto style = static_cast<std::size_t>(id) % styles.size();
        const std::string artist = styles[style] + " artist " + std::to_string(id / (5 * 4));
        tracks.push_back(track(id, artist, "Album " + std::to_string(id / (10 * 4)), {styles[style]},
                               static_cast<std::int32_t>(id)));
    }
    return tracks;
}

inline Listen listen(std::int64_t track_id, UtcTime at, double share, EndReason end) {
    Listen l;
    l.track = TrackId(track_id);
    l.title = "Title " + std::to_string(track_id);
    l.started_at = at;
    l.duration = kLength;
    l.heard = Milliseconds(static_cast<std::int64_t>(share * static_cast<double>(kLength.count())));
    l.intent = Intent::album;
    l.end_reason = end;
    return l;
}
inline Listen finished(std::int64_t track_id, UtcTime at) {
    return listen(track_id, at, 1.0, EndReason::finished);
}
/// Next after a tenth of it.
inline Listen skipped(std::int64_t track_id, UtcTime at) {
    return listen(track_id, at, 0.1, EndReason::next);
}

inline Reaction about_style(ReactionKind kind, std::string style, UtcTime at) {
    Reaction r;
    r.kind = kind;
    r.scope = ReactionScope::style;
    r.subject = std::move(style);
    r.at = at;
    return r;
}
inline Reaction about_track(ReactionKind kind, std::int64_t track_id, UtcTime at) {
    Reaction r;
    r.kind = kind;
    r.track = TrackId(track_id);
    r.at = at;
    return r;
}

}  // namespace refrain::test
