#include "library_scanner/cue/cue_tracks.h"

#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace refrain {
namespace {

/// "D:\rips\disc.wav" and "rips/disc.wav" -> "disc.wav".
std::string_view file_name(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view stem(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

bool means_same(std::string_view a, std::string_view b) {
    return normalise(a) == normalise(b);
}

std::string two_digits(std::int64_t value) {
    auto text = std::to_string(value);
    return text.size() < 2 ? text.insert(0, 1, '0') : text;
}

std::string in_words(CdFrames time) {
    const auto seconds = time.count() / 75;
    return std::to_string(seconds / 60) + ":" + two_digits(seconds % 60);
}

const std::string& first_of(const std::string& a, const std::string& b, const std::string& c) {
    return !a.empty() ? a : !b.empty() ? b : c;
}

std::optional<float> first_of(const std::optional<float>& a, const std::optional<float>& b,
                              const std::optional<float>& c) {
    return a ? a : b ? b : c;
}

Track part_of(const Track& whole, const CueSheet& sheet, const CueTrack& part) {
    Track track = whole;
    track.title = part.title.empty() ? "Track " + two_digits(part.number) : part.title;
    track.artist = first_of(part.performer, sheet.performer, whole.artist);
    track.album = first_of(sheet.title, whole.album, {});
    track.album_artist = first_of(sheet.performer, whole.album_artist, {});
    track.composer = first_of(part.songwriter, sheet.songwriter, whole.composer);
    if (!sheet.genre.empty()) {
        track.genres = {sheet.genre};
    }
    if (sheet.year > 0 && sheet.year != whole.year) {
        track.year = sheet.year;
        track.month = track.day = 0;
    }
    track.disc_number = sheet.disc_number > 0 ? sheet.disc_number : whole.disc_number;
    track.track_number = part.number;
    // Names behind a line count only where it is the line of the file.
    const auto drop_other_names = [](std::vector<std::string>& names, bool same) {
        if (!same) {
            names.clear();
        }
    };
    drop_other_names(track.artists, track.artist == whole.artist);
    drop_other_names(track.album_artists, track.album_artist == whole.album_artist);
    drop_other_names(track.composers, track.composer == whole.composer);
    // What the whole file says of a track names a disc, if anything.
    track.track_total = 0;
    track.musicbrainz_recording_id.clear();
    track.musicbrainz_track_id.clear();
    track.file_rating.reset();
    track.lyrics = LyricsKind::none;
    track.cue_track = part.number;
    track.cue_begin = part.begin;
    // A gain of the whole file is one of the album.
    track.loudness.track_gain_db = part.loudness.track_gain_db;
    track.loudness.track_peak = part.loudness.track_peak;
    track.loudness.album_gain_db =
        first_of(sheet.loudness.album_gain_db, whole.loudness.album_gain_db, whole.loudness.track_gain_db);
    track.loudness.album_peak =
        first_of(sheet.loudness.album_peak, whole.loudness.album_peak, whole.loudness.track_peak);
    return track;
}

}  // namespace

std::size_t tracks_in_file(const CueSheet& sheet, std::size_t file) {
    return static_cast<std::size_t>(
        std::count_if(sheet.tracks.begin(), sheet.tracks.end(),
                      [&](const CueTrack& track) { return track.audio && track.file == file; }));
}

std::vector<std::optional<std::size_t>> match_cue_files(const CueSheet& sheet, std::string_view sheet_name,
                                                        const std::vector<std::string>& names) {
    std::vector<std::optional<std::size_t>> matched(sheet.files.size());
    std::vector<bool> taken(names.size(), false);
    const auto match = [&](const std::function<bool(std::string_view wanted, std::string_view name)>& fits) {
        for (std::size_t file = 0; file < sheet.files.size(); ++file) {
            const auto wanted = file_name(sheet.files[file]);
            for (std::size_t i = 0; i < names.size() && !matched[file]; ++i) {
                if (!taken[i] && fits(wanted, names[i])) {
                    matched[file] = i;
                    taken[i] = true;
                }
            }
        }
    };
    match([](auto wanted, auto name) { return wanted == name; });
    match([](auto wanted, auto name) { return means_same(wanted, name); });
    match([](auto wanted, auto name) { return stem(wanted) == stem(name); });
    match([](auto wanted, auto name) { return means_same(stem(wanted), stem(name)); });
    if (sheet.files.size() == 1 && !matched[0]) {
        // "disc.cue" and "disc.flac.cue".
        match([&](auto, auto name) {
            return means_same(stem(sheet_name), stem(name)) || means_same(stem(sheet_name), name);
        });
        if (names.size() == 1) {
            matched[0] = 0;
        }
    }
    return matched;
}

Result<std::vector<Track>> cue_tracks(const CueSheet& sheet, std::size_t file, const Track& whole) {
    const auto refuse = [](std::string reason) {
        return Error{ErrorCode::malformed, "cannot be used: " + std::move(reason), {}};
    };
    if (tracks_in_file(sheet, file) < 2) {
        return refuse("it names fewer than two tracks of that file");
    }
    std::vector<Track> tracks;
    for (std::size_t i = 0; i < sheet.tracks.size(); ++i) {
        const auto& part = sheet.tracks[i];
        if (part.file != file) {
            continue;
        }
        const auto length = std::chrono::duration_cast<CdFrames>(whole.duration);
        if (part.begin >= length) {
            return refuse("track " + std::to_string(part.number) + " begins at " + in_words(part.begin) +
                          ", and the file ends at " + in_words(length));
        }
        if (!part.audio) {
            continue;
        }
        auto track = part_of(whole, sheet, part);
        const bool is_last = i + 1 == sheet.tracks.size() || sheet.tracks[i + 1].file != file;
        track.cue_end = is_last ? CdFrames(0) : sheet.tracks[i + 1].begin;
        const auto end = is_last ? whole.duration : std::chrono::duration_cast<Milliseconds>(track.cue_end);
        track.duration = end - std::chrono::duration_cast<Milliseconds>(part.begin);
        tracks.push_back(std::move(track));
    }
    return tracks;
}

}  // namespace refrain
