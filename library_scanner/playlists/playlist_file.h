// Playlists as files of other players: M3U, M3U8, XSPF. Bytes in, bytes out. Pure, any thread. What can fail:
// a file that is no playlist, or more than any playlist is.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// What a file says of one of its songs; what it does not say is empty.
struct PlaylistItem {
    /// As it stands there: a path in bytes, relative to the file's folder or not, in the manner of any
    /// system, or a URL. In XSPF always a URL reference.
    std::string location;
    /// UTF-8.
    std::string title, artist, album;
    Milliseconds duration{0};

    friend bool operator==(const PlaylistItem&, const PlaylistItem&) = default;
};

struct PlaylistFile {
    /// UTF-8; empty where the file does not say.
    std::string name;
    std::vector<PlaylistItem> items;

    friend bool operator==(const PlaylistFile&, const PlaylistFile&) = default;
};

/// A playlist of more bytes or songs is refused.
inline constexpr std::size_t most_playlist_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t most_playlist_items = 500'000;

/// XSPF where the text begins as XML does, else M3U. malformed: no text at all, XML that is no XSPF;
/// unsupported: too large.
Result<PlaylistFile> parse_playlist(std::string_view bytes);

/// M3U, extended or not. Texts in UTF-8 or, where they are not, in the encoding they seem to have; a location
/// in one of the 8-bit encodings keeps its bytes. Empty lines, those longer than any path (64 KiB) and
/// unknown directives are passed over.
Result<PlaylistFile> parse_m3u(std::string_view bytes);
/// XSPF (https://xspf.org/spec), without entities of its own and not deeper than its elements lie.
Result<PlaylistFile> parse_xspf(std::string_view bytes);

/// Extended M3U8 for a file in `folder` (absolute, bytes): locations in it and around it are relative. A path
/// that a line of UTF-8 cannot hold (other bytes, line breaks, a # or a space at its ends) is written as
/// file:// URL. The items' locations are absolute paths.
std::string write_m3u8(const PlaylistFile& playlist, std::string_view folder);
/// As write_m3u8(); locations are percent-encoded as URLs are.
std::string write_xspf(const PlaylistFile& playlist, std::string_view folder);

}  // namespace refrain
