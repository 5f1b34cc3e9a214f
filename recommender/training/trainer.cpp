#include "recommender/training/trainer.h"

#include "recommender/content/tag_features.h"
#include "recommender/model/losses.h"
#include "recommender/training/learner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <limits>
#include <map>
#include <random>
#include <utility>

#include <torch/cuda.h>
#include <torch/utils.h>
#include <torch/version.h>

namespace refrain {
namespace {

using torch::Tensor;

/// Cases beyond these add time and no certainty; the newest are the ones that matter.
constexpr std::size_t most_held_out_cases = 2000;
constexpr std::size_t cases_at_once = 128;
constexpr double measured_depth = 10.0;

class Clock {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct Evaluation {
    std::vector<RankedCase> cases;
    double loss_positive = 0.0, loss_negative = 0.0;
    std::size_t positives = 0, negatives = 0;
    /// What early stopping watches.
    double loss(double negative_weight) const { return loss_positive + negative_weight * loss_negative; }
};

/// Each case as it would be served: the newest steps before it, the state after the last of them.
Evaluation evaluate(FeedbackEncoder& encoder, const Examples& examples, const std::vector<Target>& cases,
                    NegativeLoss negative_loss, torch::Device device) {
    const torch::NoGradGuard no_grad;
    encoder.eval();
    const Tensor raw = encoder.raw_items(0.0);
    const Tensor items = normalised(raw);
    Evaluation out;
    for (std::size_t begin = 0; begin < cases.size(); begin += cases_at_once) {
        const std::size_t end = std::min(cases.size(), begin + cases_at_once);
        std::vector<Window> windows;
        for (std::size_t i = begin; i < end; ++i) {
            const auto length = static_cast<std::size_t>(encoder.config().max_length);
            const std::size_t context = cases[i].context;
            Window window;
            window.sequence = cases[i].sequence;
            window.begin = context > length ? context - length : 0;
            window.end = context;
            window.positives.push_back({context - window.begin - 1, cases[i].item, 1.0F});
            windows.push_back(std::move(window));
        }
        const TrainingBatch batch = make_batch(examples.sequences, windows);
        const Tensor states = encoder.states(raw, batch.steps.to(device)).view({-1, encoder.config().hidden});
        const Tensor positions = torch::tensor(batch.positives.positions, torch::kInt64).to(device);
        const Tensor scores =
            torch::matmul(normalised(states.index_select(0, positions)), items.t()) * encoder.scale();
        const Tensor total = torch::logsumexp(scores, 1).to(torch::kCPU);
        const Tensor plain = scores.to(torch::kCPU).contiguous();
        for (std::size_t i = begin; i < end; ++i) {
            const auto row = static_cast<std::int64_t>(i - begin);
            const float* values = plain.data_ptr<float>() + row * plain.size(1);
            const std::vector<float> ranked(values, values + plain.size(1));
            const auto target = static_cast<std::size_t>(cases[i].item);
            const double score = ranked[target];
            out.cases.push_back({average_rank(ranked, target), cases[i].positive, cases[i].familiar});
            if (cases[i].positive) {
                out.loss_positive += total[row].item<double>() - score;
                ++out.positives;
            } else {
                const double above =
                    negative_loss == NegativeLoss::literal
                        ? score
                        : score - total[row].item<double>() + std::log(static_cast<double>(plain.size(1)));
                out.loss_negative += std::log1p(std::exp(-std::abs(above))) + std::max(above, 0.0);
                ++out.negatives;
            }
        }
    }
    out.loss_positive /= std::max<double>(1.0, static_cast<double>(out.positives));
    out.loss_negative /= std::max<double>(1.0, static_cast<double>(out.negatives));
    return out;
}

std::vector<RankedCase> rank_by_popularity(const Examples& examples, const std::vector<Target>& cases) {
    const std::vector<float> scores(examples.positive_counts.begin(), examples.positive_counts.end());
    std::vector<RankedCase> out;
    for (const auto& one : cases) {
        out.push_back({average_rank(scores, static_cast<std::size_t>(one.item)), one.positive, one.familiar});
    }
    return out;
}

/// The parameters at their best, to go back to.
class Snapshot {
  public:
    void take(const FeedbackEncoder& encoder) {
        kept_.clear();
        for (const auto& parameter : encoder.parameters()) {
            kept_.push_back(parameter.detach().clone());
        }
    }
    void restore(FeedbackEncoder& encoder) const {
        const torch::NoGradGuard no_grad;
        auto parameters = encoder.parameters();
        for (std::size_t i = 0; i < kept_.size(); ++i) {
            parameters[i].copy_(kept_[i]);
        }
    }

