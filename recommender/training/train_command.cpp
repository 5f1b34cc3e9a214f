#include "recommender/training/train_command.h"

#include "recommender/model/parallel/environment.h"
#include "recommender/model/parallel/process_group.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/generation_writer.h"
#include "recommender/retrieval/model_generation.h"
#include "recommender/training/history_reader.h"
#include "recommender/training/json_lines.h"
#include "recommender/training/trainer.h"
#ifdef REFRAIN_WITH_RANKER
#include "recommender/training/trial.h"
#include "recommender/training/verdict_log.h"
#endif

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <CLI/CLI.hpp>

namespace refrain {
namespace {

namespace fs = std::filesystem;

void print_status(const char* phase, const TrainingStatus& status) {
    Json line{{"phase", phase},
              {"epoch", status.epoch},
              {"epochs", status.epochs},
              {"step", status.step},
              {"loss_positive", status.loss_positive},
              {"loss_negative", status.loss_negative},
              {"seconds", status.seconds},
              {"eta_seconds", status.eta_seconds}};
    if (!status.note.empty()) {
        line["note"] = status.note;
    }
    print_line(line);
}

Json optional_number(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

Json measures_json(const Measures& measures) {
    return {{"pos_at_10", optional_number(measures.positive_at_n)},
            {"pos_at_10_familiar", optional_number(measures.positive_familiar_at_n)},
            {"pos_at_10_new", optional_number(measures.positive_new_at_n)},
            {"neg_at_10", optional_number(measures.negative_at_n)},
            {"neg_at_10_familiar", optional_number(measures.negative_familiar_at_n)}};
}

Json metrics_json(const TrainedModel& model) {
    Json out = measures_json(model.model);
    out["loss_positive"] = optional_number(model.held_out_loss_positive);
    out["loss_negative"] = optional_number(model.held_out_loss_negative);
    out["held_out_positives"] = model.model.positives;
    out["held_out_negatives"] = model.model.negatives;
    out["popularity"] = measures_json(model.popularity);
    return out;
}

/// Fails before the training and not after it when nothing can be written there.
Status check_writable(const std::string& folder) {
    auto draft = GenerationDraft::create(folder, "check");
    return draft ? draft.value().write("check", "check") : Status(draft.error());
}

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread sets any
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// Joins the processes that the environment speaks of; null where it speaks of none.
Result<std::shared_ptr<Peers>> join(std::optional<PeerSettings> settings, const TrainCommand& command,
                                    TrainingOptions& options) {
    if (!settings) {
        return std::shared_ptr<Peers>();
    }
    if (options.pause) {
        return Error{
            ErrorCode::unsupported,
            "Several processes cannot wait for each other's pauses: leave out --pause-on-battery and "
            "--pause-above-pressure, or train in one process",
            {}};
    }
    settings->patience = std::chrono::seconds(command.peer_seconds);
    options.learning.graphics_card = settings->own_here;
    options.checkpoint += '.' + std::to_string(settings->own) + "-of-" + std::to_string(settings->count);
    return join_peers(*settings);
}

/// What goes into a generation beside the numbers.
struct Circumstances {
    const TrainCommand& command;
    const TrainingOptions& options;
    int processes = 1;
    /// When the newest listen was heard that it learnt from; UTC milliseconds.
    std::optional<std::int64_t> learnt_until;
    Json counts;
};

GenerationContent content_of(TrainedModel& model, const Circumstances& of) {
    const ModelOptions& asked = of.command.model;
    GenerationContent content;
    content.config = model.config;
    content.encoder = std::move(model.encoder);
    content.items = std::move(model.items);
    content.training_json = Json{
        {"config", asked.config},
        {"seed", asked.seed},
        {"device", model.device},
        {"loss", model.full_softmax ? "full_softmax" : "sampled_softmax"},
        {"sampler", model.full_softmax ? Json() : Json(asked.sampler)},
        {"negative_weight", of.options.learning.negative_weight},
        {"negative_loss", asked.config == "c" ? Json(asked.negative_loss) : Json()},
        {"epochs_run", model.epochs_run},
        {"best_epoch", model.best_epoch},
        {"processes", of.processes},
        {"refit", model.refit},
        {"learnt_until", of.learnt_until ? Json(*of.learnt_until) : Json()},
        {"started_from", model.warm_started ? Json(of.options.start_name) : Json()},
        {"half_life_days", of.options.weights.half_life_days},
        {"skips_weighed_by_context", of.options.weights.skips_by_context},
        {"seconds",
         model.seconds}}.dump();
    content.metrics_json = metrics_json(model).dump();
    content.counts_json = of.counts.dump();
    content.versions = {{"refrain", REFRAIN_VERSION}, {"libtorch", model.torch_version}};
    content.created_at = to_ms(utc_now());
    return content;
}

#ifdef REFRAIN_WITH_RANKER

/// The newest generation that is sound.
std::shared_ptr<const ModelGeneration> model_in_service(const fs::path& models) {
    for (const std::string& name : list_generations(models)) {
        if (auto loaded = ModelGeneration::load(models / name)) {
            return std::move(loaded).value();
        }
    }
    return nullptr;
}

/// Until when it has learnt; for models that do not say, until they were made.
std::optional<UtcTime> learnt_until(const ModelGeneration& model) {
    const Json manifest = Json::parse(model.manifest(), nullptr, /*allow_exceptions=*/false);
    if (!manifest.is_object()) {
        return std::nullopt;
    }
    const auto number = [](const Json& in, const char* name) -> std::optional<UtcTime> {
        return in.is_object() && in.contains(name) && in[name].is_number_integer()
                   ? std::optional(utc_from_ms(in[name].get<std::int64_t>()))
                   : std::nullopt;
    };
    const auto said =
        manifest.contains("training") ? number(manifest["training"], "learnt_until") : std::nullopt;
    return said ? said : number(manifest, "created_at");
}

/// A folder that goes with this object.
class PassingFolder {
  public:
    PassingFolder() : path_(fs::temp_directory_path() / ("refrain-trial-" + std::to_string(getpid()))) {}
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    ~PassingFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// The model against the one in service. What cannot be tried does not win.
Result<evaluation::TrialResult> tried(const TrainedModel& model, const Circumstances& circumstances,
                                      const History& history, UtcTime since,
                                      std::shared_ptr<const ModelGeneration> champion) {
    TrainedModel copy = model;
    const PassingFolder folder;
    const std::string name = generation_name(utc_now(), "trial");
    if (auto written = write_generation(folder.path(), name, content_of(copy, circumstances)); !written) {
        return written.error();
    }
    auto challenger = ModelGeneration::load(folder.path() / name);
    if (!challenger) {
        return challenger.error();
    }
    return try_out(history, since, std::move(challenger).value(), std::move(champion));
}

#endif

/// One training for the model folder, from the options to the published generation.
class Training {
  public:
    explicit Training(const TrainCommand& command) : command_(command) {}

    int run() {
        const auto settings = peer_settings(environment_variable);
        if (!settings) {
            return fail(settings.error());
        }
        processes_ = settings.value() ? settings.value()->count : 1;
        // Of several processes the first speaks and writes; the others say no more than what ended them.
        first_ = !settings.value() || settings.value()->own == 0;
        auto chosen = chosen_options(command_.model);
        if (!chosen) {
            return fail(chosen.error());
        }
        options_ = std::move(chosen).value();
        if (first_) {
            remove_dead_drafts(command_.out);
            if (auto status = check_writable(command_.out); !status) {
                return fail(status.error());
            }
        }
        apply(command_.train, command_.out, options_);
        auto peers = join(settings.value(), command_, options_);
        if (!peers) {
            return fail(peers.error());
        }
        status_.epochs = options_.epochs;
        report("reading");
        const auto history = read_history(command_.database);
        if (!history) {
            return fail(history.error());
        }
        double held_out_share = default_held_out_share;
        if (command_.if_better) {
            if (auto prepared = prepare_trial(history.value(), held_out_share); !prepared) {
                return fail(prepared.error());
            }
        }
        auto examples = prepare(history.value(), options_.encoder.feedback, held_out_share);
        if (!examples) {
            return fail(examples.error());
        }
        counts_ = Json{{"tracks", examples.value().items.size()},
                       {"listens", examples.value().usable_listens},
                       {"training_targets", examples.value().training.size()},
                       {"held_out_targets", examples.value().held_out.size()}};
        if (options_.refit && !history.value().listens.empty()) {
            learnt_until_ = to_ms(history.value().listens.back().started_at);
        }
        auto trained = train(
            std::move(examples.value()), options_,
            [&](const TrainingStatus& progress) {
                status_ = progress;
                report("training");
            },
            peers.value());
        if (!trained) {
            return fail(trained.error());
        }
        if (!first_) {
            remove_checkpoint(options_.checkpoint);
            return 0;
        }
        return end(trained.value());
    }

  private:
    void report(const char* phase) const {
        if (first_) {
            print_status(phase, status_);
        }
    }

    Circumstances circumstances() const { return {command_, options_, processes_, learnt_until_, counts_}; }

    /// Chooses what is held out, and has the trained model tried on it.
    Status prepare_trial([[maybe_unused]] const History& history, [[maybe_unused]] double& held_out_share) {
#ifdef REFRAIN_WITH_RANKER
        const auto champion = model_in_service(command_.out);
        const HeldOutPart part = choose_held_out(history, champion ? learnt_until(*champion) : std::nullopt);
        held_out_share = part.share;
        options_.accepts = [this, &history, champion, since = part.since](const TrainedModel& model) {
            status_.note.clear();
            report("trying");
            const auto result = tried(model, circumstances(), history, since, champion);
            if (!result) {
                trial_ = Json{{"verdict", "failed"}, {"why", result.error().text()}};
                return false;
            }
            trial_ = to_json(result.value());
            trial_["champion"]["name"] = champion ? Json(champion->name()) : Json();
            return evaluation::judge_trial(result.value()) == evaluation::Verdict::accepted;
        };
        return Done{};
#else
        return Error{ErrorCode::unsupported,
                     "This trainer was built without ICU, which --if-better needs to try a model out",
                     {}};
#endif
    }

    int end(TrainedModel& model) {
        if (!model.accepted) {
            remove_checkpoint(options_.checkpoint);
            write_down(Json());
            print_line({{"phase", "kept"}, {"trial", trial_}});
            return 0;
        }
        status_.eta_seconds = 0.0;
        status_.note.clear();
        report("writing");
        Json metrics = metrics_json(model);
        GenerationContent content = content_of(model, circumstances());
        if (!trial_.is_null()) {
            metrics["trial"] = trial_;
            content.metrics_json = metrics.dump();
        }
        const std::string name = generation_name(utc_from_ms(content.created_at), command_.model.config);
        if (auto written = write_generation(command_.out, name, content); !written) {
            return fail(written.error());
        }
        remove_checkpoint(options_.checkpoint);
        write_down(Json(name));
        print_line({{"phase", "done"}, {"generation", name}, {"metrics", metrics}});
        return 0;
    }

    /// The trial in the log beside the models. That the log cannot be written takes no model away.
    void write_down([[maybe_unused]] const Json& generation) const {
#ifdef REFRAIN_WITH_RANKER
        if (trial_.is_null()) {
            return;
        }
        Json line{{"at", to_ms(utc_now())}, {"generation", generation}};
        line.update(trial_);
        if (auto written = append_verdict(command_.out, line); !written) {
            print_line({{"phase", "note"}, {"message", written.error().text()}});
        }
#endif
    }

    const TrainCommand& command_;
    TrainingOptions options_;
    TrainingStatus status_;
    int processes_ = 1;
    bool first_ = true;
    std::optional<std::int64_t> learnt_until_;
    Json counts_;
    /// Null where there was none.
    Json trial_;
};

}  // namespace

void TrainCommand::add_to(CLI::App& app) {
    app.add_option("--database", database, "The library database; it is only read")->required();
    app.add_option("--out", out, "The model folder; a generation is put into it when whole")->required();
    add_model_options(app, model);
    add_train_options(app, train);
    app.add_flag(
        "--if-better", if_better,
        "Publish the model only if it beats the newest one there, and the plain time-decayed counts, "
        "on the last 14 days");
    app.add_option("--peer-seconds", peer_seconds,
                   "Of several processes (RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT): wait so long for each "
                   "other")
        ->check(CLI::Range(1, 86'400));
    app.add_flag("--background", background, "Give way to everything else on the machine");
}

int run_train(const TrainCommand& command) {
    return Training(command).run();
}

}  // namespace refrain
