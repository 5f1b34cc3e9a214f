// What the history says about tracks, artists and styles at one instant: signed base-level activation, its
// projections on artists and styles, and first-order transitions. Pure, any thread, nothing fails.
#pragma once

#include "recommender/ranking/base_level.h"
#include "recommender/ranking/events.h"
#include "recommender/ranking/taste_state.h"

#include <memory>
#include <span>
#include <vector>

namespace refrain::ranking {

struct ActivationOptions : BaseLevelOptions {
    /// Strength of the assumption that nothing is known of an artist, of a style; a finish of the last hours
    /// weighs 0.29.
    double artist_prior = 0.15, style_prior = 0.3;
    /// Familiar share assumed before there are listens, and how many listens the assumption weighs.
    double familiar_prior = 0.7, familiar_prior_listens = 10.0;
    double familiar_days = 90.0;
};

/// (age in hours, at least the floor)^-decay.
double decayed(UtcTime then, UtcTime now, const ActivationOptions& options = {});

struct ArtistFacts {
    double positive = 0.0, negative = 0.0;
    int heard = 0;
    /// Listens, and finished ones, of the last 30 days.
    int heard_lately = 0, finished_lately = 0;
};

class Taste {
  public:
    /// `events` ascending, none after `now`.
    Taste(const Catalogue& catalogue, std::span<const Event> events, UtcTime now,
          const ActivationOptions& options = {});

    /// `state` holds exactly these events, and lives as long as this.
    Taste(const Catalogue& catalogue, const TasteState& state, std::span<const Event> events, UtcTime now,
          const ActivationOptions& options = {});

    /// By first hearing.
    const std::vector<TrackFacts>& heard() const { return state_->tracks(); }
    /// nullptr for a track never heard.
    const TrackFacts* facts(TrackIndex track) const { return state_->facts(track); }
    const TasteState& state() const { return *state_; }
    UtcTime now() const { return now_; }

    /// Decayed evidence of a track's finishes, and of its skips.
    struct Sums {
        double positive = 0.0, negative = 0.0;
    };
    /// By place in heard().
    Sums sums(std::uint32_t place) const { return sums_[place]; }
    Sums album_sums(AlbumIndex album) const { return album < albums_.size() ? albums_[album] : Sums{}; }

    /// B of the track, signed; 0 for a track never heard.
    double activation(TrackIndex track) const;
    /// (p - n) / (p + n + prior) in (-1, 1), p and n the decayed finishes and skips.
    double artist_affinity(ArtistIndex artist) const;
    /// The same for a style, each listen weighing what the style weighs in its track.
    double style_affinity(StyleIndex style) const;
    /// Mean of the affinities of its styles by their weight, in (-1, 1); 0 with no styles.
    double profile_affinity(ProfileIndex profile) const;
    /// nullptr when nothing by the artist was heard.
    const ArtistFacts* artist_facts(ArtistIndex artist) const;

    struct Transition {
        TrackIndex to = kNone;
        /// Finishes of `to` right after `from` in a session, minus skips of it there.
        double count = 0.0;
    };
    /// What followed `from` and has count > 0, most frequent first (ties by track).
    std::vector<Transition> transitions(TrackIndex from) const;

    /// Share of the chosen listens of the last 90 days that were of tracks heard before, drawn to the prior
    /// while there are few. What the player queued does not count: the mix would only measure itself.
    double familiar_share() const { return familiar_share_; }
    /// Listens with a verdict (finished or skipped).
    int verdicts() const { return state_->verdicts(); }
    int listens() const { return static_cast<int>(events_.size()); }
    std::span<const Event> events() const { return events_; }

  private:
    void sum_up();

    const Catalogue& catalogue_;
    std::span<const Event> events_;
    UtcTime now_{};
    ActivationOptions options_;
    std::shared_ptr<const TasteState> own_;
    const TasteState* state_;
    std::vector<Sums> sums_, albums_;
    std::vector<ArtistFacts> artists_;
    std::vector<double> style_positive_, style_negative_;
    double familiar_share_ = 0.0;
};

}  // namespace refrain::ranking
