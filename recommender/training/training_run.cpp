#include "recommender/training/training_run.h"

#include "recommender/content/tag_features.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/training/checkpoint.h"
#include "recommender/training/stage_parts.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>
#include <utility>

#include <torch/utils.h>
#include <torch/version.h>

namespace refrain {
namespace {

using torch::Tensor;

/// Cases beyond these add time and no certainty; the newest are the ones that matter.
constexpr std::size_t most_held_out_cases = 2000;
constexpr double measured_depth = 10.0;
constexpr std::chrono::seconds pause_poll{2};
constexpr int steps_between_questions = 16;
/// More than a training ever takes.
constexpr std::int64_t most_steps = std::int64_t{1} << 40U;

void keep_positives_only(std::vector<Target>& targets) {
    targets.erase(std::remove_if(targets.begin(), targets.end(), [](const Target& t) { return !t.positive; }),
                  targets.end());
}

}  // namespace

/// Time spent on training, without pauses.
class TrainingRun::Clock {
  public:
    double seconds() const { return before_ + std::chrono::duration<double>(now() - start_).count(); }
    void set(double seconds) {
        before_ = seconds;
        start_ = now();
    }

  private:
    static std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }
    double before_ = 0.0;
    std::chrono::steady_clock::time_point start_ = now();
};

TrainingRun::TrainingRun(Examples& examples, const TrainingOptions& options,
                         const std::function<void(const TrainingStatus&)>& report,
                         std::shared_ptr<Peers> peers)
    : examples_(examples),
      options_(options),
      report_(report),
      peers_(std::move(peers)),
      config_(options.encoder),
      clock_(std::make_unique<Clock>()) {
    set_threads(options_.learning.threads);
    const torch::Device device = pick_device(options_.learning.device);
    plan_ = {options_.learning.batch, device.is_cuda()};
    if (plan_.batch < peers_->count()) {
        throw std::runtime_error("a batch of " + std::to_string(plan_.batch) +
                                 " sequences is too small for " + std::to_string(peers_->count()) +
                                 " processes");
    }
    if (config_.tag_buckets > 0) {
        config_.tag_buckets = tag_buckets_for(examples_.items);
    }
    check_same_training();
    if (!options_.checkpoint.empty()) {
        checkpoint_ = std::make_unique<CheckpointFile>(options_.checkpoint,
                                                       fingerprint_of(config_, options_, examples_));
    }
    held_out_ = examples_.held_out;
    if (held_out_.size() > most_held_out_cases) {
        held_out_.erase(held_out_.begin(),
                        held_out_.end() - static_cast<std::ptrdiff_t>(most_held_out_cases));
    }
    at_.best_loss = std::numeric_limits<double>::infinity();
    status_.epochs = options_.epochs;
    popularity_ = rank_by_popularity(examples_, held_out_);
}

TrainingRun::~TrainingRun() = default;

int TrainingRun::steps_per_epoch() const {
    // An epoch meets each target about once, or each sequence; at least a few steps, so that a small history
    // makes progress.
    const bool by_sequences = options_.learning.windows_from != WindowsFrom::targets;
    const auto all =
        static_cast<double>(by_sequences ? examples_.sequences.size() : examples_.training.size());
    const double at_once = plan_.batch * (by_sequences ? 1.0 : std::max(1.0, config_.max_length / 2.0));
    return std::clamp(static_cast<int>(std::ceil(all / at_once)), 8, 2000);
}

void TrainingRun::begin_stage() {
    if (at_.stage == Stage::refit) {
        release_held_out(examples_);
    }
    if (options_.learning.negative_weight <= 0.0) {
        keep_positives_only(examples_.training);
    }
    weigh_targets(examples_.training, options_.weights);
    torch::manual_seed(options_.learning.seed);
    const torch::Device device =
        plan_.on_gpu
            ? torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(options_.learning.graphics_card))
            : torch::Device(torch::kCPU);
    parts_ = std::make_unique<StageParts>(config_, examples_, options_, device);
    warm_start();
    parts_->encoder.to(device);
    for (auto& parameter : parts_->encoder.parameters()) {
        peers_->take_first(parameter);
    }
    parts_->learner = std::make_unique<Learner>(parts_->encoder, options_.learning, device, peers_);
}

