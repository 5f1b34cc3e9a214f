#include "library_scanner/search/track_known.h"

#include <algorithm>

namespace refrain {
namespace {

std::optional<std::int64_t> unless_zero(std::int64_t number) {
    return number == 0 ? std::nullopt : std::optional(number);
}

}  // namespace

ChunkRatings::ChunkRatings(const RatingTable* table, std::int64_t chunk) {
    if (table != nullptr) {
        const auto below = [](const RatedTrack& a, TrackId wanted) { return a.track < wanted; };
        next_ = std::lower_bound(table->rated().begin(), table->rated().end(),
                                 TrackId(chunk * TrackChunk::ids), below);
        end_ = table->rated().end();
    }
}

std::optional<Rating> ChunkRatings::of(TrackId track) {
    while (next_ != end_ && next_->track < track) {
        ++next_;
    }
    return next_ != end_ && next_->track == track ? std::optional(next_->rating) : std::nullopt;
}

std::optional<std::int64_t> number_of(NumberField field, const KnownOfTrack& track) {
    const TrackRow& row = track.row;
    const TrackFacts& facts = track.facts;
    switch (field) {
        case NumberField::year:
            return unless_zero(row.year);
        case NumberField::date:
            return row.year == 0 ? std::nullopt
                                 : std::optional(std::int64_t{row.year} * 10'000 +
                                                 std::int64_t{row.month} * 100 + row.day);
        case NumberField::rating:
            return track.rating();
        case NumberField::added:
            return row.added_ms;
        case NumberField::played:
            return unless_zero(facts.last_played_ms);
        case NumberField::plays:
            return facts.plays;
        case NumberField::skips:
            return facts.skips;
        case NumberField::length:
            return unless_zero(row.duration_ms);
        case NumberField::bit_rate:
            return unless_zero(row.bitrate_kbps);
    }
    return std::nullopt;
}

bool has_flag(TrackFlag flag, const KnownOfTrack& track, UtcTime now) {
    const TrackRow& row = track.row;
    const TrackFacts& facts = track.facts;
    switch (flag) {
        case TrackFlag::loved:
            return facts.loved;
        case TrackFlag::banned:
            return facts.banned(now);
        case TrackFlag::missing:
            return row.missing;
        case TrackFlag::untagged:
            return row.artist == no_text && row.album == no_text;
        case TrackFlag::compilation:
            return row.compilation;
        case TrackFlag::unrated:
            return !track.rating();
        case TrackFlag::never_played:
            return facts.last_played_ms == 0;
    }
    return false;
}

}  // namespace refrain
