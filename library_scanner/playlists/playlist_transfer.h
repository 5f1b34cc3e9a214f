// Playlists from files of other players and into such. Any thread; waits for the disk. What can fail: reading
// and writing the file, a file that is no playlist.
#pragma once

#include "library_scanner/playlists/playlist_resolver.h"

#include <filesystem>
#include <string>
#include <vector>

namespace refrain {

struct PlaylistImport {
    /// As the file says, else its name without extension. UTF-8.
    std::string name;
    std::vector<ResolvedItem> items;
};

Result<PlaylistImport> read_playlist(const std::filesystem::path& file, const LibraryPtr& library);

/// As XSPF where the file's name ends so, else as M3U8; the file appears whole or not at all. Entries of the
/// library are written as they are now, others as they were. Streams keep their address.
Status write_playlist(const std::filesystem::path& file, const std::string& name,
                      const std::vector<PlaylistEntry>& entries, const LibrarySnapshot& library);

}  // namespace refrain
