// Finds the songs that a playlist of another player, or of another machine, means. Built once, then any
// thread. Nothing fails: what is not found is told with its reason.
#pragma once

#include "library_scanner/playlists/playlist.h"
#include "library_scanner/playlists/playlist_file.h"
#include "library_scanner/store/library_snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace refrain {

enum class ResolvedBy { path, end_of_path, tags, nothing };

/// Why an item is no song of the library.
enum class Unresolved {
    /// No such path, and no song with these tags.
    not_in_library,
    /// Several songs fit equally well.
    several,
    /// A stream of the network.
    stream,
};

struct ResolvedItem {
    /// What the playlist is to hold: of the library's song where it was found, else what the file says.
    PlaylistEntry entry;
    ResolvedBy by = ResolvedBy::nothing;
    /// Where `by` is nothing.
    Unresolved why = Unresolved::not_in_library;
};

class PlaylistResolver {
  public:
    explicit PlaylistResolver(LibraryPtr library);

    /// `folder` is where the playlist file lies (absolute, bytes).
    ///
    /// By its path, then by the longest end that its path shares with one of the library's, whatever lies
    /// before it and in whatever system's manner it is written: file name and folder at least, or the file
    /// name alone where no other song has it and the length agrees. Then by title and artist
    /// (text/match_key.h) and a length within 2 s, where the file says them; the album decides between
    /// several. Songs that are there go before missing ones.
    ResolvedItem resolve(const PlaylistItem& item, std::string_view folder) const;
    std::vector<ResolvedItem> resolve(const PlaylistFile& playlist, std::string_view folder) const;

  private:
    struct Found {
        std::optional<std::uint32_t> row;
        bool several = false;
    };
    std::optional<std::uint32_t> by_path(const std::string& path) const;
    Found by_end_of_path(const std::string& path, Milliseconds duration) const;
    Found by_tags(const PlaylistItem& item) const;
    /// The only one of `rows`, or the only one that is not missing.
    Found only_one(const std::vector<std::uint32_t>& rows) const;
    bool lasts(std::uint32_t row, Milliseconds duration) const;

    LibraryPtr library_;
    /// Rows by their file's normalised name, and by the keys of artist and title.
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_, by_tags_;
};

}  // namespace refrain
