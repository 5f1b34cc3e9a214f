// What is known of a track beside its texts: its row, the listener's rating, what the history says of it. The
// numbers and flags of queries are taken from here. Any thread; nothing fails.
#pragma once

#include "library_scanner/ratings/rating_table.h"
#include "library_scanner/search/facts.h"
#include "library_scanner/search/query.h"
#include "library_scanner/store/track_chunk.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace refrain {

/// What is known of one track beside its texts.
struct KnownOfTrack {
    const TrackRow& row;
    const TrackFacts& facts;
    /// The listener's own.
    std::optional<Rating> own_rating;

    /// In percent; the tags' where the listener gave none.
    std::optional<std::int64_t> rating() const {
        if (own_rating) {
            return own_rating->percent();
        }
        return row.file_rating == TrackRow::no_rating ? std::nullopt
                                                      : std::optional<std::int64_t>(row.file_rating);
    }
};

/// The listener's ratings of one chunk, asked for by ascending track.
class ChunkRatings {
  public:
    ChunkRatings(const RatingTable* table, std::int64_t chunk);
    std::optional<Rating> of(TrackId track);

  private:
    std::vector<RatedTrack>::const_iterator next_{}, end_{};
};

/// Nothing where it is not known: no query for a number finds the track then.
std::optional<std::int64_t> number_of(NumberField field, const KnownOfTrack& track);

bool has_flag(TrackFlag flag, const KnownOfTrack& track, UtcTime now);

}  // namespace refrain
