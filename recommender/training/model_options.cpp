#include "recommender/training/model_options.h"

#include <CLI/CLI.hpp>

namespace refrain {

void add_model_options(CLI::App& app, ModelOptions& model) {
    auto& o = model.options;
    app.add_option("--config", model.config, "a: positives only, b: with play rate and intent, c: b and L-")
        ->check(CLI::IsMember({"a", "b", "c"}));
    app.add_option("--device", model.device, "Where to compute")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
    app.add_option("--seed", model.seed, "The same seed gives the same model on a CPU");
    app.add_option("--epochs", o.epochs, "At most so many")->check(CLI::Range(1, 100'000));
    app.add_option("--max-seconds", o.max_seconds, "End training after so long; 0: no limit")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--patience", o.patience, "Epochs without progress before it ends")
        ->check(CLI::Range(1, 100'000));
    app.add_option("--threads", o.learning.threads, "0: two, or one on a single core")
        ->check(CLI::Range(0, 256));
    app.add_option("--batch", o.learning.batch, "Sequences a step")->check(CLI::Range(1, 65'536));
    app.add_option("--learning-rate", o.learning.learning_rate, "Adam's")->check(CLI::Range(1e-7, 1.0));
    app.add_option("--layers", o.encoder.layers, "Attention layers")->check(CLI::Range(1, 64));
    app.add_option("--heads", o.encoder.heads, "Attention heads")->check(CLI::Range(1, 64));
    app.add_option("--dim", o.encoder.hidden, "Width H of states and vectors")->check(CLI::Range(1, 4096));
    app.add_option("--embedding", o.encoder.embedding, "Width E of the item table")
        ->check(CLI::Range(1, 4096));
    app.add_option("--max-length", o.encoder.max_length, "Listens the encoder sees")
        ->check(CLI::Range(1, 4096));
    app.add_option("--dropout", o.encoder.dropout, "In training")->check(CLI::Range(0.0, 0.9));
    app.add_option("--id-dropout", o.learning.id_dropout, "Chance that an item is known by its tags alone")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--fusion", model.fusion, "How feedback enters attention")
        ->check(CLI::IsMember({"additive", "signed_gate"}));
    app.add_flag("--literal-rate", model.literal, "E_r = r v_r instead of soft bins");
    app.add_flag("--shared-layers", model.shared_layers, "All layers share their parameters");
    app.add_option("--negative-loss", model.negative_loss,
                   "L- of configuration c. relative: on ln(V p), which a shift of all scores leaves alone; "
                   "literal: sigmoid cross-entropy of the score, as published")
        ->check(CLI::IsMember({"relative", "literal"}));
    app.add_option("--negative-weight", model.negative_weight,
                   "lambda in L = L+ + lambda L-, for configuration c")
        ->check(CLI::PositiveNumber);
    app.add_option("--sampler", model.sampler, "Of the sampled softmax")
        ->check(CLI::IsMember({"uniform", "log_uniform", "learned_unigram"}));
    app.add_option("--negatives", o.learning.sampled_negatives, "Samples of the sampled softmax")
        ->check(CLI::Range(1, 1'000'000));
    app.add_option("--full-softmax-up-to", o.learning.full_softmax_up_to, "Tracks; above it is sampled");
}

Result<TrainingOptions> chosen_options(const ModelOptions& model) {
    TrainingOptions out = model.options;
    const TrainingOptions published = *published_configuration(model.config);
    out.encoder.feedback = published.encoder.feedback;
    if (model.literal && out.encoder.feedback != FeedbackMode::none) {
        out.encoder.feedback = FeedbackMode::literal;
    }
    out.learning.negative_weight = published.learning.negative_weight;
    if (model.config == "c" && model.negative_weight) {
        out.learning.negative_weight = *model.negative_weight;
    }
    out.learning.negative_loss =
        model.negative_loss == "literal" ? NegativeLoss::literal : NegativeLoss::relative;
    out.encoder.fusion =
        model.fusion == "signed_gate" ? FeedbackFusion::signed_gate : FeedbackFusion::additive;
    out.learning.sampler = model.sampler == "uniform"       ? SamplerKind::uniform
                           : model.sampler == "log_uniform" ? SamplerKind::log_uniform
                                                            : SamplerKind::learned_unigram;
    out.encoder.feed_forward = out.encoder.hidden;
    out.encoder.shared_layers = model.shared_layers;
    out.learning.device = model.device;
    out.learning.seed = model.seed;
    if (auto status = validate(out.encoder); !status) {
        return status.error();
    }
    return out;
}

}  // namespace refrain
