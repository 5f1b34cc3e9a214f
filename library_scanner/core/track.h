// A track of the library: as a value of its own, which scanner and tests write, and as a view, which is how
// the rest of the program sees the tracks of a library (store/library_snapshot.h). Plain values, any thread,
// nothing fails. Readable as C++17 (torch files include it).
#pragma once

#include "library_scanner/core/loudness.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/tag_date.h"
#include "library_scanner/core/time.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

enum class CoverKind : std::uint8_t { none, embedded, folder };

/// What the tags hold of the words; those of an .lrc file beside the music are looked for when they are asked
/// for.
enum class LyricsKind : std::uint8_t { none, text, timed };

struct Track {
    TrackId id;
    /// Absolute path as the bytes the system uses; not always UTF-8.
    std::string path;
    /// People are one line each, to be shown: "Simon; Garfunkel".
    std::string title, artist, album, album_artist, composer;
    /// The names behind such a line, in the file's order, where the tags name several. Else empty: the line
    /// is the only name.
    std::vector<std::string> artists, album_artists, composers;
    /// In the file's order; empty when it has none.
    std::vector<std::string> genres;
    /// 0 when unknown.
    std::int32_t year = 0, track_number = 0, disc_number = 0;
    /// How many tracks the disc has, how many discs the album; 0 when unknown.
    std::uint16_t track_total = 0, disc_total = 0;
    /// Of the release, whose year is `year`; 0 when unknown.
    std::uint8_t month = 0, day = 0;
    /// When the music first came out.
    TagDate original_date;
    /// Of several artists, and sold as an album of its own.
    bool compilation = false;
    /// As the tags say, 0 to 100; nothing when they are silent. The listener's own goes before it.
    std::optional<std::uint8_t> file_rating;
    LyricsKind lyrics = LyricsKind::none;
    Milliseconds duration{0};
    std::int32_t sample_rate = 0, channels = 0, bitrate_kbps = 0;
    CoverKind cover = CoverKind::none;
    /// The picture file when `cover` is folder.
    std::string cover_path;
    /// Stands for the picture: the same picture in many files has one. 0 when there is none.
    std::uint64_t cover_key = 0;
    /// Of the recording, of its track on the release, of the release and of the group of its editions.
    std::string musicbrainz_recording_id, musicbrainz_track_id, musicbrainz_release_id,
        musicbrainz_release_group_id;
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
          artists(track.artists),
          album_artists(track.album_artists),
          composers(track.composers),
          genres(track.genres),
          year(track.year),
          track_number(track.track_number),
          disc_number(track.disc_number),
          track_total(track.track_total),
          disc_total(track.disc_total),
          month(track.month),
          day(track.day),
          original_date(track.original_date),
          compilation(track.compilation),
          file_rating(track.file_rating),
          lyrics(track.lyrics),
          duration(track.duration),
          sample_rate(track.sample_rate),
          channels(track.channels),
          bitrate_kbps(track.bitrate_kbps),
          cover(track.cover),
          cover_key(track.cover_key),
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
    NameList artists, album_artists, composers, genres;
    std::int32_t year = 0, track_number = 0, disc_number = 0;
    std::uint16_t track_total = 0, disc_total = 0;
    std::uint8_t month = 0, day = 0;
    TagDate original_date;
    bool compilation = false;
    std::optional<std::uint8_t> file_rating;
    LyricsKind lyrics = LyricsKind::none;
    Milliseconds duration{0};
    std::int32_t sample_rate = 0, channels = 0, bitrate_kbps = 0;
    CoverKind cover = CoverKind::none;
    std::uint64_t cover_key = 0;
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
    /// The year in which the music first came out, else that of this release.
    std::int32_t first_year() const { return original_date.year != 0 ? original_date.year : year; }
};

/// A track of its own, to be kept longer than what `view` looks at; without the MusicBrainz ids, which views
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
    track.artists.assign(view.artists.begin(), view.artists.end());
    track.album_artists.assign(view.album_artists.begin(), view.album_artists.end());
    track.composers.assign(view.composers.begin(), view.composers.end());
    track.genres.assign(view.genres.begin(), view.genres.end());
    track.year = view.year;
    track.track_number = view.track_number;
    track.disc_number = view.disc_number;
    track.track_total = view.track_total;
    track.disc_total = view.disc_total;
    track.month = view.month;
    track.day = view.day;
    track.original_date = view.original_date;
    track.compilation = view.compilation;
    track.file_rating = view.file_rating;
    track.lyrics = view.lyrics;
    track.duration = view.duration;
    track.sample_rate = view.sample_rate;
    track.channels = view.channels;
    track.bitrate_kbps = view.bitrate_kbps;
    track.cover = view.cover;
    track.cover_path = view.cover_path;
    track.cover_key = view.cover_key;
    track.loudness = view.loudness;
    track.cue_track = view.cue_track;
    track.cue_begin = view.cue_begin;
    track.cue_end = view.cue_end;
    track.added_at = view.added_at;
    track.missing = view.missing;
    return track;
}

}  // namespace refrain
