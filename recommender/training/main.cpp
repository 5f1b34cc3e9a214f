// refrain-trainer: learns a model from the listening history. One JSON document a line on stdout; 0 done,
// 1 failed (the last line says why), 2 wrong use.
#include "recommender/model/parallel/environment.h"
#include "recommender/model/parallel/process_group.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/generation_writer.h"
#include "recommender/training/background.h"
#include "recommender/training/evaluate_command.h"
#include "recommender/training/history_reader.h"
#include "recommender/training/model_options.h"
#include "recommender/training/train_options.h"
#include "recommender/training/trainer.h"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Json = nlohmann::ordered_json;

struct TrainCommand {
    std::string database, out;
    int peer_seconds = 300;
    bool background = false;
    ModelOptions model;
    TrainOptions train;
};

void print_line(const Json& line) {
    std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
}

int fail(const Error& error) {
    print_line({{"phase", "error"}, {"message", error.text()}});
    return 1;
}

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

int run(const TrainCommand& command) {
    const auto settings = peer_settings(environment_variable);
    if (!settings) {
        return fail(settings.error());
    }
    // Of several processes the first speaks and writes; the others say no more than what ended them.
    const bool first = !settings.value() || settings.value()->own == 0;
    auto chosen = chosen_options(command.model);
    if (!chosen) {
        return fail(chosen.error());
    }
    TrainingOptions& options = chosen.value();
    if (first) {
        remove_dead_drafts(command.out);
        if (auto status = check_writable(command.out); !status) {
            return fail(status.error());
        }
    }
    apply(command.train, command.out, options);
    auto peers = join(settings.value(), command, options);
    if (!peers) {
        return fail(peers.error());
    }
    TrainingStatus status;
    status.epochs = options.epochs;
    const auto report = [first, &status](const char* phase) {
        if (first) {
            print_status(phase, status);
        }
    };
    report("reading");
    const auto history = read_history(command.database);
    if (!history) {
        return fail(history.error());
    }
    auto examples = prepare(history.value(), options.encoder.feedback);
    if (!examples) {
        return fail(examples.error());
    }
    const Json counts{{"tracks", examples.value().items.size()},
                      {"listens", examples.value().usable_listens},
                      {"training_targets", examples.value().training.size()},
                      {"held_out_targets", examples.value().held_out.size()}};
    auto trained = train(
        std::move(examples.value()), options,
        [&](const TrainingStatus& progress) {
            status = progress;
            report("training");
        },
        peers.value());
    if (!trained) {
        return fail(trained.error());
    }
    if (!first) {
        remove_checkpoint(options.checkpoint);
        return 0;
    }
    status.eta_seconds = 0.0;
    status.note.clear();
    report("writing");
    TrainedModel& model = trained.value();
    const Json metrics = metrics_json(model);
    GenerationContent content;
    content.config = model.config;
    content.encoder = std::move(model.encoder);
    content.items = std::move(model.items);
    content.training_json = Json{
        {"config", command.model.config},
        {"seed", command.model.seed},
        {"device", model.device},
        {"loss", model.full_softmax ? "full_softmax" : "sampled_softmax"},
        {"sampler", model.full_softmax ? Json() : Json(command.model.sampler)},
        {"negative_weight", options.learning.negative_weight},
        {"negative_loss", command.model.config == "c" ? Json(command.model.negative_loss) : Json()},
        {"epochs_run", model.epochs_run},
        {"best_epoch", model.best_epoch},
        {"processes", settings.value() ? settings.value()->count : 1},
        {"refit", model.refit},
        {"started_from", model.warm_started ? Json(options.start_name) : Json()},
        {"half_life_days", options.weights.half_life_days},
        {"skips_weighed_by_context", options.weights.skips_by_context},
        {"seconds",
         model.seconds}}.dump();
    content.metrics_json = metrics.dump();
    content.counts_json = counts.dump();
    content.versions = {{"refrain", REFRAIN_VERSION}, {"libtorch", model.torch_version}};
    const UtcTime now = utc_now();
    content.created_at = to_ms(now);
    const std::string name = generation_name(now, command.model.config);
    if (auto written = write_generation(command.out, name, content); !written) {
        return fail(written.error());
    }
    remove_checkpoint(options.checkpoint);
    print_line({{"phase", "done"}, {"generation", name}, {"metrics", metrics}});
    return 0;
}

int run(const BenchOptions& options) {
    const auto speed = measure_training_speed(options);
    if (!speed) {
        return fail(speed.error());
    }
    print_line({{"sequences_per_second", speed.value()},
                {"items", options.items},
                {"layers", options.layers},
                {"dim", options.dim},
                {"length", options.length},
                {"batch", options.batch},
                {"negatives", options.negatives},
                {"threads", options.threads}});
    return 0;
}

void add_train_options(CLI::App& app, TrainCommand& command) {
    app.add_option("--database", command.database, "The library database; it is only read")->required();
    app.add_option("--out", command.out, "The model folder; a generation is put into it when whole")
        ->required();
    add_model_options(app, command.model);
    add_train_options(app, command.train);
    app.add_option("--peer-seconds", command.peer_seconds,
                   "Of several processes (RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT): wait so long for each "
                   "other")
        ->check(CLI::Range(1, 86'400));
    app.add_flag("--background", command.background, "Give way to everything else on the machine");
}

int main(int count, char** arguments) {
    TrainCommand command;
    BenchOptions bench;
    CLI::App app("refrain-trainer: learns a model of your listening from the history");
    app.set_version_flag("--version", std::string("refrain-trainer ") + REFRAIN_VERSION);
    app.require_subcommand(1);
    auto* train_app = app.add_subcommand("train", "Learn a model from a library database");
    add_train_options(*train_app, command);
    EvaluateOptions evaluate;
    auto* evaluate_app = app.add_subcommand("evaluate", "Measure a model on a data set, as papers do");
    evaluate.add_to(*evaluate_app);
    const auto* devices_app = app.add_subcommand("devices", "What it can compute on here");
    auto* bench_app = app.add_subcommand("bench", "Measure training speed on made-up listens");
    const auto positive = CLI::Range(1, 10'000'000);
    bench_app->add_option("--items", bench.items)->check(positive);
    bench_app->add_option("--layers", bench.layers)->check(positive);
    bench_app->add_option("--dim", bench.dim)->check(positive);
    bench_app->add_option("--length", bench.length)->check(positive);
    bench_app->add_option("--batch", bench.batch)->check(positive);
    bench_app->add_option("--negatives", bench.negatives)->check(positive);
    bench_app->add_option("--threads", bench.threads)->check(CLI::Range(1, 256));
    bench_app->add_option("--seconds", bench.seconds)->check(CLI::PositiveNumber);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (*devices_app) {
        print_line({{"devices", training_devices()}});
        return 0;
    }
    if (*bench_app) {
        return run(bench);
    }
    if (*evaluate_app) {
        return run_evaluate(evaluate);
    }
    if (command.background) {
        give_way();
    }
    return run(command);
}

}  // namespace
}  // namespace refrain

int main(int count, char** arguments) {
    refrain::restart_with_passive_waiting(arguments);
    refrain::keep_large_blocks();
    // A player that has gone is no reason to throw the work away.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return refrain::main(count, arguments);
    } catch (const std::exception& e) {
        std::cout << R"({"phase":"error","message":"The trainer stopped unexpectedly."})" << std::endl;
        std::cerr << e.what() << '\n';
        return 1;
    }
}
