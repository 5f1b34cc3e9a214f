// A playlist: songs that the listener put together, or a query whose songs it always has. Plain values.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/core/track.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace refrain {

using PlaylistId = StrongId<struct PlaylistTag>;

/// What a smart playlist is sorted by. The words are stored: only ever add.
enum class PlaylistSort { album, title, added, year, rating, plays, played };
inline constexpr std::array playlist_sorts{
    std::pair{PlaylistSort::album, std::string_view("album")},
    std::pair{PlaylistSort::title, std::string_view("title")},
    std::pair{PlaylistSort::added, std::string_view("added")},
    std::pair{PlaylistSort::year, std::string_view("year")},
    std::pair{PlaylistSort::rating, std::string_view("rating")},
    std::pair{PlaylistSort::plays, std::string_view("plays")},
    std::pair{PlaylistSort::played, std::string_view("played")},
};

/// The rule of a smart playlist.
struct PlaylistRule {
    /// In the language of search/query.h, as it was typed.
    std::string query;
    PlaylistSort sort = PlaylistSort::album;
    bool descending = false;
    /// The first so many only; 0: all.
    std::size_t most = 0;

    friend bool operator==(const PlaylistRule&, const PlaylistRule&) = default;
};

struct Playlist {
    PlaylistId id;
    std::string name;
    /// Of a smart playlist.
    std::optional<PlaylistRule> rule;
    /// Of one that is not smart.
    std::size_t entries = 0;
    UtcTime created_at{};
    /// Another with every change, however quickly they follow each other.
    UtcTime changed_at{};
};

struct PlaylistEntry {
    /// Invalid where the library has no such song, or has it no longer.
    TrackId track;
    /// As they were when it was put in.
    std::string path, title, artist, album;
    Milliseconds duration{0};

    friend bool operator==(const PlaylistEntry&, const PlaylistEntry&) = default;
};

inline PlaylistEntry entry_of(const TrackView& track) {
    return {track.id,
            track.path(),
            std::string(track.title),
            std::string(track.artist),
            std::string(track.album),
            track.duration};
}

}  // namespace refrain