void TrainingRun::check_same_training() const {
    if (peers_->alone()) {
        return;
    }
    const std::string text = checksum(
        fingerprint_of(config_, options_, examples_) + ' ' + std::to_string(options_.max_seconds) + ' ' +
        std::to_string(options_.checkpoint_steps) + (options_.checkpoint.empty() ? "" : " kept"));
    const Tensor all =
        peers_->gather(torch::tensor(std::vector<std::int64_t>(text.begin(), text.end()), torch::kInt64));
    if (!(all == all[0]).all().item<bool>()) {
        throw std::runtime_error("the processes were not started with the same options on the same listens");
    }
}

bool TrainingRun::agreed(bool own_answer) const {
    if (peers_->alone()) {
        return own_answer;
    }
    Tensor answer = torch::full({1}, own_answer ? 1 : 0, torch::kInt64);
    peers_->take_first(answer);
    return answer.item<std::int64_t>() != 0;
}

bool TrainingRun::may_ask() const {
    return peers_->alone() || at_.steps % steps_between_questions == 0;
}

bool TrainingRun::all_have(const std::optional<TensorMap>& saved) const {
    std::int64_t moment = -1;
    if (saved) {
        const auto& position = take_integers(*saved, "position");
        moment = position.at(0) * most_steps + position.at(3);
    }
    const Tensor all = peers_->gather(torch::full({1}, moment, torch::kInt64));
    return moment >= 0 && (all == moment).all().item<bool>();
}

void TrainingRun::warm_start() {
    if (!options_.start) {
        return;
    }
    warm_started_ =
        parts_->encoder.import(options_.start->encoder, options_.start->items, ids_of(examples_.items));
    if (!warm_started_ && at_.stage == Stage::validated) {
        say("The last model has another shape; training starts anew");
    }
}

void TrainingRun::say(std::string note) {
    status_.note = std::move(note);
    report_(status_);
    status_.note.clear();
}

bool TrainingRun::in_time() const {
    return options_.max_seconds <= 0.0 || agreed(clock_->seconds() < options_.max_seconds);
}

bool TrainingRun::checkpoint_is_due() const {
    if (!checkpoint_) {
        return false;
    }
    if (options_.checkpoint_steps > 0 && at_.steps % options_.checkpoint_steps == 0) {
        return true;
    }
    const auto since = std::chrono::steady_clock::now() - parts_->last_save;
    return may_ask() && agreed(since >= std::chrono::duration<double>(options_.checkpoint_seconds));
}

HeldOutEvaluation TrainingRun::evaluation_now() {
    const Learner::WholeTables whole(*parts_->learner);
    return evaluate_held_out(parts_->encoder, examples_, held_out_, options_.learning, parts_->device,
                             *peers_, parts_->sessions ? &*parts_->sessions : nullptr);
}

void TrainingRun::wait_while_paused() {
    const auto now = std::chrono::steady_clock::now();
    if (!options_.pause || now - parts_->last_poll < pause_poll) {
        return;
    }
    parts_->last_poll = now;
    const double spent = clock_->seconds();
    std::string said;
    for (std::string why = options_.pause(); !why.empty(); why = options_.pause()) {
        if (why != said) {
            if (checkpoint_ && said.empty()) {
                save();  // a laptop on battery may be shut down any time
            }
            say(said = why);
        }
        std::this_thread::sleep_for(pause_poll);
    }
    if (!said.empty()) {
        clock_->set(spent);
        say("Training goes on");
    }
}

void TrainingRun::give_less_memory(const std::exception& why) {
    const auto next = after_out_of_memory(plan_, options_.learning.batch);
    if (!next) {
        throw std::runtime_error(std::string("there is not enough memory (") + why.what() + ")");
    }
    say(words_of_fallback(plan_, *next));
    parts_->learner->forget_gradients();
    if (plan_.on_gpu && !next->on_gpu) {
        TensorMap state;
        parts_->learner->save(state);
        if (parts_->best.taken()) {
            parts_->best.save(state);
        }
        const bool had_best = parts_->best.taken();
        plan_ = *next;
        parts_->learner.reset();
        parts_->encoder.to(torch::kCPU);
        parts_->device = torch::kCPU;
        parts_->learner = std::make_unique<Learner>(parts_->encoder, options_.learning, torch::kCPU);
        parts_->learner->resume(state);
        if (had_best) {
            parts_->best.resume(state, parts_->encoder);
        }
    }
    plan_ = *next;
}

