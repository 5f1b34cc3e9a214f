// Makes the pictures of a library, one out of the other: what a scan or an edit changed is exchanged, the
// rest is shared with the picture before. One thread at a time; the pictures go to any. Nothing fails.
#pragma once

#include "library_scanner/store/library_snapshot.h"

#include <memory>
#include <span>
#include <vector>

namespace refrain {

class LibraryWriter {
  public:
    /// Adds a track behind all others: ids must not descend. A library is loaded with this.
    void append(const TrackView& track);
    /// Adds the tracks of `behind`, whose ids lie in later chunks (TrackChunk::number_of) than those here, so
    /// that the parts of a library can be loaded side by side.
    void append(LibraryWriter behind);

    /// Exchanges the tracks of `ids` (ascending, each once) for `now` (ascending): those of them that there
    /// are now. One that is not in `now` is taken out, one that was not there is put in at its place.
    /// Texts that nobody names any more stay until the library is loaded anew.
    void replace(std::span<const TrackId> ids, std::span<const Track> now);

    LibrarySnapshot picture();

  private:
    void close();

    LibraryInterner texts_;
    std::vector<std::shared_ptr<const TrackChunk>> chunks_;
    /// The chunk that append() fills; none before the first track and after close().
    std::unique_ptr<ChunkBuilder> open_;
};

}  // namespace refrain
