// Guess You Like itself as an arm of the comparison: each question goes to the ranker that the player runs,
// with the library and everything that was heard before the question, at its time. What is measured is what a
// listener would be shown: routes, rules, the mix of familiar and new, slot by slot.
// Personal: it knows the listens of the asked user alone. One thread; nothing fails. The data set must have
// times; ranking/ and retrieval/ are linked, no LibTorch.
#pragma once

#include "recommender/evaluation/scorer.h"
#include "recommender/ranking/guess_list.h"
#include "recommender/ranking/ranker_fit.h"
#include "recommender/retrieval/listener_vector.h"
#include "recommender/retrieval/live_index.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace refrain::evaluation {

struct PipelineOptions {
    /// false: without the rules about what is shown when, so that the order of the scores alone is seen:
    /// nothing is left out for having been heard lately, nothing is spaced or spread.
    bool rules = true;
    /// Fits the ranker's model to what was heard so far after each so many listens, as the player does; 0:
    /// the compiled-in prior serves throughout.
    std::uint32_t refit_every = 400;
};

/// The ranker's own options for `options`.
ranking::Options ranker_options(const PipelineOptions& options);

/// The listen that `interaction` was, as the player's history would have it. Where the file does not say how
/// many seconds were heard, a track has three minutes.
Listen listen_of(const Interaction& interaction, TrackId track);

class PipelineScorer final : public Scorer {
  public:
    /// `model`: an encoder in service, whose tracks are those of `data` by their ids; null: none is.
    PipelineScorer(const DataSet& data, const PipelineOptions& options,
                   std::shared_ptr<const ModelGeneration> model = nullptr);

    /// One list of `listed_items` guesses: its first has the highest score. What is not on it is behind all
    /// of it, and all alike: nobody would have seen it.
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    std::uint32_t refit_every_;
    ranking::Options options_;
    std::shared_ptr<const ModelGeneration> model_;
    std::shared_ptr<const LiveIndex> items_;
    /// Each item's track is at the place of its number.
    ranking::Catalogue catalogue_;
    /// A user's listens up to the question asked last. The log leaves some out, so they are counted.
    struct Heard {
        ranking::EventLog log;
        ranking::TasteState taste;
        ranking::RankerModel model = ranking::prior_model();
        std::uint32_t listens = 0, fitted_at = 0;
        /// Along with the log; nothing where there is no model.
        std::optional<ListenerVector> vector;
    };
    std::unordered_map<UserNumber, Heard> heard_;
};

}  // namespace refrain::evaluation