  private:
    std::vector<Tensor> kept_;
};

int steps_per_epoch(const Examples& examples, const LearningOptions& learning, int length) {
    // An epoch meets each target about once; at least a few steps, so that a small history makes progress.
    const double targets_at_once = learning.batch * std::max(1.0, length / 2.0);
    return std::clamp(
        static_cast<int>(std::ceil(static_cast<double>(examples.training.size()) / targets_at_once)), 8,
        2000);
}

Result<TrainedModel> train_unguarded(Examples& examples, const TrainingOptions& options,
                                     const std::function<void(const TrainingStatus&)>& report) {
    const Clock clock;
    const LearningOptions& learning = options.learning;
    set_threads(learning.threads);
    torch::manual_seed(learning.seed);
    const torch::Device device = pick_device(learning.device);

    TrainedModel out;
    out.config = options.encoder;
    if (out.config.tag_buckets > 0) {
        out.config.tag_buckets = tag_buckets_for(count_distinct_tag_features(examples.items));
    }
    out.full_softmax = examples.items.size() <= learning.full_softmax_up_to;
    out.device = device.is_cuda() ? "cuda" : "cpu";
    out.torch_version = TORCH_VERSION;
    if (learning.negative_weight <= 0.0) {
        auto& targets = examples.training;
        targets.erase(
            std::remove_if(targets.begin(), targets.end(), [](const Target& t) { return !t.positive; }),
            targets.end());
    }
    std::vector<Target> held_out = examples.held_out;
    if (held_out.size() > most_held_out_cases) {
        held_out.erase(held_out.begin(), held_out.end() - static_cast<std::ptrdiff_t>(most_held_out_cases));
    }

    FeedbackEncoder encoder(
        out.config, catalogue_features(examples, out.config.tag_buckets, learning.fewest_listens_for_id));
    encoder.to(device);
    Learner learner(encoder, learning, device);
    WindowSource source(examples, static_cast<std::size_t>(out.config.max_length), learning.seed);
    const int steps = steps_per_epoch(examples, learning, out.config.max_length);
    const bool stops_early =
        std::any_of(held_out.begin(), held_out.end(), [](const Target& t) { return t.positive; });
    Snapshot best;
    double best_loss = std::numeric_limits<double>::infinity();
    TrainingStatus status;
    status.epochs = options.epochs;
    bool in_time = true;
    for (int epoch = 1; epoch <= options.epochs && in_time; ++epoch) {
        encoder.train();
        for (int done = 0; done < steps && in_time; ++done) {
            std::vector<Window> windows;
            for (int i = 0; i < learning.batch; ++i) {
                windows.push_back(source.draw());
            }
            learner.step(make_batch(examples.sequences, windows));
            ++status.step;
            in_time = options.max_seconds <= 0.0 || clock.seconds() < options.max_seconds;
        }
        out.epochs_run = status.epoch = epoch;
        const auto loss = learner.take_loss();
        status.loss_positive = loss.positive;
        status.loss_negative = loss.negative;
        if (stops_early) {
            const double missed = evaluate(encoder, examples, held_out, learning.negative_loss, device)
                                      .loss(learning.negative_weight);
            if (missed < best_loss) {
                best_loss = missed;
                out.best_epoch = epoch;
                best.take(encoder);
            }
        }
        status.seconds = clock.seconds();
        status.eta_seconds = status.seconds / epoch * (options.epochs - epoch);
        if (options.max_seconds > 0.0) {
            status.eta_seconds =
                std::min(status.eta_seconds, std::max(0.0, options.max_seconds - status.seconds));
        }
        report(status);
        if (stops_early && epoch - out.best_epoch >= options.patience) {
            break;
        }
    }
    if (out.best_epoch > 0) {
        best.restore(encoder);
    } else {
        out.best_epoch = out.epochs_run;
    }

    const Evaluation evaluation = evaluate(encoder, examples, held_out, learning.negative_loss, device);
    out.model = measure(evaluation.cases, measured_depth);
    out.popularity = measure(rank_by_popularity(examples, held_out), measured_depth);
    if (evaluation.positives > 0) {
        out.held_out_loss_positive = evaluation.loss_positive;
    }
    if (evaluation.negatives > 0) {
        out.held_out_loss_negative = evaluation.loss_negative;
    }
    out.encoder = encoder.export_encoder();
    std::vector<std::int64_t> ids;
    for (const auto& track : examples.items) {
        ids.push_back(track.id.value());
    }
    out.items = encoder.export_items(ids);
    out.seconds = clock.seconds();
    return out;
}

Error training_failed(const std::exception& e) {
    // LibTorch's messages go on with a stack trace; the first line is the sentence.
    std::string why = e.what();
    why = why.substr(0, std::min(why.find('\n'), std::size_t{300}));
    return {ErrorCode::failed, "Training stopped: " + why + ".", {}};
}

}  // namespace

std::optional<TrainingOptions> published_configuration(const std::string& name) {
    TrainingOptions out;
    if (name == "a") {
        out.encoder.feedback = FeedbackMode::none;
    } else if (name != "b" && name != "c") {
        return std::nullopt;
    }
    if (name != "c") {
        out.learning.negative_weight = 0.0;
    }
    return out;
}

Result<TrainedModel> train(Examples examples, const TrainingOptions& options,
                           const std::function<void(const TrainingStatus&)>& report) {
    try {
        return train_unguarded(examples, options, report);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::failed, "Training stopped: there is not enough memory.", {}};
    } catch (const std::exception& e) {
        return training_failed(e);
    }
}

std::vector<std::string> training_devices() {
    std::vector<std::string> devices;
    const auto graphics = static_cast<int>(torch::cuda::device_count());
    for (int i = 0; i < graphics; ++i) {
        devices.push_back("cuda:" + std::to_string(i));
    }
    devices.emplace_back("cpu");
    return devices;
}

Result<double> measure_training_speed(const BenchOptions& options) {
    try {
        set_threads(options.threads);
        torch::manual_seed(1);
        std::mt19937_64 random(1);
        Examples examples;
        for (int i = 0; i < options.items; ++i) {
            Track track;
            track.id = TrackId(i + 1);
            track.artist = "artist " + std::to_string(i / 12);
            track.album = "album " + std::to_string(i / 12);
            track.genres = {"genre " + std::to_string(i % 40)};
            track.year = 1960 + i % 60;
            track.duration = Milliseconds(120'000 + i % 300 * 1000);
            examples.items.push_back(track);
        }
        examples.listen_counts.assign(examples.items.size(), 10);
        TrainingOptions training = *published_configuration("c");
        training.encoder.hidden = training.encoder.feed_forward = options.dim;
        training.encoder.embedding = std::max(1, options.dim / 2);
        training.encoder.layers = options.layers;
        training.encoder.max_length = options.length;
        training.encoder.tag_buckets = tag_buckets_for(count_distinct_tag_features(examples.items));
        training.learning.sampled_negatives = options.negatives;
        training.learning.full_softmax_up_to = 0;
        FeedbackEncoder encoder(training.encoder,
                                catalogue_features(examples, training.encoder.tag_buckets, 2));
        encoder.train();
        Learner learner(encoder, training.learning, torch::kCPU);
        const auto one_step = [&] {
            std::vector<std::vector<TrainingStep>> sequences;
            std::vector<Window> windows;
            const auto any_item = [&] {
                return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(options.items));
            };
            for (int row = 0; row < options.batch; ++row) {
                Window window;
                window.sequence = sequences.size();
                window.end = static_cast<std::size_t>(options.length);
                auto& sequence = sequences.emplace_back();
                for (std::size_t t = 0; t < window.end; ++t) {
                    const double rate = static_cast<double>(random() % 1000) / 999.0;
                    sequence.push_back({any_item(), step_feedback(PlayRate(rate), Intent::album,
                                                                  training.encoder.feedback)});
                    // Every step is a target, one in five of them a skip.
                    (random() % 5 == 0 ? window.negatives : window.positives)
                        .push_back({t, any_item(), 1.0F});
                }
                windows.push_back(std::move(window));
            }
            learner.step(make_batch(sequences, windows));
        };
        for (int i = 0; i < 3; ++i) {
            one_step();  // the first ones pay for memory and caches
        }
        const Clock clock;
        int steps = 0;
        while (clock.seconds() < options.seconds) {
            one_step();
            ++steps;
        }
        return static_cast<double>(steps) * options.batch / clock.seconds();
    } catch (const std::exception& e) {
        return training_failed(e);
    }
}

}  // namespace refrain
