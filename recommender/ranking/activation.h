// What the history says about tracks, artists and styles at one instant: signed base-level activation, its
// projections on artists and styles, and first-order transitions. Pure, any thread, nothing fails.
#pragma once

#include "recommender/ranking/base_level.h"
#include "recommender/ranking/events.h"

#include <span>
#include <unordered_map>
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

/// What is known of a track that was heard. Browsing past a track is not hearing it.
struct TrackFacts {
    TrackIndex track = kNone;
    int heard = 0, finished = 0, skipped = 0;
    /// Signed sum of decayed evidence: sum over finishes of evidence * decayed, minus skip_weight * decayed
    /// for each skip.
    double signed_sum = 0.0;
    UtcTime first_heard{}, last_heard{}, last_finished{};
};

struct ArtistFacts {
    double positive = 0.0, negative = 0.0;
    /// Listens, and finished ones, of the last 30 days.
    int heard_lately = 0, finished_lately = 0;
};

class Taste {
  public:
    /// `events` ascending, none after `now`.
    Taste(const Catalogue& catalogue, std::span<const Event> events, UtcTime now,
          const ActivationOptions& options = {});

    /// By first hearing.
    const std::vector<TrackFacts>& heard() const { return heard_; }
    /// nullptr for a track never heard.
    const TrackFacts* facts(TrackIndex track) const;

    /// B of the track, signed; 0 for a track never heard.
    double activation(TrackIndex track) const;
    /// (p - n) / (p + n + prior) in (-1, 1), p and n the decayed finishes and skips.
    double artist_affinity(ArtistIndex artist) const;
    /// The same for a style, each listen weighing what the style weighs in its track.
    double style_affinity(StyleIndex style) const;
    /// Mean of the affinities of its styles by their weight, in (-1, 1); 0 with no styles.
    double profile_affinity(ProfileIndex profile) const;
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
    int verdicts() const { return verdicts_; }
    int listens() const { return static_cast<int>(events_.size()); }
    std::span<const Event> events() const { return events_; }

  private:
    const Catalogue& catalogue_;
    std::span<const Event> events_;
    ActivationOptions options_;
    std::vector<TrackFacts> heard_;
    std::unordered_map<TrackIndex, std::uint32_t> place_;
    std::unordered_map<ArtistIndex, ArtistFacts> artists_;
    std::vector<double> style_positive_, style_negative_;
    double familiar_share_ = 0.0;
    int verdicts_ = 0;
};

}  // namespace refrain::ranking
