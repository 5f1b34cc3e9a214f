// What the listening history says of each track, as searches and smart playlists ask for it: plays, skips,
// last played, loved, banned. A FactPicture is never changed: any thread. FactTable makes them, any thread.
// What can fail: the disk; as Status.
#pragma once

#include "library_scanner/core/judgement.h"
#include "library_scanner/core/reaction.h"
#include "library_scanner/core/result.h"
#include "library_scanner/store/track_chunk.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace refrain {

class Database;

struct TrackFacts {
    /// Positive and negative listens, as core/judgement.h decides.
    std::uint32_t plays = 0, skips = 0;
    /// When a listen that was neither private nor a look-in began last; 0: never.
    std::int64_t last_played_ms = 0;
    bool loved = false;
    /// When a ban ends; 0: it is not banned.
    std::int64_t banned_until_ms = 0;

    bool banned(UtcTime now) const { return banned_until_ms > to_ms(now); }

    friend bool operator==(const TrackFacts&, const TrackFacts&) = default;
};

class FactPicture {
  public:
    /// The facts of the tracks of one chunk of the library, by their offset in it.
    using Chunk = std::array<TrackFacts, static_cast<std::size_t>(TrackChunk::ids)>;

    /// nullptr where nothing is known of any track of the chunk.
    const Chunk* chunk(std::int64_t number) const;
    TrackFacts of(TrackId id) const;
    bool empty() const { return chunks_.empty(); }

  private:
    friend class FactWriter;
    std::map<std::int64_t, std::shared_ptr<const Chunk>> chunks_;
};

using FactPicturePtr = std::shared_ptr<const FactPicture>;

class FactTable {
  public:
    FactTable();

    /// Never null; empty before the first refresh().
    FactPicturePtr picture() const;
    /// Reads what the history has anew since the last time: listens that were closed, reactions. The first
    /// time reads all of it, a second or so for a million listens: not for the GUI thread.
    Status refresh(const Database& database);
    /// Forgets what it knows: the next refresh() reads everything. For when rows were given to another track.
    void forget();

  private:
    struct Progress {
        /// Every listen up to here was looked at; those that were open then are looked at again.
        std::int64_t last_listen = 0, last_reaction = 0;
        std::vector<std::int64_t> open;
    };

    /// One refresh at a time; guards `progress_`.
    std::mutex refreshing_;
    Progress progress_;
    mutable std::mutex mutex_;
    FactPicturePtr picture_;
};

}  // namespace refrain
