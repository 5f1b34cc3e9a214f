// The songs of a smart playlist, as library, history and ratings are now. Any thread; as slow as sorting the
// library: never on the GUI thread. Nothing fails.
#pragma once

#include "library_scanner/playlists/playlist.h"
#include "library_scanner/search/search_index.h"
#include "library_scanner/store/track_order.h"

#include <cstdint>
#include <vector>

namespace refrain {

/// Rows of the library that `index` and `order` are of, sorted and cut as `rule` says. Songs without what is
/// sorted by (no year, never played) come last. A rule whose query is empty has no songs.
std::vector<std::uint32_t> songs_of(const PlaylistRule& rule, const SearchIndex& index,
                                    const TrackOrder& order, const SearchContext& context,
                                    Milliseconds utc_offset);

}  // namespace refrain
