#include "library_scanner/playlists/playlist_transfer.h"

#include "library_scanner/audio_file/replacing_file.h"
#include "library_scanner/core/ascii.h"
#include "library_scanner/text/utf8.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace refrain {
namespace {

/// With its slash; absolute.
std::string folder_of(const std::filesystem::path& file) {
    std::error_code ignored;
    const auto whole = std::filesystem::absolute(file, ignored);
    return whole.parent_path().native() + "/";
}

Result<std::string> content_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        return Error{ErrorCode::not_found, "There is no such file", file.native()};
    }
    if (!std::filesystem::is_regular_file(status)) {
        return Error{ErrorCode::unreadable, "This is no ordinary file", file.native()};
    }
    if (const auto size = std::filesystem::file_size(file, error); !error && size > most_playlist_bytes) {
        return Error{ErrorCode::unsupported, "This playlist is larger than any playlist is", file.native()};
    }
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) {
        return Error{ErrorCode::unreadable, "The playlist cannot be read", file.native()};
    }
    return bytes;
}

}  // namespace

Result<PlaylistImport> read_playlist(const std::filesystem::path& file, const LibraryPtr& library) {
    const auto bytes = content_of(file);
    if (!bytes) {
        return bytes.error();
    }
    auto parsed = parse_playlist(bytes.value());
    if (!parsed) {
        Error error = parsed.error();
        error.path = file.native();
        return error;
    }
    const PlaylistFile& playlist = parsed.value();
    return PlaylistImport{playlist.name.empty() ? to_display(file.stem().native()) : playlist.name,
                          PlaylistResolver(library).resolve(playlist, folder_of(file))};
}

Status write_playlist(const std::filesystem::path& file, const std::string& name,
                      const std::vector<PlaylistEntry>& entries, const LibrarySnapshot& library) {
    PlaylistFile playlist;
    playlist.name = name;
    for (const PlaylistEntry& entry : entries) {
        const auto track = library.find(entry.track);
        const PlaylistEntry now = track ? entry_of(*track) : entry;
        playlist.items.push_back({now.path, now.title, now.artist, now.album, now.duration});
    }
    const std::string folder = folder_of(file);
    const bool is_xspf = is_word_ascii(file.extension().native(), ".xspf");
    ReplacingFile written(file);
    if (auto opened = written.open(); !opened) {
        return opened;
    }
    const std::string text = is_xspf ? write_xspf(playlist, folder) : write_m3u8(playlist, folder);
    if (auto done = written.write(text); !done) {
        return done;
    }
    return written.commit();
}

}  // namespace refrain
