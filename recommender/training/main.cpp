// refrain-trainer: learns a model from the listening history. One JSON document a line on stdout; 0 done,
// 1 failed (the last line says why), 2 wrong use.
#include "recommender/training/background.h"
#include "recommender/training/evaluate_command.h"
#include "recommender/training/json_lines.h"
#include "recommender/training/train_command.h"
#include "recommender/training/trainer.h"

#include <csignal>
#include <exception>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

namespace refrain {
namespace {

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

int main(int count, char** arguments) {
    TrainCommand command;
    BenchOptions bench;
    CLI::App app("refrain-trainer: learns a model of your listening from the history");
    app.set_version_flag("--version", std::string("refrain-trainer ") + REFRAIN_VERSION);
    app.require_subcommand(1);
    auto* train_app = app.add_subcommand("train", "Learn a model from a library database");
    command.add_to(*train_app);
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
    return run_train(command);
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
