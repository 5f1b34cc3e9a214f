// A track of the library as the rest of the program sees it, and the immutable picture of the whole library
// that search, window and recommender share. Plain values; a LibrarySnapshot is never changed once it is
// shared, so any thread may read it.
#pragma once

#include "library_scanner/core/loudness.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace refrain {

enum class CoverKind : std::uint8_t { none, embedded, folder };

struct Track {
    TrackId id;
    /// Absolute path as the bytes the system uses; not always UTF-8.
    std::string path;
    std::string title, artist, album, album_artist, composer;
    /// In the file's order; empty when it has none.
    std::vector<std::string> genres;
    /// 0 when unknown.
    std::int32_t year = 0, track_number = 0, disc_number = 0;
    Milliseconds duration{0};
    std::int32_t sample_rate = 0, channels = 0, bitrate_kbps = 0;
    CoverKind cover = CoverKind::none;
    /// The picture file when `cover` is folder.
    std::string cover_path;
    std::string musicbrainz_recording_id;
    /// From the tags, else as measured here; empty where neither is known.
    Loudness loudness;
    /// The track's number in a cue sheet; 0 for a file that is one track. Path and this name a track.
    std::int32_t cue_track = 0;
    /// The part of the file that is this track; `cue_end` 0 is the end of the file.
    CdFrames cue_begin{0}, cue_end{0};
    UtcTime added_at{};
    /// The file was not there at the last clean scan; its history stays.
    bool missing = false;

    /// Album artist where given, else artist: what albums are grouped by.
    const std::string& grouping_artist() const { return album_artist.empty() ? artist : album_artist; }
};

class LibrarySnapshot {
  public:
    LibrarySnapshot() = default;
    explicit LibrarySnapshot(std::vector<Track> tracks) : tracks_(std::move(tracks)) {
        by_id_.reserve(tracks_.size());
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            by_id_.emplace(tracks_[i].id, i);
        }
    }

    /// By ascending id. Missing tracks are in it, marked.
    const std::vector<Track>& tracks() const { return tracks_; }
    /// nullptr when there is no such track.
    const Track* find(TrackId id) const {
        const auto it = by_id_.find(id);
        return it == by_id_.end() ? nullptr : &tracks_[it->second];
    }
    std::size_t size() const { return tracks_.size(); }

  private:
    std::vector<Track> tracks_;
    std::unordered_map<TrackId, std::size_t> by_id_;
};

using LibraryPtr = std::shared_ptr<const LibrarySnapshot>;

}  // namespace refrain
