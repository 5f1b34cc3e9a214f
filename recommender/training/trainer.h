// Trains a model on examples and hands back its weights and what they are worth on the held-out part.
// No LibTorch type shows here, so that command line and tests stay quick to build.
// Blocking, one thread (LibTorch computes on its own). What can fail: no such device, not enough memory, a
// loss that is no number; all as Error.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/ranking_metrics.h"
#include "recommender/model/negative_sampler.h"
#include "recommender/model/sdm_options.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/safetensors.h"
#include "recommender/training/examples.h"
#include "recommender/training/target_weights.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class Peers;

/// L- as published, or on the ranking (model/losses.h says why).
enum class NegativeLoss { literal, relative };

/// L+ as the softmax of section 3, or as SASRec was published: sigmoid cross-entropy of the target and of one
/// other item drawn evenly from those the sequence has not. The second is for comparison.
enum class PositiveLoss { softmax, one_negative };
/// How a user and an item vector make a score: cosine with a learned temperature, or their plain inner
/// product as published models have it. The player serves cosines; inner products are for comparison.
enum class Likeness { cosine, inner_product };
/// What early stopping watches on the held-out part: L+ + lambda L-, or NDCG@10 of the positives.
enum class StopBy { loss, ndcg };

struct LearningOptions {
    PositiveLoss positive_loss = PositiveLoss::softmax;
    Likeness likeness = Likeness::cosine;
    StopBy stop_by = StopBy::loss;
    WindowsFrom windows_from = WindowsFrom::targets;
    int batch = 32;
    double learning_rate = 3e-3;
    double adam_beta2 = 0.999;
    /// Adagrad's, for the tables of a large catalogue.
    double table_learning_rate = 0.05;
    /// lambda in L = L+ + lambda L-; 0: L- is left out (configurations a and b).
    /// On MovieLens-100k (five seeds) 0.3 halved NEG@20 and left POS@20 as it was; 1 took three quarters of
    /// NEG@20 and a tenth of POS@20.
    double negative_weight = 0.3;
    NegativeLoss negative_loss = NegativeLoss::relative;
    /// p of m_i = 0 in training.
    double id_dropout = 0.2;
    /// n: tracks with fewer training listens are known by content alone.
    int fewest_listens_for_id = 2;
    /// Up to this many tracks L+ is the full softmax; above, the sampled one.
    std::size_t full_softmax_up_to = 20'000;
    SamplerKind sampler = SamplerKind::log_uniform;
    int sampled_negatives = 512;
    std::uint64_t seed = 1;
    /// 0: as many as make sense here.
    int threads = 0;
    /// "auto", "cpu" or "cuda".
    std::string device = "auto";
    /// Which of several graphics cards.
    int graphics_card = 0;
};

/// A model that was trained before: what SequenceModel exports.
struct PreviousModel {
    TensorMap encoder, items;
};

struct TrainedModel;

struct TrainingOptions {
    EncoderConfig encoder;
    /// Not the encoder but SDM mode, with what it takes of `encoder`; max_length is then that of a session.
    std::optional<SdmOptions> sdm;
    LearningOptions learning;
    int epochs = 60;
    /// 0: no limit.
    double max_seconds = 0.0;
    /// Epochs without a better held-out loss after which training ends.
    int patience = 6;
    /// What targets count for: by age, and skips by what was to be expected.
    WeightOptions weights;
    /// Once the held-out part has said how many epochs are best, train as many on all data, the newest too:
    /// this is the model handed back. Its measures stay those of the one that had not seen the held-out part.
    bool refit = false;
    /// Asked once, with the model that has not seen the held-out part: shall it be finished? Where not, there
    /// is no refit, and TrainedModel::accepted says so. Empty: always. Of several processes the first is
    /// asked.
    std::function<bool(const TrainedModel&)> accepts;
    /// A model of the same shape to start from. Where it has learnt from what is held out now, the measures
    /// are too good.
    std::optional<PreviousModel> start;
    /// Names it, for the checkpoint.
    std::string start_name;
    /// Where to keep the training on its way; a file there of the same training is gone on with. Empty:
    /// nowhere. The caller removes it when the model is in safety.
    std::filesystem::path checkpoint;
    /// After so many steps (0: never because of steps) or so many seconds, whichever comes first.
    int checkpoint_steps = 0;
    double checkpoint_seconds = 60.0;
    /// Asked every other second: why training shall pause now, in words; empty: it shall not.
    std::function<std::string()> pause;
};

/// The three published configurations (section 3): "a" positives only and no feedback inputs, "b" a + play
/// rate + intent, "c" b + L-. Nothing for any other word.
std::optional<TrainingOptions> published_configuration(const std::string& name);

struct TrainingStatus {
    int epoch = 0, epochs = 0, step = 0;
    double loss_positive = 0.0, loss_negative = 0.0, seconds = 0.0, eta_seconds = 0.0;
    /// What early stopping watches, where something is held out: L+ + lambda L-.
    std::optional<double> held_out_loss;
    /// One sentence when something out of the ordinary happened; else empty.
    std::string note;
};

struct TrainedModel {
    /// As trained: with the size of the tag table filled in.
    EncoderConfig config;
    TensorMap encoder, items;
    /// On the held-out part; `popularity` ranks by positive listens in the training part.
    Measures model, popularity;
    std::optional<double> held_out_loss_positive, held_out_loss_negative;
    int epochs_run = 0, best_epoch = 0;
    std::string device, torch_version;
    bool full_softmax = true;
    bool refit = false, warm_started = false;
    bool accepted = true;
    double seconds = 0.0;
};

/// `peers`: the processes that share the work (model/parallel/process_group.h), each with the same examples
/// and options and a checkpoint of its own; all get the same model. Without them this process is alone.
Result<TrainedModel> train(Examples examples, const TrainingOptions& options,
                           const std::function<void(const TrainingStatus&)>& report,
                           std::shared_ptr<Peers> peers = nullptr);

/// Once the model is in safety: the checkpoint of its training, and what a kill left of writing one.
void remove_checkpoint(const std::filesystem::path& checkpoint);

/// What `device` can be here, best first: "cuda:0", … where LibTorch finds them, and always "cpu".
std::vector<std::string> training_devices();

struct BenchOptions {
    int items = 50'000, layers = 2, dim = 64, length = 50, batch = 64, negatives = 512, threads = 2;
    double seconds = 10.0;
};
/// Sequences per second of whole training steps (forward, backward, update) on made-up listens.
Result<double> measure_training_speed(const BenchOptions& options);

}  // namespace refrain
