#include "recommender/training/evaluate_command.h"

#include "recommender/evaluation/baselines.h"
#include "recommender/evaluation/rankings_file.h"
#include "recommender/evaluation/readers/item_attributes.h"
#include "recommender/evaluation/readers/readers.h"
#include "recommender/evaluation/report.h"
#include "recommender/evaluation/trained_scorer.h"
#include "recommender/training/background.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using namespace evaluation;
using Json = nlohmann::ordered_json;

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const auto& format : formats) {
        names.emplace_back(format.name);
    }
    return names;
}

bool is_trained(const std::string& model) {
    return model == "encoder" || model == "sasrec" || model == "sdm";
}

constexpr std::array sdm_fusions{std::pair{SdmFusion::gate, "gate"},
                                 std::pair{SdmFusion::multiply, "multiply"},
                                 std::pair{SdmFusion::concat, "concat"}, std::pair{SdmFusion::add, "add"}};

SdmFusion fusion_named(const std::string& name) {
    return std::find_if(sdm_fusions.begin(), sdm_fusions.end(),
                        [&](const auto& one) { return one.second == name; })
        ->first;
}

/// The scorer and what it is made of.
struct Arm {
    std::vector<std::unique_ptr<Scorer>> parts;
    Scorer* scorer = nullptr;
    std::string training_json;

    void take(std::unique_ptr<Scorer> part) {
        scorer = part.get();
        parts.push_back(std::move(part));
    }
};

/// Of SASRec's authors.
constexpr double published_beta2 = 0.98;

/// Weights of the activation beside an encoder among which `auto` picks on the validation cases.
constexpr double weights_tried[] = {0.0, 0.5, 1.0, 2.0, 4.0, 8.0};

}  // namespace

/// One run of the command: the data once, then an arm for each seed.
class EvaluateCommand::Evaluation {
  public:
    explicit Evaluation(const EvaluateCommand& command) : command_(command) {}

    Result<Report> run() {
        const auto chosen = chosen_options(command_.training_);
        if (!chosen) {
            return chosen.error();
        }
        options_ = chosen.value();
        if (auto status = read(); !status) {
            return status.error();
        }
        Report report = facts();
        for (std::size_t i = 0; i < command_.seeds_; ++i) {
            auto seed = run_seed(command_.training_.seed + i, i == 0);
            if (!seed) {
                return seed.error();
            }
            report.seeds.push_back(std::move(seed.value()));
        }
        return report;
    }

  private:
    Protocol protocol() const {
        return command_.protocol_ == "temporal" ? Protocol::temporal : Protocol::leave_one_out;
    }

    Status read() {
        const auto* format = std::find_if(formats.begin(), formats.end(),
                                          [&](const auto& one) { return one.name == command_.format_; });
        BuildOptions build;
        build.thresholds = {command_.positive_from_, command_.negative_up_to_};
        build.newest_per_user = command_.newest_per_user_;
        build.most_users = command_.most_users_;
        auto data = format->read(command_.dataset_, build);
        if (!data) {
            return data.error();
        }
        data_ = std::move(data.value());
        if (!command_.item_attributes_.empty()) {
            if (auto status = add_item_attributes(command_.item_attributes_, data_); !status) {
                return status;
            }
        }
        ProtocolOptions protocol_options;
        protocol_options.kind = protocol();
        protocol_options.test_share = command_.test_share_;
        protocol_options.validation_share = command_.validation_share_;
        protocol_options.most_cases = command_.most_cases_;
        auto made = split(data_, protocol_options);
        if (!made) {
            Error error = made.error();
            error.path = command_.dataset_;
            return error;
        }
        split_ = std::move(made.value());
        run_.leaves_out_heard = command_.leaves_out_heard_ == "yes" ||
                                (command_.leaves_out_heard_ == "auto" && !has_repeats(data_));
        run_.depths = command_.depths_;
        std::sort(run_.depths.begin(), run_.depths.end());
        return Done{};
    }

