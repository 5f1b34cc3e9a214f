#include "recommender/training/stage_parts.h"

#include "recommender/model/encoder.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/training/checkpoint.h"

#include <torch/utils.h>
#include <torch/version.h>

namespace refrain {
namespace {

std::unique_ptr<SequenceModel> made(const EncoderConfig& config, const Examples& examples,
                                    const TrainingOptions& options) {
    const auto features =
        catalogue_features(examples, config.tag_buckets, options.learning.fewest_listens_for_id);
    if (options.sdm) {
        return make_sdm(config, *options.sdm, examples, features);
    }
    return std::make_unique<FeedbackEncoder>(config, features);
}

WindowOptions windows_of(const EncoderConfig& config, const TrainingOptions& options) {
    WindowOptions out;
    out.length = static_cast<std::size_t>(config.max_length);
    out.from = options.learning.windows_from;
    out.draws_others = options.learning.positive_loss == PositiveLoss::one_negative;
    if (options.sdm) {
        out.within_sessions = true;
        out.next_targets = static_cast<std::size_t>(options.sdm->next_targets);
    }
    return out;
}

}  // namespace

void Snapshot::take(const SequenceModel& encoder) {
    kept_.clear();
    for (const auto& parameter : encoder.parameters()) {
        kept_.push_back(parameter.detach().clone());
    }
}

void Snapshot::restore(SequenceModel& encoder) const {
    const torch::NoGradGuard no_grad;
    auto parameters = encoder.parameters();
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        parameters[i].copy_(kept_[i]);
    }
}

void Snapshot::save(TensorMap& to) const {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        put_tensor(to, "best." + std::to_string(i), kept_[i]);
    }
}

void Snapshot::resume(const TensorMap& from, const SequenceModel& encoder) {
    take(encoder);
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        take_tensor(from, "best." + std::to_string(i), kept_[i]);
    }
}

StageParts::StageParts(const EncoderConfig& config, const Examples& examples, const TrainingOptions& options,
                       torch::Device where)
    : device(where),
      model(made(config, examples, options)),
      encoder(*model),
      source(examples, windows_of(config, options), options.learning.seed) {
    if (options.sdm) {
        sessions.emplace(examples.items, static_cast<std::size_t>(config.max_length), *options.sdm);
    }
}

TrainingBatch StageParts::batch_of(const Examples& examples, const std::vector<Window>& windows) const {
    return sessions ? sessions->batch(examples.sequences, windows) : make_batch(examples.sequences, windows);
}

std::string fingerprint_of(const EncoderConfig& config, const TrainingOptions& options,
                           const Examples& examples) {
    const LearningOptions& l = options.learning;
    std::string text = to_json_text(config) + TORCH_VERSION;
    const auto add = [&text](auto... values) { ((text += ' ' + std::to_string(values)), ...); };
    add(l.batch, l.learning_rate, l.adam_beta2, l.table_learning_rate, l.negative_weight,
        static_cast<int>(l.negative_loss), l.id_dropout, l.fewest_listens_for_id, l.full_softmax_up_to,
        static_cast<int>(l.sampler), l.sampled_negatives, l.seed, options.epochs, options.patience,
        options.refit, options.weights.half_life_days, options.weights.skips_by_context,
        static_cast<int>(l.positive_loss), static_cast<int>(l.likeness), static_cast<int>(l.stop_by),
        static_cast<int>(l.windows_from));
    if (options.sdm) {
        add(static_cast<int>(options.sdm->fusion), options.sdm->history, options.sdm->next_targets);
    }
    text += ' ' + options.start_name;
    for (const std::int64_t id : ids_of(examples.items)) {
        add(id);
    }
    for (const auto& sequence : examples.sequences) {
        text += '\n';
        for (const auto& step : sequence) {
            add(step.item, step.feedback.rate, step.feedback.intent);
        }
    }
    for (const auto* targets : {&examples.training, &examples.held_out}) {
        text += '\n';
        for (const auto& target : *targets) {
            add(target.sequence, target.context, target.item, target.positive, target.session);
        }
    }
    return checksum(text);
}

}  // namespace refrain
