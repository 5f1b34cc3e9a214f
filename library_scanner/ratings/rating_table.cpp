#include "library_scanner/ratings/rating_table.h"

#include <algorithm>
#include <iterator>

namespace refrain {

std::optional<Rating> RatingTable::find(TrackId track) const {
    const auto place = std::lower_bound(rated_.begin(), rated_.end(), track,
                                        [](const RatedTrack& a, TrackId wanted) { return a.track < wanted; });
    return place == rated_.end() || place->track != track ? std::nullopt : std::optional(place->rating);
}

RatingTable RatingTable::with(std::span<const RatingChange> changes) const {
    std::vector<RatingChange> sorted(changes.begin(), changes.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const RatingChange& a, const RatingChange& b) { return a.track < b.track; });
    std::vector<RatedTrack> rated;
    rated.reserve(rated_.size() + sorted.size());
    auto old = rated_.begin();
    for (auto change = sorted.begin(); change != sorted.end(); ++change) {
        if (const auto next = std::next(change); next != sorted.end() && next->track == change->track) {
            continue;
        }
        for (; old != rated_.end() && old->track < change->track; ++old) {
            rated.push_back(*old);
        }
        if (old != rated_.end() && old->track == change->track) {
            ++old;
        }
        if (change->rating) {
            rated.push_back({change->track, *change->rating});
        }
    }
    rated.insert(rated.end(), old, rated_.end());
    return RatingTable(std::move(rated));
}

std::vector<RatingChange> RatingTable::of(std::span<const TrackId> tracks) const {
    std::vector<RatingChange> now;
    now.reserve(tracks.size());
    for (const TrackId track : tracks) {
        now.push_back({track, find(track)});
    }
    return now;
}

std::optional<Rating> rating_of(const RatingTable& ratings, const TrackView& track) {
    const auto own = ratings.find(track.id);
    return own || !track.file_rating ? own : Rating::from_percent(*track.file_rating);
}

}  // namespace refrain
