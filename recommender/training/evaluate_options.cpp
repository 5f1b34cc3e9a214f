#include "recommender/training/evaluate_options.h"

#include "recommender/evaluation/readers/readers.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const auto& format : evaluation::formats) {
        names.emplace_back(format.name);
    }
    return names;
}

constexpr std::array sdm_fusions{std::pair{SdmFusion::gate, "gate"},
                                 std::pair{SdmFusion::multiply, "multiply"},
                                 std::pair{SdmFusion::concat, "concat"}, std::pair{SdmFusion::add, "add"}};

SdmFusion fusion_named(const std::string& name) {
    return std::find_if(sdm_fusions.begin(), sdm_fusions.end(),
                        [&](const auto& one) { return one.second == name; })
        ->first;
}

/// Of SASRec's authors.
constexpr double published_beta2 = 0.98;

}  // namespace

evaluation::Protocol EvaluateOptions::kind() const {
    return protocol == "temporal" ? evaluation::Protocol::temporal : evaluation::Protocol::leave_one_out;
}

bool EvaluateOptions::is_trained() const {
    return model == "encoder" || model == "sasrec" || model == "sdm";
}

/// sasrec is the published model in the same code: feedback off, items are ids alone.
Result<TrainingOptions> EvaluateOptions::training_options() const {
    auto made = chosen_options(training);
    if (!made) {
        return made.error();
    }
    TrainingOptions out = std::move(made.value());
    out.weights = weights;
    out.learning.positive_loss =
        positive_loss == "one-negative" ? PositiveLoss::one_negative : PositiveLoss::softmax;
    out.learning.likeness = likeness == "inner-product" ? Likeness::inner_product : Likeness::cosine;
    out.learning.stop_by = stop_by == "ndcg" ? StopBy::ndcg : StopBy::loss;
    out.learning.windows_from = windows == "sequence-ends" ? WindowsFrom::sequence_ends
                                : windows == "sequences"   ? WindowsFrom::sequences
                                                           : WindowsFrom::targets;
    if (model == "sdm") {
        out.sdm = sdm;
        out.sdm->fusion = fusion_named(sdm_fusion);
    }
    if (model == "sasrec") {
        out.encoder.layout = EncoderLayout::sasrec;
        out.encoder.feedback = FeedbackMode::none;
        out.encoder.tag_buckets = 0;
        out.encoder.embedding = out.encoder.hidden;
        out.learning.adam_beta2 = published_beta2;
        out.learning.negative_weight = 0.0;
        out.learning.id_dropout = 0.0;
    }
    return out;
}

std::string EvaluateOptions::to_json_text(const TrainingOptions& chosen) const {
    Json out{{"positive_from", positive_from},     {"negative_up_to", negative_up_to},
             {"newest_per_user", newest_per_user}, {"most_users", most_users},
             {"most_cases", most_cases},           {"item_attributes", !item_attributes.empty()}};
    if (kind() == evaluation::Protocol::temporal) {
        out["test_share"] = test_share;
        out["validation_share"] = validation_share;
    }
    if (model == "activation" || activation_weight != "0") {
        out["transition_weight"] = transition_weight;
    }
    if (model == "pipeline") {
        out["pipeline_rules"] = pipeline_rules == "yes";
    }
    if (is_trained()) {
        out["config"] = model == "sasrec" ? "a" : training.config;
        out["encoder"] = Json::parse(refrain::to_json_text(chosen.encoder));
        out["negative_weight"] = chosen.learning.negative_weight;
        out["positive_loss"] = positive_loss;
        out["likeness"] = likeness;
        out["stop_by"] = stop_by;
        out["windows"] = windows;
        out["negative_loss"] = training.negative_loss;
        out["sampler"] = training.sampler;
        out["sampled_negatives"] = chosen.learning.sampled_negatives;
        out["full_softmax_up_to"] = chosen.learning.full_softmax_up_to;
        out["batch"] = chosen.learning.batch;
        out["learning_rate"] = chosen.learning.learning_rate;
        out["epochs"] = chosen.epochs;
        out["max_seconds"] = chosen.max_seconds;
        out["half_life_days"] = chosen.weights.half_life_days;
        out["skips_weighed_by_context"] = chosen.weights.skips_by_context;
        out["patience"] = chosen.patience;
        out["activation_weight"] = activation_weight;
        if (chosen.sdm) {
            out["sdm"] = Json{{"fusion", sdm_fusion},
                              {"history", chosen.sdm->history},
                              {"next_targets", chosen.sdm->next_targets}};
        }
    }
    return out.dump();
}