    Report facts() const {
        Report out;
        out.dataset = std::filesystem::path(command_.dataset_).filename().string();
        out.format = command_.format_;
        out.protocol = command_.protocol_;
        out.model = command_.model_;
        out.users = data_.users();
        out.items = data_.items();
        out.interactions = data_.interactions();
        out.dropped = data_.dropped;
        for (const auto& user : split_.users) {
            out.training += user.training;
        }
        out.validation_cases = split_.validation.size();
        for (const Case& one : split_.test) {
            (one.positive ? out.positives : out.negatives) += 1;
            if (one.familiar) {
                (one.positive ? out.positives_familiar : out.negatives_familiar) += 1;
            }
        }
        out.heard_left_out = run_.leaves_out_heard;
        out.bootstrap_over = data_.users() > 1 ? "users" : "sessions";
        out.options_json = options_json();
        return out;
    }

    std::string options_json() const {
        Json out{{"positive_from", command_.positive_from_},
                 {"negative_up_to", command_.negative_up_to_},
                 {"newest_per_user", command_.newest_per_user_},
                 {"most_users", command_.most_users_},
                 {"most_cases", command_.most_cases_},
                 {"item_attributes", !command_.item_attributes_.empty()}};
        if (protocol() == Protocol::temporal) {
            out["test_share"] = command_.test_share_;
            out["validation_share"] = command_.validation_share_;
        }
        if (command_.model_ == "activation" || command_.activation_weight_ != "0") {
            out["transition_weight"] = command_.transition_weight_;
        }
        if (is_trained(command_.model_)) {
            const TrainingOptions chosen = model_options();
            out["config"] = command_.model_ == "sasrec" ? "a" : command_.training_.config;
            out["encoder"] = Json::parse(to_json_text(chosen.encoder));
            out["negative_weight"] = chosen.learning.negative_weight;
            out["positive_loss"] = command_.positive_loss_;
            out["likeness"] = command_.likeness_;
            out["stop_by"] = command_.stop_by_;
            out["windows"] = command_.windows_;
            out["negative_loss"] = command_.training_.negative_loss;
            out["sampler"] = command_.training_.sampler;
            out["sampled_negatives"] = chosen.learning.sampled_negatives;
            out["full_softmax_up_to"] = chosen.learning.full_softmax_up_to;
            out["batch"] = chosen.learning.batch;
            out["learning_rate"] = chosen.learning.learning_rate;
            out["epochs"] = chosen.epochs;
            out["max_seconds"] = chosen.max_seconds;
            out["half_life_days"] = chosen.weights.half_life_days;
            out["skips_weighed_by_context"] = chosen.weights.skips_by_context;
            out["patience"] = chosen.patience;
            out["activation_weight"] = command_.activation_weight_;
            if (chosen.sdm) {
                out["sdm"] = Json{{"fusion", command_.sdm_fusion_},
                                  {"history", chosen.sdm->history},
                                  {"next_targets", chosen.sdm->next_targets}};
            }
        }
        return out.dump();
    }

