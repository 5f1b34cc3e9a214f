// Trains a model on examples and hands back its weights and what they are worth on the held-out part.
// No LibTorch type shows here, so that command line and tests stay quick to build.
// Blocking, one thread (LibTorch computes on its own). What can fail: no such device, not enough memory, a
// loss that is no number; all as Error.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/ranking_metrics.h"
#include "recommender/model/negative_sampler.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/safetensors.h"
#include "recommender/training/examples.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// L- as published, or on the ranking (model/losses.h says why).
enum class NegativeLoss { literal, relative };

struct LearningOptions {
    int batch = 32;
    double learning_rate = 3e-3;
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
};

struct TrainingOptions {
    EncoderConfig encoder;
    LearningOptions learning;
    int epochs = 60;
    /// 0: no limit.
    double max_seconds = 0.0;
    /// Epochs without a better held-out loss after which training ends.
    int patience = 6;
};

/// The three published configurations (section 3): "a" positives only and no feedback inputs, "b" a + play
/// rate + intent, "c" b + L-. Nothing for any other word.
std::optional<TrainingOptions> published_configuration(const std::string& name);

struct TrainingStatus {
    int epoch = 0, epochs = 0, step = 0;
    double loss_positive = 0.0, loss_negative = 0.0, seconds = 0.0, eta_seconds = 0.0;
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
    double seconds = 0.0;
};

Result<TrainedModel> train(Examples examples, const TrainingOptions& options,
                           const std::function<void(const TrainingStatus&)>& report);

/// What `device` can be here, best first: "cuda:0", … where LibTorch finds them, and always "cpu".
std::vector<std::string> training_devices();

struct BenchOptions {
    int items = 50'000, layers = 2, dim = 64, length = 50, batch = 64, negatives = 512, threads = 2;
    double seconds = 10.0;
};
/// Sequences per second of whole training steps (forward, backward, update) on made-up listens.
Result<double> measure_training_speed(const BenchOptions& options);

}  // namespace refrain