void EvaluateOptions::add_to(CLI::App& app) {
    app.add_option("--dataset", dataset, "The file; it is only read")->required();
    app.add_option("--format", format, "What is in it")->required()->check(CLI::IsMember(format_names()));
    app.add_option("--item-attributes", item_attributes,
                   "JSON {\"item\": [attribute, ...]}: tags for the items of a set that has none");
    app.add_option("--protocol", protocol,
                   "leave-one-out: each user's last item is asked; temporal: all after a point in time")
        ->check(CLI::IsMember({"leave-one-out", "temporal"}));
    app.add_option(
           "--model", model,
           "What is measured; pipeline: Guess You Like as the player runs it, without a trained model; "
           "sasrec: the published model, with the sizes and rates it was published with where they "
           "are not chosen")
        ->check(CLI::IsMember({"encoder", "sasrec", "sdm", "random", "popularity", "personal", "activation",
                               "item-knn", "markov", "window", "pipeline"}));
    app.add_option("--beside", beside,
                   "Ask the plain arms the same questions, with paired differences; auto: where the model is "
                   "pipeline")
        ->check(CLI::IsMember({"auto", "yes", "no"}));
    app.add_option("--pipeline-rules", pipeline_rules,
                   "pipeline: keep the rules about what is shown when (not what was heard lately, spacing, "
                   "variety); no: by score alone")
        ->check(CLI::IsMember({"yes", "no"}));
    app.add_option("--rankings-out", rankings_out,
                   "CSV case,rank,item,score: the first 100 of each case (of the first seed)");
    app.add_option("--checkpoint", checkpoint,
                   "encoder, sasrec, sdm: where to keep what is learnt so far, every minute (a file for each "
                   "seed); the same command goes on from there after a kill");
    app.add_option("--checkpoint-steps", checkpoint_steps,
                   "Keep it after so many steps too; 0: by time alone")
        ->check(CLI::Range(0, 1'000'000'000));
    app.add_option("--seeds", seeds, "How many seeds, from --seed on")->check(CLI::Range(1, 1000));
    app.add_option("--at", depths, "The Ns of POS@N, NEG@N, NDCG@N")->check(CLI::Range(1, 100'000));
    app.add_option("--positive-from", positive_from, "Play rate from which a listen is positive")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--negative-up-to", negative_up_to, "Play rate up to which a skip is negative")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--test-share", test_share, "temporal: the last part of the time line")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--validation-share", validation_share, "temporal: the part before it")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--leave-out-heard", leaves_out_heard,
                   "Items met before are no candidates; auto: where the set has no repeats at all")
        ->check(CLI::IsMember({"auto", "yes", "no"}));
    app.add_option("--transition-weight", transition_weight, "activation: weight of first-order transitions")
        ->check(CLI::NonNegativeNumber);
    app.add_option(
           "--activation-weight", activation_weight,
           "encoder, sasrec: weight of the activation beside them; auto: picked on the validation part")
        ->check(CLI::NonNegativeNumber | CLI::IsMember({"auto"}));
    app.add_option("--positive-loss", positive_loss,
                   "L+; one-negative: sigmoid cross-entropy against one other item, as SASRec was published; "
                   "auto: that for sasrec, softmax for others")
        ->check(CLI::IsMember({"auto", "softmax", "one-negative"}));
    app.add_option("--likeness", likeness,
                   "How two vectors make a score; auto: inner-product for sasrec, cosine for others")
        ->check(CLI::IsMember({"auto", "cosine", "inner-product"}));
    app.add_option(
           "--stop-by", stop_by,
           "What early stopping watches on the validation part; auto: ndcg for sasrec, loss for others")
        ->check(CLI::IsMember({"auto", "loss", "ndcg"}));
    app.add_option(
           "--windows", windows,
           "What a step learns from: stretches around targets drawn evenly, around targets of sequences "
           "drawn evenly, or the last stretch of those; auto: sequence-ends for sasrec, else targets")
        ->check(CLI::IsMember({"auto", "targets", "sequences", "sequence-ends"}));
    app.add_option("--half-life-days", weights.half_life_days,
                   "A listen this much older counts half in training; 0: age does not matter")
        ->check(CLI::Range(0.0, 1e6));
    app.add_flag("--weigh-skips", weights.skips_by_context,
                 "In training a skip counts 1 - P(skip | how many of the last three were skips)");
    app.add_option(
           "--sdm-fusion", sdm_fusion,
           "sdm: how session and earlier listens are joined; gate is the model, the others are its ablation")
        ->check(CLI::IsMember({"gate", "multiply", "concat", "add"}));
    app.add_option("--sdm-history", sdm.history, "sdm: listens before the session that count")
        ->check(CLI::Range(0, 100'000));
    app.add_option("--sdm-next", sdm.next_targets, "sdm: each state learns what follows in so many listens")
        ->check(CLI::Range(1, 100));
    app.add_option("--newest-per-user", newest_per_user, "Keep only so many of each user; 0: all");
    app.add_option("--most-users", most_users, "Read only the first so many users; 0: all");
    app.add_option("--most-cases", most_cases, "Ask only so many, evenly spaced; 0: all");
    app.add_option("--bootstrap", bootstrap_draws, "Draws for the intervals")
        ->check(CLI::Range(0, 1'000'000));
    app.add_flag("--json", json, "One JSON document instead of a table");
    app.add_flag("--background", background, "Give way to everything else on the machine");
    add_model_options(app, training);
    app.parse_complete_callback([this, &app] { fill_in(app); });
}

void EvaluateOptions::fill_in(const CLI::App& app) {
    const bool published = model == "sasrec";
    const auto fill = [published](std::string& word, const char* of_sasrec, const char* of_others) {
        if (word == "auto") {
            word = published ? of_sasrec : of_others;
        }
    };
    fill(positive_loss, "one-negative", "softmax");
    fill(likeness, "inner-product", "cosine");
    fill(stop_by, "ndcg", "loss");
    fill(windows, "sequence-ends", "targets");
    if (!published) {
        return;
    }
    // Kang & McAuley's, for sparse sets; their dropout for MovieLens-1M was 0.2, its max length 200.
    const auto unless_chosen = [&app](const char* option, auto& value, auto of_sasrec) {
        if (app.get_option(option)->count() == 0) {
            value = of_sasrec;
        }
    };
    auto& o = training.options;
    unless_chosen("--dim", o.encoder.hidden, 50);
    unless_chosen("--heads", o.encoder.heads, 1);
    unless_chosen("--layers", o.encoder.layers, 2);
    unless_chosen("--max-length", o.encoder.max_length, 50);
    unless_chosen("--dropout", o.encoder.dropout, 0.5);
    unless_chosen("--batch", o.learning.batch, 128);
    unless_chosen("--learning-rate", o.learning.learning_rate, 0.001);
    unless_chosen("--epochs", o.epochs, 200);
    unless_chosen("--patience", o.patience, 40);
}

}  // namespace refrain
