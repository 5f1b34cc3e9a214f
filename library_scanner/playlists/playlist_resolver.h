// Finds the songs that a playlist of another player, or of another machine, means. Built once, then any
// thread. Nothing fails: what is not found is told with its reason.
#pragma once

#include "library_scanner/playlists/playlist.h"
#include "library_scanner/playlists/playlist_file.h"
#include "library_scanner/store/library_snapshot.h"

#include <cstdint>
#include <optional>
#include <span>
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
    /// A song by its path read from the end.
    struct End {
        /// Normalised names, each closed by a zero byte: those that share an end share a beginning here.
        std::string key;
        std::uint32_t row = 0;
    };
    using Ends = std::span<const End>;

    /// Those of `among` (sorted) whose key begins with `start`.
    static Ends that_begin_with(Ends among, std::string_view start);
    std::optional<std::uint32_t> by_path(const std::string& path) const;
    Found by_end_of_path(const std::string& path, Milliseconds duration) const;
    Found by_tags(const PlaylistItem& item) const;
    /// The only one of those songs that last so long, or the only one of them that is not missing; nothing
    /// where none does.
    template <class Items, class RowOf>
    std::optional<Found> only_one(const Items& items, RowOf row_of, Milliseconds duration) const;
    bool lasts(std::uint32_t row, Milliseconds duration) const;

    LibraryPtr library_;
    /// Sorted: thousands of songs may be called "01.mp3", and as many lines of a playlist.
    std::vector<End> ends_;
    /// Rows by the keys of artist and title, sorted by their albums.
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_tags_;
    /// Albums that are called the same, by the key of the name.
    std::unordered_map<std::string, std::vector<TextKey>> albums_;
};

}  // namespace refrain
