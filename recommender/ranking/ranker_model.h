// The ranker's learnt part: linear heads over features.h. `choice` says what comes next and is finished,
// `skip` what is left early, `love` what is loved; each is learnt together with the sub-model that needs no
// head of its own: for `choice` what the track's past alone says (popularity), for `skip` what the moment
// alone says (after a skip comes a skip, whatever plays). At serving the sub-models are taken away, and the
// moment's one decides whether the order is turned round (gate).
//
// Until something was learnt the compiled-in prior serves: weights of pooled listening logs. Pure, any
// thread. What can fail: reading a file that is damaged, of another version, or breaks the signs: refused
// with the reason.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/ranking/features.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace refrain::ranking {

using FeatureWeights = std::array<double, kFeatures>;
using ContextWeights = std::array<double, kContexts>;

inline double product(const FeatureWeights& w, const FeatureRow& x) {
    double sum = 0.0;
    for (std::size_t i = 0; i < kFeatures; ++i) {
        sum += w[i] * x[i];
    }
    return sum;
}

/// A score's parts; they sum to it.
struct ModelShares {
    /// Of `choice`, by group.
    double habit = 0.0, sequence = 0.0, artist = 0.0;
    /// What is taken away: popularity, the risk of a skip. What love adds.
    double popularity = 0.0, skip_risk = 0.0, love = 0.0;
    /// Of `choice`, what past skips take away.
    double against = 0.0;
    double total() const { return habit + sequence + artist + popularity + skip_risk + love; }
    /// Added where the order is turned round: what was most expected then comes last, and what was skipped
    /// before does not come first for that.
    double change() const { return -2.0 * (total() - against); }
};

struct RankerModel {
    static constexpr int kVersion = 1;

    /// In nats: the logarithm of how much likelier a track with the feature is chosen.
    FeatureWeights choice{};
    /// Of the same choices, by the features of the track alone.
    FeatureWeights choice_item_only{};
    /// Log-odds that a track, once it plays, is skipped: skip . x + skip_context . moment.
    FeatureWeights skip{};
    ContextWeights skip_context{};
    /// Log-odds that it is loved.
    FeatureWeights love{};
    /// Listens with a verdict that were skips, in (0, 1).
    double skip_rate = 0.2;
    /// The order is turned round where P(skip | moment) > gate * skip_rate; 0: never.
    double gate = 0.0;
    /// What of choice_item_only is taken away; what the skip and love heads have to say.
    double item_share = 0.0, skip_say = 0.0, love_say = 0.0;
    /// Listens it was fitted on; 0: the prior.
    int listens = 0;

    /// The parts of the score of a track, in nats.
    ModelShares shares(const FeatureRow& x) const;
    /// choice - item_share * choice_item_only - skip_say * skip + love_say * love.
    double score(const FeatureRow& x) const;
    /// P(skip | moment alone).
    double skip_probability(const ContextRow& moment) const;
    /// Is it a moment at which what would be expected is likely to be skipped?
    bool turns_round(const ContextRow& moment) const;
};

/// Weights of pooled logs: what the fit starts from and is drawn to.
const RankerModel& prior_model();

std::string to_json(const RankerModel& model);
/// Refuses what is no JSON, another version, a name that is not known or lacks, a number that is not finite
/// or not of its feature's sign.
Result<RankerModel> ranker_model_from_json(std::string_view text);
/// The Error names the file.
Result<RankerModel> read_ranker_model(const std::filesystem::path& file);
/// Beside its place first, then renamed: a reader finds the old one or the new one. Makes its folder. The
/// Error names the file.
Status write_ranker_model(const std::filesystem::path& file, const RankerModel& model);

}  // namespace refrain::ranking
