// A track of the library: as a value of its own, which scanner and tests write, and as a view, which is how
// the rest of the program sees the tracks of a library (store/library_snapshot.h). Plain values, any thread,
// nothing fails. Readable as C++17 (torch files include it).
#pragma once

#include "library_scanner/core/loudness.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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

/// The texts of one field of a track, which belong to another.
class NameList {
  public:
    using value_type = std::string;
    using const_iterator = const std::string*;

    NameList() = default;
    // Implicit, as a view of a string is: whoever takes a list takes a vector.
    NameList(const std::vector<std::string>& names)  // NOLINT(google-explicit-constructor)
        : begin_(names.data()), end_(names.data() + names.size()) {}

    const std::string* begin() const { return begin_; }
    const std::string* end() const { return end_; }
    std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
    bool empty() const { return begin_ == end_; }
    const std::string& operator[](std::size_t i) const { return begin_[i]; }

    friend bool operator==(NameList a, NameList b) { return std::equal(a.begin_, a.end_, b.begin_, b.end_); }

  private:
    const std::string* begin_ = nullptr;
    const std::string* end_ = nullptr;
};

/// A track to look at, whose texts lie elsewhere: in a picture of the library (store/library_snapshot.h),
/// where they are kept once however many tracks share them, or in a Track. Cheap to make and to copy. Valid
/// as long as what it looks at.
struct TrackView {
    TrackView() = default;
    // Implicit, as a view of a string is: what is asked of a track can be asked of either.
    TrackView(const Track& track)  // NOLINT(google-explicit-constructor)
        : id(track.id),
          title(track.title),
          artist(track.artist),
          album(track.album),
          album_artist(track.album_artist),
          composer(track.composer),
          cover_path(track.cover_path),
          genres(track.genres),
          year(track.year),
          track_number(track.track_number),
          disc_number(track.disc_number),
          duration(track.duration),
          sample_rate(track.sample_rate),
          channels(track.channels),
          bitrate_kbps(track.bitrate_kbps),
          cover(track.cover),
          loudness(track.loudness),
          cue_track(track.cue_track),
          cue_begin(track.cue_begin),
          cue_end(track.cue_end),
          added_at(track.added_at),
          missing(track.missing) {
        const auto name = track.path.rfind('/') + 1;  // 0 where there is no slash
        folder = std::string_view(track.path).substr(0, name);
        file_name = std::string_view(track.path).substr(name);
    }

    TrackId id;
    /// The path in two parts; the folder ends with its slash.
    std::string_view folder, file_name;
    std::string_view title, artist, album, album_artist, composer;
    std::string_view cover_path;
    NameList genres;
    std::int32_t year = 0, track_number = 0, disc_number = 0;
    Milliseconds duration{0};
    std::int32_t sample_rate = 0, channels = 0, bitrate_kbps = 0;
    CoverKind cover = CoverKind::none;
    Loudness loudness;
    std::int32_t cue_track = 0;
    CdFrames cue_begin{0}, cue_end{0};
    UtcTime added_at{};
    bool missing = false;

    std::string path() const {
        std::string path;
        path.reserve(folder.size() + file_name.size());
        return path.append(folder).append(file_name);
    }
    std::string_view grouping_artist() const { return album_artist.empty() ? artist : album_artist; }
};

/// A track of its own, to be kept longer than what `view` looks at; without the MusicBrainz id, which views
/// do not show.
inline Track copy_of(const TrackView& view) {
    Track track;
    track.id = view.id;
    track.path = view.path();
    track.title = view.title;
    track.artist = view.artist;
    track.album = view.album;
    track.album_artist = view.album_artist;
    track.composer = view.composer;
    track.genres.assign(view.genres.begin(), view.genres.end());
    track.year = view.year;
    track.track_number = view.track_number;
    track.disc_number = view.disc_number;
    track.duration = view.duration;
    track.sample_rate = view.sample_rate;
    track.channels = view.channels;
    track.bitrate_kbps = view.bitrate_kbps;
    track.cover = view.cover;
    track.cover_path = view.cover_path;
    track.loudness = view.loudness;
    track.cue_track = view.cue_track;
    track.cue_begin = view.cue_begin;
    track.cue_end = view.cue_end;
    track.added_at = view.added_at;
    track.missing = view.missing;
    return track;
}

}  // namespace refrain
