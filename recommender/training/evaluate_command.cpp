#include "recommender/training/evaluate_command.h"

#include "recommender/evaluation/baselines.h"
#ifdef REFRAIN_WITH_RANKER
#include "recommender/evaluation/pipeline_scorer.h"
#endif
#include "recommender/evaluation/rankings_file.h"
#include "recommender/evaluation/readers/item_attributes.h"
#include "recommender/evaluation/readers/readers.h"
#include "recommender/evaluation/report.h"
#include "recommender/evaluation/trained_scorer.h"
#include "recommender/training/background.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using namespace evaluation;
using Json = nlohmann::ordered_json;

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

/// Weights of the activation beside an encoder among which `auto` picks on the validation cases.
constexpr double weights_tried[] = {0.0, 0.5, 1.0, 2.0, 4.0, 8.0};

/// What --beside asks the same questions.
struct PlainArm {
    const char* name;
    const char* model;
    double transition_weight;
};
constexpr PlainArm plain_arms[] = {{"popularity", "popularity", 0.0},
                                   {"personal", "personal", 0.0},
                                   {"activation", "activation", 0.0},
                                   {"activation, transitions x1", "activation", 1.0},
                                   {"activation, transitions x4", "activation", 4.0},
                                   {"window", "window", 0.0}};

/// One run of the command: the data once, then an arm for each seed.
class Evaluation {
  public:
    explicit Evaluation(const EvaluateOptions& asked) : asked_(asked) {}

    Result<Report> run() {
        auto chosen = asked_.training_options();
        if (!chosen) {
            return chosen.error();
        }
        training_ = std::move(chosen.value());
        if (auto status = read(); !status) {
            return status.error();
        }
        Report report = facts();
        for (std::size_t i = 0; i < asked_.seeds; ++i) {
            auto seed = run_seed(asked_.training.seed + i, i == 0);
            if (!seed) {
                return seed.error();
            }
            report.seeds.push_back(std::move(seed.value()));
        }
        if (asked_.compares()) {
            for (const PlainArm& plain : plain_arms) {
                report.beside.push_back(ask_beside(plain));
            }
        }
        return report;
    }

  private:
    Status read() {
        const auto* format = std::find_if(formats.begin(), formats.end(),
                                          [&](const auto& one) { return one.name == asked_.format; });
        BuildOptions build;
        build.thresholds = {asked_.positive_from, asked_.negative_up_to};
        build.newest_per_user = asked_.newest_per_user;
        build.most_users = asked_.most_users;
        auto data = format->read(asked_.dataset, build);
        if (!data) {
            return data.error();
        }
        data_ = std::move(data.value());
        if (!asked_.item_attributes.empty()) {
            if (auto status = add_item_attributes(asked_.item_attributes, data_); !status) {
                return status;
            }
        }
        ProtocolOptions protocol_options;
        protocol_options.kind = asked_.kind();
        protocol_options.test_share = asked_.test_share;
        protocol_options.validation_share = asked_.validation_share;
        protocol_options.most_cases = asked_.most_cases;
        auto made = split(data_, protocol_options);
        if (!made) {
            Error error = made.error();
            error.path = asked_.dataset;
            return error;
        }
        split_ = std::move(made.value());
        run_.leaves_out_heard =
            asked_.leaves_out_heard == "yes" || (asked_.leaves_out_heard == "auto" && !has_repeats(data_));
        run_.depths = asked_.depths;
        std::sort(run_.depths.begin(), run_.depths.end());
        return Done{};
    }

    Report facts() const {
        Report out;
        out.dataset = std::filesystem::path(asked_.dataset).filename().string();
        out.format = asked_.format;
        out.protocol = asked_.protocol;
        out.model = asked_.model;
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
        out.options_json = asked_.to_json_text(training_);
        return out;
    }

    std::unique_ptr<Scorer> activation(double transition_weight) const {
        ActivationScorerOptions options;
        options.transition_weight = transition_weight;
        return std::make_unique<ActivationScorer>(data_, options);
    }

    /// One that learns by counting; nullptr for other models.
    std::unique_ptr<Scorer> plain(const std::string& model, double transition_weight,
                                  std::uint64_t seed) const {
        if (model == "random") {
            return std::make_unique<RandomScorer>(seed);
        }
        if (model == "popularity") {
            return std::make_unique<PopularityScorer>(data_);
        }
        if (model == "personal") {
            return std::make_unique<PersonalPopularityScorer>(data_);
        }
        if (model == "activation") {
            return activation(transition_weight);
        }
        if (model == "item-knn") {
            return std::make_unique<ItemKnnScorer>(data_);
        }
        if (model == "markov") {
            return std::make_unique<MarkovScorer>(data_);
        }
        if (model == "window") {
            return std::make_unique<WindowScorer>(data_);
        }
        return nullptr;
    }

    Result<Arm> pipeline() const {
#ifdef REFRAIN_WITH_RANKER
        if (!data_.has_times) {
            return Error{ErrorCode::unsupported, "The pipeline needs times, and this format has none",
                         asked_.dataset};
        }
        Arm arm;
        arm.take(std::make_unique<PipelineScorer>(data_, PipelineOptions{asked_.pipeline_rules == "yes"}));
        return arm;
#else
        return Error{
            ErrorCode::unsupported, "This trainer was built without ICU, which the pipeline needs", {}};
#endif
    }

