// What the ranker's model looks at: numbers about a track at one instant (its own past, what it followed, its
// artist and album, the session), and about the moment itself. Trainer, evaluator and player fill them here
// and nowhere else. Pure, any thread, nothing fails; a track never heard has zeros for its past.
#pragma once

#include "recommender/ranking/activation.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace refrain::ranking {

enum class Feature : std::uint8_t {
    heard,             // 1 when heard before
    finished,          // ln(1 + finishes)
    skipped,           // ln(1 + skips)
    base_level,        // ln(1 + 20 * decayed finishes), base_level.h
    base_level_skips,  // the same of skips
    week,              // ln(1 + 20 f) / 3, f the finishes fading with a half-life of a week
    half_day,          // the same with half a day: worn out
    week_skips,
    finish_rate,     // (finishes + 2) / (finishes + skips + 3) - 2/3
    skipped_last,    // 1 when its last listen was a skip
    skips_in_a_row,  // since it was last finished, at most 4
    starts_with,     // `week` where a session begins
    starts_level,    // signed base level where a session begins
    share_after,     // times it came after the anchor / (1 + times anything did)
    recent_after,    // 2^(-days since it last came after the anchor / 14)
    finished_after,  // ln(1 + finishes there)
    skipped_after,
    finished_next,  // ln(1 + finishes right after the listen before, whatever became of that)
    skipped_next,
    near,         // ln(1 + neighbourhood with the last five that were not skipped, 0.8 each further back)
    same_artist,  // as the anchor's
    same_album,
    session_artist,  // listens of its artist among the last ten of the session, skipped ones not counted
    session_artist_skips,
    artist,         // affinity in (-1, 1), decayed finishes against skips, prior 0.15
    album,          // the same of the album
    session_skips,  // 1 when skipped in this session
    begun_again,    // where a session begins, for the track before it: 2^(-hours since / 12)
    count
};
inline constexpr std::size_t kFeatures = static_cast<std::size_t>(Feature::count);
using FeatureRow = std::array<double, kFeatures>;

/// What a weight may be: evidence of finishing never speaks against a track, nor evidence of skipping for it.
enum class Sign : std::uint8_t { positive, negative, free };

/// The term that a feature's share is told under.
enum class FeatureGroup : std::uint8_t { habit, sequence, artist };

struct FeatureInfo {
    std::string_view name;
    Sign sign = Sign::free;
    FeatureGroup group = FeatureGroup::habit;
    /// Says the same at every moment of a day: of the track alone.
    bool item_only = false;
};
const FeatureInfo& info(Feature feature);
inline constexpr std::size_t index_of(Feature f) {
    return static_cast<std::size_t>(f);
}

/// About the moment, the same for all tracks.
enum class Context : std::uint8_t {
    always,         // 1
    one_skip,       // 1 after one skip in a row or more
    two_skips,      // after two or more
    three_skips,    // after three or more
    lately,         // share of skips among the last five of the session
    session_start,  // 1 where a session begins
    count
};
inline constexpr std::size_t kContexts = static_cast<std::size_t>(Context::count);
using ContextRow = std::array<double, kContexts>;
std::string_view name_of(Context context);

class Features {
  public:
    /// At `taste.now()`. `anchor`: what goes on playing, or was not skipped last; kNone where a session
    /// begins. `current`: the track playing, not yet a listen; kNone when none plays.
    Features(const Catalogue& catalogue, const Taste& taste, TrackIndex anchor, TrackIndex current = kNone);

    FeatureRow of(TrackIndex track) const;
    const ContextRow& context() const { return context_; }
    /// Skips in a row up to now.
    int skips_in_a_row() const { return skips_in_a_row_; }

  private:
    struct Sequence {
        double share = 0.0, recent = 0.0, finished = 0.0, skipped = 0.0, next_finished = 0.0,
               next_skipped = 0.0, near = 0.0;
    };
    void look_at_session(TrackIndex current);
    void look_at_followers();

    const Catalogue& catalogue_;
    const Taste& taste_;
    TrackIndex anchor_ = kNone;
    bool begins_ = true;
    int skips_in_a_row_ = 0;
    ContextRow context_{};
    std::vector<TasteState::SessionTrack> session_;
    std::unordered_map<TrackIndex, Sequence> sequence_;
    std::unordered_map<ArtistIndex, std::pair<double, double>> session_artists_;
};

}  // namespace refrain::ranking
