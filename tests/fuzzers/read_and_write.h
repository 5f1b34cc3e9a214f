// What holds of any playlist that was read. Shared by the fuzzers of its kinds.
#pragma once

#include "library_scanner/playlists/playlist_file.h"
#include "library_scanner/playlists/relative_path.h"
#include "library_scanner/text/utf8.h"
#include "tests/fuzzers/require.h"

namespace refrain {

/// Its texts are UTF-8, and what is written of it is read again.
inline void write_and_read(const Result<PlaylistFile>& parsed) {
    if (!parsed) {
        require(!parsed.error().message.empty());
        return;
    }
    PlaylistFile playlist = parsed.value();
    for (PlaylistItem& item : playlist.items) {
        require(is_valid_utf8(item.title) && is_valid_utf8(item.artist) && is_valid_utf8(item.album));
        require(item.duration.count() >= 0);
        item.location = absolute_path(item.location, "/m/");
        require(item.location.front() == '/');
    }
    const auto m3u = parse_m3u(write_m3u8(playlist, "/m/lists/"));
    require(m3u && m3u.value().items.size() == playlist.items.size());
    const auto xspf = parse_xspf(write_xspf(playlist, "/m/lists/"));
    require(xspf && xspf.value().items.size() == playlist.items.size());
}

}  // namespace refrain
