// Tracks that are one recording several times, as the analyzer found them, and what can be done about it: the
// histories of all of them given to one. No file is touched.
// Threads: any but the GUI thread; blocks on the database. What can fail: the database; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// Is the file one that keeps every sample? By its name; of MP4 and Ogg, which hold either kind, by a bit
/// rate that their lossy codecs do not reach.
bool is_lossless(std::string_view path, std::int32_t bitrate_kbps);

/// What hangs on one copy alone: the listener would lose it with the row.
struct CopyHistory {
    /// Listens of any length.
    std::int64_t listens = 0;
    /// 1 to 100, 20 to a star.
    std::optional<std::int32_t> rating;
    bool reacted = false;
    /// How many playlists it is in.
    std::int64_t playlists = 0;

    bool empty() const { return *this == CopyHistory{}; }
    friend bool operator==(const CopyHistory&, const CopyHistory&) = default;
};

struct DuplicateTrack {
    TrackId id;
    /// To another one of the group, 0 to 1.
    double similarity = 0.0;
    std::string path, title, artist, album;
    Milliseconds duration{0};
    std::int64_t size = 0;
    std::int32_t bitrate_kbps = 0, sample_rate = 0;
    bool lossless = false;
    CopyHistory history;
};

/// Is `a` the better copy? Lossless before all else; then, of those, the sample rate; then the bit rate; then
/// the longer history; of equals the one that came first.
bool is_better(const DuplicateTrack& a, const DuplicateTrack& b);

/// At least two that are there, the best first.
using DuplicateGroup = std::vector<DuplicateTrack>;

/// By artist and title of their first track.
Result<std::vector<DuplicateGroup>> duplicate_groups(const Database& database);

/// Gives `kept` the history of the others in its group, those that are missing, too. Returns how many had
/// any; not_found when it is in none.
Result<int> keep_one(Database& database, TrackId kept, UtcTime now);

/// Takes back what the last keep_one() of that track did. Returns how many got their history back.
Result<int> undo_keep(Database& database, TrackId kept);

}  // namespace refrain
