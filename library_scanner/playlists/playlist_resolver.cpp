#include "library_scanner/playlists/playlist_resolver.h"

#include "library_scanner/playlists/relative_path.h"
#include "library_scanner/text/file_url.h"
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/match_key.h"
#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <tuple>
#include <utility>

namespace refrain {
namespace {

/// Players round lengths, and encoders add some milliseconds.
constexpr Milliseconds same_length{2000};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "http" of "http://…"; empty for a path. One letter is a drive of Windows.
std::string_view scheme_of(std::string_view location) {
    const auto colon = location.find(':');
    if (colon == std::string_view::npos || colon < 2 || !is_letter(location.front())) {
        return {};
    }
    const std::string_view scheme = location.substr(0, colon);
    const bool plain = std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    // "file:" may come with one slash; others without two are names with a colon in them.
    const bool slashes = location.substr(colon + 1).starts_with("//");
    const bool file =
        scheme.size() == 4 && std::equal(scheme.begin(), scheme.end(), "file", [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == b;
        });
    return plain && (slashes || file) ? scheme : std::string_view();
}

bool is_file_scheme(std::string_view scheme) {
    return scheme.size() == 4 && (scheme.front() == 'f' || scheme.front() == 'F');
}

/// A path as Windows writes it, with our slashes and without its drive; as it is otherwise.
std::string without_windows(std::string path) {
    const bool drive =
        path.size() > 2 && is_letter(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    // file:///C:/Music becomes /C:/Music.
    const bool drive_of_url =
        path.size() > 3 && path[0] == '/' && is_letter(path[1]) && path[2] == ':' && path[3] == '/';
    if (drive || path.find('/') == std::string::npos) {
        std::replace(path.begin(), path.end(), '\\', '/');
    }
    return drive ? path.substr(2) : drive_of_url ? path.substr(3) : path;
}

/// Of a path. Nobody's music lies deeper, but a line of a playlist may have a million slashes.
constexpr int most_names = 32;

/// The names of a path from the last to the first, as they are compared across systems, each closed by a zero
/// byte.
std::string key_of(std::string_view path, int most = most_names) {
    std::string key;
    for (int names = 0; names < most && !path.empty();) {
        const auto slash = path.rfind('/');
        const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
        if (!name.empty() && name != "." && name != "..") {
            key.append(normalise(name)).push_back('\0');
            ++names;
        }
        path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    }
    return key;
}

std::string tags_key(std::string_view artist, std::string_view title) {
    return match_key(artist).append("\x1f").append(match_key(title));
}

PlaylistEntry entry_of(const PlaylistItem& item, std::string path) {
    return {TrackId(), std::move(path), item.title, item.artist, item.album, item.duration};
}

}  // namespace

PlaylistResolver::PlaylistResolver(LibraryPtr library) : library_(std::move(library)) {
    const LibraryTexts& texts = library_->texts();
    std::vector<std::string> folders(texts.folders.size());
    std::vector<bool> met_albums(texts.albums.size(), false);
    std::uint32_t row = 0;
    ends_.reserve(library_->size());
    for (const TrackView track : library_->tracks()) {
        const TextKey folder = library_->row(row).folder, album = library_->row(row).album;
        if (folders[folder].empty()) {
            folders[folder] = key_of(track.folder, most_names - 1);
        }
        ends_.push_back({key_of(track.file_name) + folders[folder], row});
        if (!track.artist.empty()) {
            by_tags_[tags_key(track.artist, track.title)].push_back(row);
        }
        if (!met_albums[album]) {
            met_albums[album] = true;
            albums_[match_key(track.album)].push_back(album);
        }
        ++row;
    }
    std::sort(ends_.begin(), ends_.end(),
              [](const End& a, const End& b) { return std::tie(a.key, a.row) < std::tie(b.key, b.row); });
    for (auto& [key, rows] : by_tags_) {
        std::stable_sort(rows.begin(), rows.end(), [this](std::uint32_t a, std::uint32_t b) {
            return library_->row(a).album < library_->row(b).album;
        });
    }
}

PlaylistResolver::Ends PlaylistResolver::that_begin_with(Ends among, std::string_view start) {
    const auto beginning = [&](const End& end) { return std::string_view(end.key).substr(0, start.size()); };
    const auto first = std::partition_point(among.begin(), among.end(),
                                            [&](const End& end) { return beginning(end) < start; });
    const auto last =
        std::partition_point(first, among.end(), [&](const End& end) { return beginning(end) == start; });
    return {first, last};
}

template <class Items, class RowOf>
std::optional<PlaylistResolver::Found> PlaylistResolver::only_one(const Items& items, RowOf row_of,
                                                                  Milliseconds duration) const {
    std::optional<std::uint32_t> there, missing;
    bool several_missing = false;
    for (const auto& item : items) {
        const std::uint32_t row = row_of(item);
        if (!lasts(row, duration)) {
            continue;
        }
        if (library_->row(row).missing) {
            several_missing = missing.has_value();
            missing = row;
        } else if (there) {
            return Found{std::nullopt, true};
        } else {
            there = row;
        }
    }
    if (!there && !missing) {
        return std::nullopt;
    }
    const bool several = !there && several_missing;
    return Found{several ? std::nullopt : there ? there : missing, several};
}

bool PlaylistResolver::lasts(std::uint32_t row, Milliseconds duration) const {
    const Milliseconds of_track(library_->row(row).duration_ms);
    return duration.count() == 0 || of_track.count() == 0 ||
           std::chrono::abs(of_track - duration) <= same_length;
}

std::optional<std::uint32_t> PlaylistResolver::by_path(const std::string& path) const {
    const std::string key = key_of(path);
    std::vector<std::uint32_t> rows;
    for (auto end =
             std::lower_bound(ends_.begin(), ends_.end(), key,
                              [](const End&one, const std::string&wanted) { return one.key < wanted; });
         end != ends_.end() && end->key == key; ++end) {
        if (library_->at(end->row).path() == path) {
            rows.push_back(end->row);
        }
    }
    // A file with a cue sheet is several songs: the tags tell which.
    return rows.size() == 1 ? std::optional(rows.front()) : std::nullopt;
}

PlaylistResolver::Found PlaylistResolver::by_end_of_path(const std::string& path,
                                                         Milliseconds duration) const {
    const std::string key = key_of(path);
    // By one name, by two, by three …: each lies within the one before.
    std::vector<Ends> sharing;
    Ends narrowed = ends_;
    for (std::size_t name = key.find('\0'); name != std::string::npos; name = key.find('\0', name + 1)) {
        narrowed = that_begin_with(narrowed, std::string_view(key).substr(0, name + 1));
        if (narrowed.empty()) {
            break;
        }
        sharing.push_back(narrowed);
    }
    for (; !sharing.empty(); sharing.pop_back()) {
        // "01.mp3" says nothing by itself.
        if (sharing.size() == 1 && (sharing.front().size() > 1 || duration.count() == 0)) {
            break;
        }
        if (const auto found = only_one(
                sharing.back(), [](const End& end) { return end.row; }, duration)) {
            return *found;
        }
    }
    return {};
}

PlaylistResolver::Found PlaylistResolver::by_tags(const PlaylistItem& item) const {
    if (item.title.empty() || item.artist.empty()) {
        return {};
    }
    const auto same = by_tags_.find(tags_key(item.artist, item.title));
    if (same == by_tags_.end()) {
        return {};
    }
    const auto& rows = same->second;
    const auto itself = [](std::uint32_t row) { return row; };
    const auto albums = item.album.empty() ? albums_.end() : albums_.find(match_key(item.album));
    if (albums != albums_.end()) {
        std::vector<std::uint32_t> of_album;
        for (const TextKey album : albums->second) {
            for (auto row = std::lower_bound(
                     rows.begin(), rows.end(), album,
                     [this](std::uint32_t one, TextKey wanted) { return library_->row(one).album < wanted; });
                 row != rows.end() && library_->row(*row).album == album; ++row) {
                of_album.push_back(*row);
            }
        }
        if (const auto found = only_one(of_album, itself, item.duration)) {
            return *found;
        }
    }
    return only_one(rows, itself, item.duration).value_or(Found());
}

ResolvedItem PlaylistResolver::resolve(const PlaylistItem& item, std::string_view folder) const {
    const std::string_view scheme = scheme_of(item.location);
    if (!scheme.empty() && !is_file_scheme(scheme)) {
        return {entry_of(item, item.location), ResolvedBy::nothing, Unresolved::stream};
    }
    // As the path stands there, as Windows means it, as a URL, and in the encoding it may be in.
    std::string path = item.location;
    if (!scheme.empty()) {
        path = path_of_file_url(item.location).value_or(item.location);
    }
    std::vector<std::string> ways;
    for (const std::string& way : {path, without_windows(path), without_windows(percent_decoded(path)),
                                   without_windows(to_utf8(path))}) {
        if (std::find(ways.begin(), ways.end(), way) == ways.end()) {
            ways.push_back(way);
        }
    }
    const auto found = [&](std::uint32_t row, ResolvedBy by) {
        return ResolvedItem{refrain::entry_of(library_->at(row)), by, Unresolved::not_in_library};
    };
    for (const std::string& way : ways) {
        if (const auto row = by_path(absolute_path(way, folder))) {
            return found(*row, ResolvedBy::path);
        }
    }
    bool several = false;
    for (const std::string& way : ways) {
        const Found end = by_end_of_path(way, item.duration);
        if (end.row) {
            return found(*end.row, ResolvedBy::end_of_path);
        }
        several = several || end.several;
    }
    const Found tags = by_tags(item);
    if (tags.row) {
        return found(*tags.row, ResolvedBy::tags);
    }
    return {entry_of(item, absolute_path(ways.size() > 1 ? ways[1] : ways[0], folder)), ResolvedBy::nothing,
            several || tags.several ? Unresolved::several : Unresolved::not_in_library};
}

std::vector<ResolvedItem> PlaylistResolver::resolve(const PlaylistFile& playlist,
                                                    std::string_view folder) const {
    std::vector<ResolvedItem> resolved;
    resolved.reserve(playlist.items.size());
    for (const PlaylistItem& item : playlist.items) {
        resolved.push_back(resolve(item, folder));
    }
    return resolved;
}

}  // namespace refrain
