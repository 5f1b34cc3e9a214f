#include "library_scanner/playlists/playlist_file.h"
#include "library_scanner/playlists/relative_path.h"
#include "library_scanner/text/file_url.h"
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

namespace refrain {
namespace {

/// No path and no title is longer.
constexpr std::size_t most_line = 65'536;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What follows `directive` where `line` begins with it.
bool takes(std::string_view& line, std::string_view directive) {
    if (!line.starts_with(directive)) {
        return false;
    }
    line = trimmed(line.substr(directive.size()));
    return true;
}

/// Seconds, whole or not; 0 for -1 ("not known") and for nonsense.
Milliseconds seconds_in(std::string_view text) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double most = 1e9;
    return error == std::errc() && seconds > 0 && seconds < most
               ? Milliseconds(static_cast<std::int64_t>(std::llround(seconds * 1000)))
               : Milliseconds(0);
}

/// "123,Artist - Title", with attributes behind the length that are passed over.
void read_extinf(std::string_view info, PlaylistItem& item) {
    // A comma within quotes belongs to an attribute.
    bool quoted = false;
    std::size_t comma = 0;
    while (comma < info.size() && (quoted || info[comma] != ',')) {
        quoted = quoted != (info[comma] == '"');
        ++comma;
    }
    item.duration = seconds_in(info.substr(0, comma));
    const std::string_view text = trimmed(info.substr(std::min(comma + 1, info.size())));
    const auto dash = text.find(" - ");
    if (dash == std::string_view::npos) {
        item.title = text;
    } else {
        item.artist = trimmed(text.substr(0, dash));
        item.title = trimmed(text.substr(dash + 3));
    }
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        lines.push_back(trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// A text on a line of its own.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return is_valid_utf8(text) ? text : to_display(text);
}

bool stands_in_a_line(const std::string& path) {
    return is_valid_utf8(path) && path.front() != '#' && path.front() != ' ' && path.back() != ' ' &&
           std::none_of(path.begin(), path.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20; }) &&
           // Else it would be taken for a URL when it is read.
           path.find("://") == std::string::npos && path.find('\\') == std::string::npos &&
           path.find('%') == std::string::npos;
}

}  // namespace

Result<PlaylistFile> parse_m3u(std::string_view bytes) {
    if (bytes.size() > most_playlist_bytes) {
        return Error{ErrorCode::unsupported, "This playlist is larger than any playlist is", {}};
    }
    std::string converted;
    const bool wide = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
    if (wide) {
        converted = to_utf8(bytes);
        bytes = converted;
    }
    if (bytes.starts_with(byte_order_mark)) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    if (bytes.find('\0') != std::string_view::npos) {
        return Error{ErrorCode::malformed, "This is no playlist", {}};
    }
    // The encoding is guessed from all of the file; locations stay the bytes they are. No encoding of 8 bits
    // has line ends within its characters: the lines are the same.
    const std::string readable = to_utf8(bytes);
    const auto lines = lines_of(bytes), texts = lines_of(readable);
    const bool same = lines.size() == texts.size();
    PlaylistFile playlist;
    PlaylistItem next;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].empty() || lines[i].size() > most_line) {
            continue;
        }
        const std::string alone = same ? std::string() : to_display(lines[i]);
        std::string_view text = same ? texts[i] : std::string_view(alone);
        if (lines[i].front() != '#') {
            if (playlist.items.size() == most_playlist_items) {
                return Error{
                    ErrorCode::unsupported, "This playlist has more songs than any playlist has", {}};
            }
            next.location = lines[i];
            playlist.items.push_back(std::exchange(next, {}));
        } else if (takes(text, "#EXTINF:")) {
            read_extinf(text, next);
        } else if (takes(text, "#EXTALB:")) {
            next.album = text;
        } else if (takes(text, "#EXTART:")) {
            next.artist = text;
        } else if (takes(text, "#PLAYLIST:")) {
            playlist.name = text;
        }
    }
    return playlist;
}

std::string write_m3u8(const PlaylistFile& playlist, std::string_view folder) {
    std::string text = "#EXTM3U\n";
    if (!playlist.name.empty()) {
        text.append("#PLAYLIST:").append(one_line(playlist.name)).append("\n");
    }
    for (const PlaylistItem& item : playlist.items) {
        const auto seconds = item.duration.count() > 0 ? (item.duration.count() + 500) / 1000 : -1;
        text.append("#EXTINF:").append(std::to_string(seconds)).append(",");
        const bool both = !item.artist.empty() && !item.title.empty();
        if (both) {
            text.append(one_line(item.artist)).append(" - ");
        }
        text.append(one_line(item.title)).append("\n");
        if (!item.artist.empty() && !both) {
            text.append("#EXTART:").append(one_line(item.artist)).append("\n");
        }
        if (!item.album.empty()) {
            text.append("#EXTALB:").append(one_line(item.album)).append("\n");
        }
        const std::string relative = relative_path(item.location, folder);
        text.append(stands_in_a_line(relative) ? relative : file_url_of(item.location)).append("\n");
    }
    return text;
}

Result<PlaylistFile> parse_playlist(std::string_view bytes) {
    std::string_view start = bytes;
    if (start.starts_with(byte_order_mark)) {
        start.remove_prefix(byte_order_mark.size());
    }
    const auto first = start.find_first_not_of(" \t\r\n");
    const bool wide_xml = start.starts_with(std::string_view("\xff\xfe<\0", 4)) ||
                          start.starts_with(std::string_view("\xfe\xff\0<", 4));
    const bool xml = wide_xml || (first != std::string_view::npos && start[first] == '<');
    return xml ? parse_xspf(bytes) : parse_m3u(bytes);
}

}  // namespace refrain
