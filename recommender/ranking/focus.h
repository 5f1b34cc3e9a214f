// From a seed ("from this track", "this artist", "this style", …) to tracks: which belong to it, and how near
// the others are. Pure, any thread. Nothing fails: a seed that names nothing of the library has no tracks.
#pragma once

#include "recommender/ranking/activation.h"
#include "recommender/ranking/views.h"
#include "recommender/serving/guess.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace refrain::ranking {

struct FocusOptions {
    /// Of an artist, of a style, and of what sounds like one track at most so many.
    std::size_t per_artist = 200, per_style = 400, neighbours = 60;
    /// Seeds of a playlist or album whose neighbours are looked for, evenly spaced ones of it.
    std::size_t most_seeds = 12;
    /// Nearness: of the same album; of the same artist; the most that the same styles give, and the most that
    /// a like sound gives.
    double album = 0.9, artist = 0.8, style = 0.5, sound = 0.7;
};

/// A track around a seed.
struct Near {
    /// In (0, 1].
    double closeness = 0.0;
    /// Belongs to what was asked for. What does not is only near, for when all that belongs has been played.
    bool inside = false;
};

class Focus {
  public:
    /// No seed: everything is outside, and nothing was asked for.
    Focus() = default;
    /// `day` draws which tracks come where there are more than may.
    Focus(const Catalogue& catalogue, const Taste& taste, const ContentView& content, const GuessSeed& seed,
          std::uint64_t day, const FocusOptions& options = {});

    /// Was there a seed?
    bool asked() const { return kind_ != SeedKind::none; }
    /// Was there a seed that the library knows?
    bool found() const { return !near_.empty(); }
    /// All of one artist by the listener's wish: spacing of artists has no place.
    bool one_artist() const { return found() && (kind_ == SeedKind::artist || kind_ == SeedKind::album); }
    /// closeness 0 for a track that has nothing to do with the seed.
    Near of(TrackIndex track) const;
    const std::unordered_map<TrackIndex, Near>& tracks() const { return near_; }
    SeedKind kind() const { return kind_; }
    /// For the words; may be empty.
    const std::string& name() const { return name_; }

  private:
    void put(TrackIndex track, double closeness, bool inside);

    SeedKind kind_ = SeedKind::none;
    std::string name_;
    std::unordered_map<TrackIndex, Near> near_;
    const Catalogue* catalogue_ = nullptr;
    StyleIndex style_ = kNone;
};

}  // namespace refrain::ranking
