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

/// Names from the last to the first, as they are compared across systems.
std::vector<std::string> names_from_end(std::string_view path) {
    std::vector<std::string> names;
    while (!path.empty()) {
        const auto slash = path.rfind('/');
        const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
        if (!name.empty() && name != "." && name != "..") {
            names.push_back(normalise(name));
        }
        path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    }
    return names;
}

std::string tags_key(std::string_view artist, std::string_view title) {
    return match_key(artist).append("\x1f").append(match_key(title));
}

PlaylistEntry entry_of(const PlaylistItem& item, std::string path) {
    return {TrackId(), std::move(path), item.title, item.artist, item.album, item.duration};
}

}  // namespace

PlaylistResolver::PlaylistResolver(LibraryPtr library) : library_(std::move(library)) {
    std::uint32_t row = 0;
    for (const TrackView track : library_->tracks()) {
        by_name_[normalise(track.file_name)].push_back(row);
        if (!track.artist.empty()) {
            by_tags_[tags_key(track.artist, track.title)].push_back(row);
        }
        ++row;
    }
}

PlaylistResolver::Found PlaylistResolver::only_one(const std::vector<std::uint32_t>& rows) const {
    std::vector<std::uint32_t> there;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(there),
                 [&](std::uint32_t row) { return !library_->row(row).missing; });
    const auto& these = there.empty() ? rows : there;
    return {these.size() == 1 ? std::optional(these.front()) : std::nullopt, these.size() > 1};
}

bool PlaylistResolver::lasts(std::uint32_t row, Milliseconds duration) const {
    const Milliseconds of_track(library_->row(row).duration_ms);
    return duration.count() == 0 || of_track.count() == 0 ||
           std::chrono::abs(of_track - duration) <= same_length;
}

std::optional<std::uint32_t> PlaylistResolver::by_path(const std::string& path) const {
    const auto same_name = by_name_.find(normalise(std::string_view(path).substr(path.rfind('/') + 1)));
    if (same_name == by_name_.end()) {
        return std::nullopt;
    }
    std::vector<std::uint32_t> rows;
    std::copy_if(same_name->second.begin(), same_name->second.end(), std::back_inserter(rows),
                 [&](std::uint32_t row) { return library_->at(row).path() == path; });
    // A file with a cue sheet is several songs: the tags tell which.
    return rows.size() == 1 ? std::optional(rows.front()) : std::nullopt;
}

PlaylistResolver::Found PlaylistResolver::by_end_of_path(const std::string& path,
                                                         Milliseconds duration) const {
    const auto names = names_from_end(path);
    const auto same_name = names.empty() ? by_name_.end() : by_name_.find(names.front());
    if (same_name == by_name_.end()) {
        return {};
    }
    std::size_t longest = 0;
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t row : same_name->second) {
        const auto own = names_from_end(library_->at(row).path());
        const auto shared = static_cast<std::size_t>(
            std::mismatch(names.begin(), names.end(), own.begin(), own.end()).first - names.begin());
        if (!lasts(row, duration) || shared < longest) {
            continue;
        }
        if (shared > longest) {
            rows.clear();
            longest = shared;
        }
        rows.push_back(row);
    }
    // "01.mp3" says nothing by itself.
    const bool name_alone = longest == 1 && (same_name->second.size() > 1 || duration.count() == 0);
    return longest == 0 || name_alone ? Found() : only_one(rows);
}

PlaylistResolver::Found PlaylistResolver::by_tags(const PlaylistItem& item) const {
    if (item.title.empty() || item.artist.empty()) {
        return {};
    }
    const auto same = by_tags_.find(tags_key(item.artist, item.title));
    if (same == by_tags_.end()) {
        return {};
    }
    std::vector<std::uint32_t> rows, of_album;
    for (const std::uint32_t row : same->second) {
        if (lasts(row, item.duration)) {
            rows.push_back(row);
            if (!item.album.empty() && match_key(library_->at(row).album) == match_key(item.album)) {
                of_album.push_back(row);
            }
        }
    }
    return only_one(of_album.empty() ? rows : of_album);
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