    Result<Arm> make_arm(std::uint64_t seed) const {
        if (asked_.is_trained()) {
            return train_one(seed);
        }
        if (asked_.model == "pipeline") {
            return pipeline();
        }
        Arm arm;
        arm.take(plain(asked_.model, asked_.transition_weight, seed));
        return arm;
    }

    std::filesystem::path checkpoint_of(std::uint64_t seed) const {
        return asked_.checkpoint.empty() ? std::string() : asked_.checkpoint + '.' + std::to_string(seed);
    }

    Result<Arm> train_one(std::uint64_t seed) const {
        TrainingOptions options = training_;
        options.learning.seed = seed;
        options.checkpoint = checkpoint_of(seed);
        options.checkpoint_steps = asked_.checkpoint_steps;
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
        if (asked_.activation_weight != "0") {
            arm.parts.push_back(activation(asked_.transition_weight));
            Scorer& added = *arm.parts.back();
            const double weight = asked_.activation_weight == "auto" ? best_weight(encoder, added)
                                                                     : std::stod(asked_.activation_weight);
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
            const auto result = ask_all(data_, validation, asked_.kind(), sum, run_);
            const auto figure = measure_at(result.outcomes, depth, RankedAmong::catalogue, {0, 1}).ndcg;
            if (figure && figure->value > best_gain) {
                best_gain = figure->value;
                best = weight;
            }
        }
        return best;
    }

    std::vector<MeasuresAt> measured(const std::vector<Outcome>& outcomes, RankedAmong among,
                                     std::uint64_t seed) const {
        std::vector<MeasuresAt> out;
        for (const std::size_t depth : run_.depths) {
            out.push_back(measure_at(outcomes, depth, among, {asked_.bootstrap_draws, seed}));
        }
        return out;
    }

    BesideReport ask_beside(const PlainArm& arm) const {
        const std::uint64_t seed = asked_.training.seed;
        const auto scorer = plain(arm.model, arm.transition_weight, seed);
        const auto result = ask_all(data_, split_, asked_.kind(), *scorer, run_);
        BesideReport out;
        out.name = arm.name;
        out.coverage = result.coverage;
        out.in_catalogue = measured(result.outcomes, RankedAmong::catalogue, seed);
        out.in_own_list = measured(result.outcomes, RankedAmong::own_list, seed);
        const BootstrapOptions bootstrap{asked_.bootstrap_draws, seed};
        for (const std::size_t depth : run_.depths) {
            out.difference.push_back(
                difference_at(first_outcomes_, result.outcomes, depth, RankedAmong::catalogue, bootstrap));
            out.difference_in_own_list.push_back(
                difference_at(first_outcomes_, result.outcomes, depth, RankedAmong::own_list, bootstrap));
        }
        return out;
    }

    Result<SeedReport> run_seed(std::uint64_t seed, bool first) {
        auto arm = make_arm(seed);
        if (!arm) {
            return arm.error();
        }
        std::optional<RankingsFile> rankings;
        if (first && !asked_.rankings_out.empty()) {
            auto created = RankingsFile::create(asked_.rankings_out);
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
        auto result =
            ask_all(data_, split_, asked_.kind(), *arm.value().scorer, run_, list, [&](std::size_t asked) {
                std::cerr << asked << " of " << split_.test.size() << " cases ranked\n";
            });
        if (!asked_.checkpoint.empty()) {
            remove_checkpoint(checkpoint_of(seed));
        }
        SeedReport out;
        out.seed = seed;
        out.scoring_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        out.training_json = arm.value().training_json;
        out.coverage = result.coverage;
        out.in_catalogue = measured(result.outcomes, RankedAmong::catalogue, seed);
        out.in_own_list = measured(result.outcomes, RankedAmong::own_list, seed);
        if (first) {
            first_outcomes_ = std::move(result.outcomes);
        }
        if (rankings) {
            if (auto status = rankings->finish(); !status) {
                return status.error();
            }
        }
        return out;
    }

    const EvaluateOptions& asked_;
    TrainingOptions training_;
    DataSet data_;
    Split split_;
    RunOptions run_;
    /// Of the first seed: what the plain arms are compared with.
    std::vector<Outcome> first_outcomes_;
};

}  // namespace

int run_evaluate(const EvaluateOptions& asked) {
    if (asked.background) {
        give_way();
    }
    const auto report = Evaluation(asked).run();
    if (!report) {
        if (asked.json) {
            std::cout << Json{{"phase", "error"}, {"message", report.error().text()}}.dump(
                             -1, ' ', false, Json::error_handler_t::replace)
                      << std::endl;
        } else {
            std::cerr << report.error().text() << '\n';
        }
        return 1;
    }
    std::cout << (asked.json ? to_json_document(report.value()) : to_table(report.value())) << std::endl;
    return 0;
}

}  // namespace refrain