void TrainingRun::one_step() {
    for (;;) {
        std::vector<Window> windows;
        for (int i = 0; i < plan_.batch; ++i) {
            windows.push_back(parts_->source.draw());
        }
        try {
            parts_->learner->step(parts_->batch_of(examples_, windows));
            return;
        } catch (const std::exception& error) {
            // Several processes cannot change their batch one by one.
            if (!is_out_of_memory(error) || !peers_->alone()) {
                throw;
            }
            give_less_memory(error);
        }
    }
}

bool TrainingRun::end_epoch(int epochs) {
    parts_->learner->align();
    const auto loss = parts_->learner->take_loss();
    status_.loss_positive = loss.positive;
    status_.loss_negative = loss.negative;
    const bool validates =
        at_.stage == Stage::validated &&
        std::any_of(held_out_.begin(), held_out_.end(), [](const Target& t) { return t.positive; });
    if (validates) {
        const double missed = evaluation_now().missed(options_.learning);
        status_.held_out_loss = missed;
        if (missed < at_.best_loss) {
            at_.best_loss = missed;
            at_.best_epoch = at_.epoch;
            parts_->best.take(parts_->encoder);
        }
    }
    if (at_.stage == Stage::validated) {
        at_.epochs_run = at_.epoch;
    }
    const int before = at_.stage == Stage::refit ? at_.epochs_run : 0;
    status_.epoch = before + at_.epoch;
    status_.epochs = before + epochs;
    status_.step = at_.steps;
    status_.seconds = clock_->seconds();
    status_.eta_seconds = status_.seconds / status_.epoch * (epochs - at_.epoch);
    if (options_.max_seconds > 0.0) {
        status_.eta_seconds =
            std::min(status_.eta_seconds, std::max(0.0, options_.max_seconds - status_.seconds));
    }
    report_(status_);
    return !validates || at_.epoch - at_.best_epoch < options_.patience;
}

void TrainingRun::train_epochs(int epochs) {
    bool goes_on = at_.epoch <= epochs;
    while (goes_on) {
        parts_->encoder.train();
        while (at_.step_of_epoch < steps_per_epoch() && (!may_ask() || in_time())) {
            wait_while_paused();
            one_step();
            ++at_.step_of_epoch;
            ++at_.steps;
            if (checkpoint_is_due()) {
                save();
                parts_->last_save = std::chrono::steady_clock::now();
            }
        }
        goes_on = end_epoch(epochs) && at_.epoch < epochs && in_time();
        ++at_.epoch;
        at_.step_of_epoch = 0;
    }
}

void TrainingRun::save() const {
    TensorMap content;
    parts_->learner->save(content);
    if (parts_->best.taken()) {
        parts_->best.save(content);
    }
    put_integers(content, "windows", words_of(parts_->source.random()));
    put_integers(content, "generator", generator_state());
    put_integers(content, "position",
                 {static_cast<int>(at_.stage), at_.epoch, at_.step_of_epoch, at_.steps, at_.best_epoch,
                  at_.epochs_run, bits_of(at_.best_loss), bits_of(clock_->seconds()),
                  parts_->best.taken() ? 1 : 0, plan_.batch, status_.epoch});
    std::vector<std::int64_t> cases{bits_of(evaluation_.loss_positive), bits_of(evaluation_.loss_negative),
                                    static_cast<std::int64_t>(evaluation_.positives),
                                    static_cast<std::int64_t>(evaluation_.negatives)};
    for (const auto& one : evaluation_.cases) {
        cases.push_back(bits_of(one.rank));
        cases.push_back((one.positive ? 1 : 0) + (one.familiar ? 2 : 0));
    }
    put_integers(content, "evaluation", std::move(cases));
    if (auto status = checkpoint_->write(std::move(content)); !status) {
        throw std::runtime_error(status.error().text());
    }
}

