#include "player/history/library_matcher.h"

#include "library_scanner/text/match_key.h"

namespace refrain {
namespace {

/// 0x1f (unit separator) stands in no normalised text.
std::string joined(const std::string& artist, const std::string& title) {
    return artist + '\x1f' + title;
}

}  // namespace

LibraryMatcher::LibraryMatcher(const LibrarySnapshot& library) {
    // Tracks that are there first, so that a missing one never takes their place; ids ascend within both.
    for (const bool missing : {false, true}) {
        for (const TrackView track : library.tracks()) {
            if (track.missing == missing) {
                add(track);
            }
        }
    }
}

void LibraryMatcher::add(const TrackView& track) {
    const auto title = match_key(track.title);
    const std::string path = track.path();
    by_path_and_title_.emplace(joined(path, title), track.id);
    const auto [known, first] = by_path_.emplace(path, track.id);
    if (!first && !track.missing) {
        // A cue sheet divides the file: the path alone does not say which track is meant.
        known->second = TrackId();
    }
    if (title.empty()) {
        return;
    }
    const auto album = match_key(track.album);
    for (const std::string_view name : {track.artist, track.album_artist}) {
        const auto artist = match_key(name);
        if (artist.empty()) {
            continue;
        }
        const auto key = joined(artist, title);
        by_title_.emplace(key, track.id);
        by_album_.emplace(joined(key, album), track.id);
    }
}

TrackId LibraryMatcher::match(const Listen& listen) const {
    const auto found = [](const auto& keys, const std::string& key) {
        const auto it = keys.find(key);
        return it == keys.end() ? TrackId() : it->second;
    };
    const auto artist = match_key(listen.artist), title = match_key(listen.title);
    if (!listen.path.empty()) {
        if (const auto track = found(by_path_and_title_, joined(listen.path, title)); track.valid()) {
            return track;
        }
        if (const auto track = found(by_path_, listen.path); track.valid()) {
            return track;
        }
    }
    if (artist.empty() || title.empty()) {
        return {};
    }
    const auto key = joined(artist, title);
    const auto album = match_key(listen.album);
    return album.empty() ? found(by_title_, key) : found(by_album_, joined(key, album));
}

}  // namespace refrain
