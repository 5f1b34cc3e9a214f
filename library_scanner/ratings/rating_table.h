// The ratings of all tracks that have one, as a picture that never changes: search, sorting and window read
// the same. Any thread; nothing fails.
#pragma once

#include "library_scanner/core/rating.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/track.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

struct RatedTrack {
    TrackId track;
    Rating rating;
};

/// What a track is rated from now on; without a rating: no longer.
struct RatingChange {
    TrackId track;
    std::optional<Rating> rating;
};

class RatingTable {
  public:
    RatingTable() = default;
    /// `rated` by ascending track, each once.
    explicit RatingTable(std::vector<RatedTrack> rated) : rated_(std::move(rated)) {}

    std::optional<Rating> find(TrackId track) const;
    /// By ascending track.
    const std::vector<RatedTrack>& rated() const { return rated_; }

    /// This table with `changes`, of which the last word on a track counts.
    RatingTable with(std::span<const RatingChange> changes) const;
    /// What `tracks` are rated now: as changes that would bring it back.
    std::vector<RatingChange> of(std::span<const TrackId> tracks) const;

  private:
    std::vector<RatedTrack> rated_;
};

/// What a track counts as: as the listener rates it, else as its file's tags do.
std::optional<Rating> rating_of(const RatingTable& ratings, const TrackView& track);

using RatingTablePtr = std::shared_ptr<const RatingTable>;

}  // namespace refrain