void TrainingRun::resume(const TensorMap& saved) {
    const auto& position = take_integers(saved, "position");
    const auto& cases = take_integers(saved, "evaluation");
    if (position.size() != 11 || cases.size() < 4 || cases.size() % 2 != 0) {
        throw std::runtime_error("the checkpoint is of another version");
    }
    const auto number = [&](std::size_t i) { return static_cast<int>(position[i]); };
    at_.stage = position[0] == 0 ? Stage::validated : Stage::refit;
    plan_.batch = number(9);
    begin_stage();
    parts_->learner->resume(saved);
    if (position[8] != 0) {
        parts_->best.resume(saved, parts_->encoder);
    }
    set_words(parts_->source.random(), take_integers(saved, "windows"));
    set_generator_state(take_integers(saved, "generator"));
    at_.epoch = number(1);
    at_.step_of_epoch = number(2);
    at_.steps = number(3);
    at_.best_epoch = number(4);
    at_.epochs_run = number(5);
    at_.best_loss = double_of(position[6]);
    clock_->set(double_of(position[7]));
    status_.epoch = number(10);
    status_.step = at_.steps;
    status_.seconds = clock_->seconds();
    evaluation_ = {};
    evaluation_.loss_positive = double_of(cases[0]);
    evaluation_.loss_negative = double_of(cases[1]);
    evaluation_.positives = static_cast<std::size_t>(cases[2]);
    evaluation_.negatives = static_cast<std::size_t>(cases[3]);
    for (std::size_t i = 4; i < cases.size(); i += 2) {
        evaluation_.cases.push_back({double_of(cases[i]), (cases[i + 1] & 1) != 0, (cases[i + 1] & 2) != 0});
    }
}

void TrainingRun::measure_held_out() {
    if (parts_->best.taken()) {
        parts_->best.restore(parts_->encoder);
    } else {
        at_.best_epoch = at_.epochs_run;
    }
    evaluation_ = evaluation_now();
}

bool TrainingRun::accepted() {
    if (options_.accepts) {
        const TrainedModel model = exported();
        accepted_ = agreed(peers_->own() == 0 && options_.accepts(model));
    }
    return accepted_;
}

TrainedModel TrainingRun::exported() const {
    TrainedModel out;
    out.config = config_;
    out.full_softmax = examples_.items.size() <= options_.learning.full_softmax_up_to;
    out.device = plan_.on_gpu ? "cuda" : "cpu";
    out.torch_version = TORCH_VERSION;
    out.epochs_run = at_.epochs_run;
    out.best_epoch = at_.best_epoch;
    out.refit = at_.stage == Stage::refit;
    out.warm_started = warm_started_;
    out.accepted = accepted_;
    out.model = measure(evaluation_.cases, measured_depth);
    out.popularity = measure(popularity_, measured_depth);
    if (evaluation_.positives > 0) {
        out.held_out_loss_positive = evaluation_.loss_positive;
    }
    if (evaluation_.negatives > 0) {
        out.held_out_loss_negative = evaluation_.loss_negative;
    }
    const Learner::WholeTables whole(*parts_->learner);
    out.encoder = parts_->encoder.export_encoder();
    out.items = parts_->encoder.export_items(ids_of(examples_.items));
    out.seconds = clock_->seconds();
    return out;
}

TrainedModel TrainingRun::finish() {
    std::optional<TensorMap> saved = checkpoint_ ? checkpoint_->read() : std::nullopt;
    const bool resumes = peers_->alone() ? saved.has_value() : all_have(saved);
    if (resumes) {
        try {
            resume(*saved);
        } catch (const std::exception&) {
            checkpoint_->remove();  // so that the next try is not in vain
            throw;
        }
        saved.reset();
        say("Training goes on where it was interrupted");
    } else {
        begin_stage();
    }
    if (at_.stage == Stage::validated) {
        train_epochs(options_.epochs);
        measure_held_out();
        if (accepted() && options_.refit && !held_out_.empty() && in_time()) {
            at_.stage = Stage::refit;
            at_.epoch = 1;
            at_.step_of_epoch = 0;
            begin_stage();
        }
    }
    if (at_.stage == Stage::refit) {
        train_epochs(at_.best_epoch);
    }
    return exported();
}

}  // namespace refrain
