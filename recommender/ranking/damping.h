// Style damping: what recent skips hold back, how much, for how long still (recommender design, section 7).
// A pure function of (history, reactions, now): a restart changes nothing. Any thread, nothing fails.
//
// A skip of track k at t_k lowers track i at `now` by
//     eta * w_k * 2^-h_k * exp(-(now - t_k) / T) * max(0, sim(i, k) - theta)
// sim: cosine of the tracks' style vectors. w_k = 1 - play rate; 1 after "not for me" and where the rate is
// unknown. h_k: full plays after t_k of tracks with sim >= near to k. The sum over skips is capped.
// A lift of style s at t takes s out of the style vector of every skip up to t.
#pragma once

#include "library_scanner/core/reaction.h"
#include "recommender/ranking/events.h"
#include "recommender/serving/guess.h"

#include <span>
#include <vector>

namespace refrain::ranking {

struct DampingOptions {
    /// In the unit of the score.
    double eta = 0.7;
    double theta = 0.3;
    /// T, in minutes.
    double fade_minutes = 30.0;
    double near = 0.5;
    /// The most that a track loses, in the unit of the score.
    double cap = 1.5;
};

/// A skip that is still felt.
struct ActiveSkip {
    /// eta * w * 2^-h * exp(-age / T).
    double amount = 0.0;
    /// Unit length less what was lifted.
    StyleVector styles;
};

class Damping {
  public:
    /// `events` ascending, none after `now`. Skips older than 24 T are left out: e^-24 of the amount is left.
    Damping(const Catalogue& catalogue, std::span<const Event> events, std::span<const Reaction> reactions,
            UtcTime now, const DampingOptions& options = {});

    /// What a track with these styles loses now, in [0, cap].
    double amount(const StyleVector& styles) const;
    double amount(TrackIndex track) const { return amount(catalogue_.styles_of(track)); }
    bool nothing() const { return skips_.empty(); }

    /// Every style of which a tenth of the cap or more is held back now, the most first (ties by name). Each
    /// is listed until that tenth: nothing further said, it then fades below it.
    std::vector<HeldBack> held_back() const;

  private:
    double uncapped(const StyleVector& styles) const;

    const Catalogue& catalogue_;
    UtcTime now_{};
    DampingOptions options_;
    std::vector<ActiveSkip> skips_;
};

}  // namespace refrain::ranking