    /// sasrec is the published model in the same code: feedback off, items are ids alone.
    TrainingOptions model_options() const {
        TrainingOptions out = options_;
        out.weights = command_.weights_;
        out.learning.positive_loss =
            command_.positive_loss_ == "one-negative" ? PositiveLoss::one_negative : PositiveLoss::softmax;
        out.learning.likeness =
            command_.likeness_ == "inner-product" ? Likeness::inner_product : Likeness::cosine;
        out.learning.stop_by = command_.stop_by_ == "ndcg" ? StopBy::ndcg : StopBy::loss;
        out.learning.windows_from =
            command_.windows_ == "sequence-ends" ? WindowsFrom::sequence_ends : WindowsFrom::targets;
        if (command_.model_ == "sdm") {
            out.sdm = command_.sdm_;
            out.sdm->fusion = fusion_named(command_.sdm_fusion_);
        }
        if (command_.model_ == "sasrec") {
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

    std::unique_ptr<Scorer> activation() const {
        ActivationScorerOptions options;
        options.transition_weight = command_.transition_weight_;
        return std::make_unique<ActivationScorer>(data_, options);
    }

    Result<Arm> make_arm(std::uint64_t seed) const {
        Arm arm;
        const std::string& model = command_.model_;
        if (model == "random") {
            arm.take(std::make_unique<RandomScorer>(seed));
        } else if (model == "popularity") {
            arm.take(std::make_unique<PopularityScorer>(data_));
        } else if (model == "personal") {
            arm.take(std::make_unique<PersonalPopularityScorer>(data_));
        } else if (model == "activation") {
            arm.take(activation());
        } else if (model == "item-knn") {
            arm.take(std::make_unique<ItemKnnScorer>(data_));
        } else if (model == "markov") {
            arm.take(std::make_unique<MarkovScorer>(data_));
        } else {
            return train_one(seed);
        }
        return arm;
    }

    std::filesystem::path checkpoint_of(std::uint64_t seed) const {
        return command_.checkpoint_.empty() ? std::string()
                                            : command_.checkpoint_ + '.' + std::to_string(seed);
    }

    Result<Arm> train_one(std::uint64_t seed) const {
        TrainingOptions options = model_options();
        options.learning.seed = seed;
        options.checkpoint = checkpoint_of(seed);
        options.checkpoint_steps = command_.checkpoint_steps_;
        auto trained = train_arm(data_, split_, options, [&](const TrainingStatus& status) {
            if (!status.note.empty()) {
                std::cerr << status.note << '\n';
                return;
            }
            std::cerr << "seed " << seed << ", epoch " << status.epoch << " of " << status.epochs << ": L+ "
                      << status.loss_positive << ", L- " << status.loss_negative << ", "
                      << static_cast<long>(status.seconds) << " s\n";
        });
        if (!trained) {
            return trained.error();
        }
        Arm arm;
        const TrainingFacts facts = trained.value().facts;
        Scorer& encoder = *trained.value().scorer;
        arm.take(std::move(trained.value().scorer));
        Json training{{"epochs_run", facts.epochs_run},
                      {"best_epoch", facts.best_epoch},
                      {"seconds", facts.seconds},
                      {"device", facts.device},
                      {"loss", facts.loss}};
        if (command_.activation_weight_ != "0") {
            arm.parts.push_back(activation());
            Scorer& added = *arm.parts.back();
            const double weight = command_.activation_weight_ == "auto"
                                      ? best_weight(encoder, added)
                                      : std::stod(command_.activation_weight_);
            training["activation_weight"] = weight;
            arm.take(std::make_unique<SumScorer>(encoder, added, weight, data_.items()));
        }
        arm.training_json = training.dump();
        return arm;
    }

    /// The weight with the best NDCG@10 on the validation cases.
    double best_weight(Scorer& encoder, Scorer& added) const {
        constexpr std::size_t depth = 10;
        Split validation;
        validation.test = split_.validation;
        validation.users = split_.users;
        for (auto& user : validation.users) {
            user.validation = user.training;
        }
        double best = 0.0;
        double best_gain = -1.0;
        for (const double weight : weights_tried) {
            SumScorer sum(encoder, added, weight, data_.items());
            const auto result = ask_all(data_, validation, protocol(), sum, run_);
            const auto figure = measure_at(result.outcomes, depth, RankedAmong::catalogue, {0, 1}).ndcg;
            if (figure && figure->value > best_gain) {
                best_gain = figure->value;
                best = weight;
            }
        }
        return best;
    }

    Result<SeedReport> run_seed(std::uint64_t seed, bool first) const {
        auto arm = make_arm(seed);
        if (!arm) {
            return arm.error();
        }
        std::optional<RankingsFile> rankings;
        if (first && !command_.rankings_out_.empty()) {
            auto created = RankingsFile::create(command_.rankings_out_);
            if (!created) {
                return created.error();
            }
            rankings.emplace(std::move(created.value()));
        }
        std::function<void(const RankedList&)> list;
        if (rankings) {
            list = [&](const RankedList& one) { rankings->write(data_, one); };
        }
        const auto start = std::chrono::steady_clock::now();
        const auto result =
            ask_all(data_, split_, protocol(), *arm.value().scorer, run_, list, [&](std::size_t asked) {
                std::cerr << asked << " of " << split_.test.size() << " cases ranked\n";
            });
        if (!command_.checkpoint_.empty()) {
            remove_checkpoint(checkpoint_of(seed));
        }
        SeedReport out;
        out.seed = seed;
        out.scoring_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        out.training_json = arm.value().training_json;
        out.coverage = result.coverage;
        const BootstrapOptions bootstrap{command_.bootstrap_draws_, seed};
        for (const std::size_t depth : run_.depths) {
            out.in_catalogue.push_back(measure_at(result.outcomes, depth, RankedAmong::catalogue, bootstrap));
            out.in_own_list.push_back(measure_at(result.outcomes, depth, RankedAmong::own_list, bootstrap));
        }
        if (rankings) {
            if (auto status = rankings->finish(); !status) {
                return status.error();
            }
        }
        return out;
    }

    const EvaluateCommand& command_;
    TrainingOptions options_;
    DataSet data_;
    Split split_;
    RunOptions run_;
};

void EvaluateCommand::add_to(CLI::App& app) {
    app.add_option("--dataset", dataset_, "The file; it is only read")->required();
    app.add_option("--format", format_, "What is in it")->required()->check(CLI::IsMember(format_names()));
    app.add_option("--item-attributes", item_attributes_,
                   "JSON {\"item\": [attribute, ...]}: tags for the items of a set that has none");
    app.add_option("--protocol", protocol_,
                   "leave-one-out: each user's last item is asked; temporal: all after a point in time")
        ->check(CLI::IsMember({"leave-one-out", "temporal"}));
    app.add_option("--model", model_,
                   "What is measured; sasrec: the published model, with the sizes and rates it was published "
                   "with where they are not chosen")
        ->check(CLI::IsMember({"encoder", "sasrec", "sdm", "random", "popularity", "personal", "activation",
                               "item-knn", "markov"}));
    app.add_option("--rankings-out", rankings_out_,
                   "CSV case,rank,item,score: the first 100 of each case (of the first seed)");
    app.add_option("--checkpoint", checkpoint_,
                   "encoder, sasrec, sdm: where to keep what is learnt so far, every minute (a file for each "
                   "seed); the same command goes on from there after a kill");
    app.add_option("--checkpoint-steps", checkpoint_steps_,
                   "Keep it after so many steps too; 0: by time alone")
        ->check(CLI::Range(0, 1'000'000'000));
    app.add_option("--seeds", seeds_, "How many seeds, from --seed on")->check(CLI::Range(1, 1000));
    app.add_option("--at", depths_, "The Ns of POS@N, NEG@N, NDCG@N")->check(CLI::Range(1, 100'000));
    app.add_option("--positive-from", positive_from_, "Play rate from which a listen is positive")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--negative-up-to", negative_up_to_, "Play rate up to which a skip is negative")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--test-share", test_share_, "temporal: the last part of the time line")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--validation-share", validation_share_, "temporal: the part before it")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--leave-out-heard", leaves_out_heard_,
                   "Items met before are no candidates; auto: where the set has no repeats at all")
        ->check(CLI::IsMember({"auto", "yes", "no"}));
    app.add_option("--transition-weight", transition_weight_, "activation: weight of first-order transitions")
        ->check(CLI::NonNegativeNumber);
    app.add_option(
           "--activation-weight", activation_weight_,
           "encoder, sasrec: weight of the activation beside them; auto: picked on the validation part")
        ->check(CLI::NonNegativeNumber | CLI::IsMember({"auto"}));
    app.add_option("--positive-loss", positive_loss_,
                   "L+; one-negative: sigmoid cross-entropy against one other item, as SASRec was published; "
                   "auto: that for sasrec, softmax for others")
        ->check(CLI::IsMember({"auto", "softmax", "one-negative"}));
    app.add_option("--likeness", likeness_,
                   "How two vectors make a score; auto: inner-product for sasrec, cosine for others")
        ->check(CLI::IsMember({"auto", "cosine", "inner-product"}));
    app.add_option(
           "--stop-by", stop_by_,
           "What early stopping watches on the validation part; auto: ndcg for sasrec, loss for others")
        ->check(CLI::IsMember({"auto", "loss", "ndcg"}));
    app.add_option(
           "--windows", windows_,
           "What a step learns from: stretches around targets drawn evenly, around targets of sequences "
           "drawn evenly, or the last stretch of those; auto: sequence-ends for sasrec, else targets")
        ->check(CLI::IsMember({"auto", "targets", "sequences", "sequence-ends"}));
    app.add_option("--half-life-days", weights_.half_life_days,
                   "A listen this much older counts half in training; 0: age does not matter")
        ->check(CLI::Range(0.0, 1e6));
    app.add_flag("--weigh-skips", weights_.skips_by_context,
                 "In training a skip counts 1 - P(skip | how many of the last three were skips)");
    app.add_option(
           "--sdm-fusion", sdm_fusion_,
           "sdm: how session and earlier listens are joined; gate is the model, the others are its ablation")
        ->check(CLI::IsMember({"gate", "multiply", "concat", "add"}));
    app.add_option("--sdm-history", sdm_.history, "sdm: listens before the session that count")
        ->check(CLI::Range(0, 100'000));
    app.add_option("--sdm-next", sdm_.next_targets, "sdm: each state learns what follows in so many listens")
        ->check(CLI::Range(1, 100));
    app.add_option("--newest-per-user", newest_per_user_, "Keep only so many of each user; 0: all");
    app.add_option("--most-users", most_users_, "Read only the first so many users; 0: all");
    app.add_option("--most-cases", most_cases_, "Ask only so many, evenly spaced; 0: all");
    app.add_option("--bootstrap", bootstrap_draws_, "Draws for the intervals")
        ->check(CLI::Range(0, 1'000'000));
    app.add_flag("--json", json_, "One JSON document instead of a table");
    app.add_flag("--background", background_, "Give way to everything else on the machine");
    add_model_options(app, training_);
    app.parse_complete_callback([this, &app] { fill_in(app); });
}

void EvaluateCommand::fill_in(const CLI::App& app) {
    const bool published = model_ == "sasrec";
    const auto fill = [published](std::string& word, const char* of_sasrec, const char* of_others) {
        if (word == "auto") {
            word = published ? of_sasrec : of_others;
        }
    };
    fill(positive_loss_, "one-negative", "softmax");
    fill(likeness_, "inner-product", "cosine");
    fill(stop_by_, "ndcg", "loss");
    fill(windows_, "sequence-ends", "targets");
    if (!published) {
        return;
    }
    // Kang & McAuley's, for sparse sets; their dropout for MovieLens-1M was 0.2, its max length 200.
    const auto unless_chosen = [&app](const char* option, auto& value, auto of_sasrec) {
        if (app.get_option(option)->count() == 0) {
            value = of_sasrec;
        }
    };
    auto& o = training_.options;
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

int EvaluateCommand::run() const {
    if (background_) {
        give_way();
    }
    const auto report = Evaluation(*this).run();
    if (!report) {
        if (json_) {
            std::cout << Json{{"phase", "error"}, {"message", report.error().text()}}.dump(
                             -1, ' ', false, Json::error_handler_t::replace)
                      << std::endl;
        } else {
            std::cerr << report.error().text() << '\n';
        }
        return 1;
    }
    std::cout << (json_ ? to_json_document(report.value()) : to_table(report.value())) << std::endl;
    return 0;
}

}  // namespace refrain
