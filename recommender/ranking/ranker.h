// Orders candidates: every score is a sum of named terms, then slots are filled one by one under the hard
// rules. Deterministic: the same situation gives the same list. Pure, any thread, nothing fails: with too few
// candidates the list is short.
//
// Hard rules: not banned, not missing, not queued, not current (the candidates are without these already); no
// track twice, nor two tracks of one artist with the same title; at most `per_artist` of an artist in
// `artist_window` slots; not heard lately (recent_hours, recent_tracks below). The last two give way, in this
// order, before the list stays short; in a small library the last one covers fewer tracks.
#pragma once

#include "library_scanner/core/score_term.h"
#include "recommender/ranking/damping.h"
#include "recommender/ranking/ranker_model.h"
#include "recommender/ranking/routes.h"

#include <optional>
#include <string>
#include <vector>

namespace refrain::ranking {

/// What each term weighs, in the unit of the score. Chosen so that what the listener just said (held_back, up
/// to 3) outweighs any one liking, and a liking outweighs what is done for variety.
struct RankerWeights {
    /// Times the cosine of listener and track, times encoder_share().
    double encoder = 1.0;
    /// Times the model's say (ranker_model.h), which is in nats: what is likely to come and to be finished.
    double nat = 0.4;
    /// Times the affinity of its styles, in (-1, 1).
    double style = 0.6;
    /// Times the route's score in [0, 1].
    double album_continuation = 1.4, forgotten_favourite = 0.8, freshness = 0.5, sound = 0.5;
    /// Off, times what Damping holds a track back by, in [0, 1.5].
    double held_back = 2.0;
    /// Times the nearness to what the listener asked to start from, in [0, 1].
    double seed = 1.5;
    /// Times 1/2 - |how lively it is - how lively it shall be|; off where that is not known.
    double energy = 2.0;
    /// Times Restrictions::love, in [0, 1].
    double love = 0.4;
    /// Times the track's lot of the day, in [0, 1): keeps equals from standing in the order of their files.
    double chance = 0.05;
    /// To the list, familiar or new to you, that is behind its share.
    double familiar_mix = 0.5;
    /// The mix counts the track playing and the last so many that the player chose, before the slots: a tail
    /// is made anew after each listen, so that mostly its first slot alone is ever played.
    std::size_t mix_memory = 9;
    /// Off by the decayed sum of similarities to the slots before (MMR with a fading memory):
    /// D <- (D + sim) / 2 for each slot filled.
    double diversity = 0.1;
    /// Off for each track of the same artist in the window.
    double artist_spacing = 0.1;
    int per_artist = 2, artist_window = 8;
    /// Left out: what was heard in the last so many hours, or in the session going on.
    double recent_hours = 3.0;
    /// Listens from which the encoder has its whole weight; before, listens / this, and least_encoder at
    /// least (recommender design, section 6: little data, little say).
    double encoder_listens = 400.0, least_encoder = 0.25;
    /// Of familiar and of new candidates, the best so many by the terms that no slot changes go on to the
    /// slots.
    std::size_t shortlist = 400;
};

/// The encoder's share of its weight after that many listens, in [least_encoder, 1].
double encoder_share(int listens, const RankerWeights& weights = {});

struct RankedTrack {
    TrackIndex track = kNone;
    double score = 0.0;
    /// No zeros; they sum to the score.
    std::vector<ScoreTerm> terms;
    /// Of the routes that proposed it, the one whose term is largest; `library` when no such term is above 0.
    Route route = Route::library;
    /// As in Candidate.
    TrackIndex sounds_like = kNone;
    bool familiar = false;
};

struct RankRequest {
    int count = 20;
    /// What plays and what is queued, in order: spacing starts from its end.
    std::vector<TrackIndex> ahead;
    /// As in GuessRequest.
    std::optional<double> familiar, energy;
};

struct Ranking {
    std::vector<RankedTrack> tracks;
    /// Too few candidates to leave out all that was heard lately.
    bool recent_allowed = false;
    /// What belongs to the seed was not enough.
    bool widened = false;
    /// How lively any candidate is was known.
    bool energy_known = false;
    /// The moment is one at which the likely is likely to be skipped: so many skips in a row turned the order
    /// round. 0: they did not.
    int turned_after = 0;
};

/// How lively a track is, in [0, 1]: by its sound where that was analysed, else by how loud it is (a
/// ReplayGain of -12 dB is 1, +2 dB is 0). Nothing: not known.
std::optional<double> energy_of(const Catalogue& catalogue, const ContentView& content, TrackIndex track);

Ranking rank(const Situation& situation, const Damping& damping, const Views& views,
             const std::vector<Candidate>& candidates, const RankRequest& request,
             const RankerModel& model = prior_model(), const RankerWeights& weights = {});

}  // namespace refrain::ranking
