#include "recommender/training/train_options.h"

#include "recommender/training/previous_model.h"

#include <utility>

#include <CLI/CLI.hpp>

namespace refrain {

void add_train_options(CLI::App& app, TrainOptions& options) {
    app.add_option("--half-life-days", options.weights.half_life_days,
                   "A listen this much older counts half; 0: age does not matter")
        ->check(CLI::Range(0.0, 1e6));
    app.add_flag("--weigh-skips", options.weights.skips_by_context,
                 "A skip counts 1 - P(skip | how many of the last three were skips)");
    app.add_flag("--no-refit", options.no_refit,
                 "Keep the model that was measured, instead of one trained for as long on all data");
    app.add_flag("--warm-start", options.warm_start,
                 "Start from the newest model in the model folder; what is held out it may have seen");
    app.add_option("--checkpoint-steps", options.checkpoint_steps,
                   "Keep what was learnt so far after so many steps; 0: by time alone")
        ->check(CLI::Range(0, 1'000'000'000));
    app.add_option("--checkpoint-seconds", options.checkpoint_seconds, "… and after so many seconds")
        ->check(CLI::Range(0.0, 1e9));
    app.add_flag("--pause-on-battery", options.pause.on_battery, "Wait while there is no mains power");
    app.add_option("--pause-above-pressure", options.pause.above_pressure,
                   "Wait while something waits for a processor in more than so many percent of the time "
                   "(/proc/pressure/cpu); 0: never")
        ->check(CLI::Range(0.0, 100.0));
}

void apply(const TrainOptions& options, const std::filesystem::path& models, TrainingOptions& to) {
    to.weights = options.weights;
    to.refit = !options.no_refit;
    to.checkpoint = models / "training.checkpoint";
    to.checkpoint_steps = options.checkpoint_steps;
    to.checkpoint_seconds = options.checkpoint_seconds;
    if (options.pause.on_battery || options.pause.above_pressure > 0.0) {
        to.pause = [pause = options.pause, paused = false]() mutable {
            std::string why = reason_to_pause(read_machine_state(), pause, paused);
            paused = !why.empty();
            return why;
        };
    }
    if (options.warm_start) {
        if (auto newest = newest_model(models)) {
            to.start = std::move(newest->model);
            to.start_name = newest->name;
        }
    }
}

}  // namespace refrain
