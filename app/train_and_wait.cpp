#include "app/train_and_wait.h"

#include "app/training_lock.h"
#include "recommender/serving/trainer_process.h"

#include <optional>

#include <QEventLoop>
#include <QMetaObject>
#include <fmt/format.h>

namespace refrain::app {

namespace {

Result<std::string> trainer_program() {
    const std::string program = find_program("refrain-trainer").string();
    if (program.empty()) {
        return Error{
            ErrorCode::not_found,
            "The trainer (refrain-trainer) is not installed beside this program, in libexec or in PATH; "
            "playing goes on without new models",
            {}};
    }
    return program;
}

std::string stage(const TrainingProgress& now) {
    return now.epochs > 0 ? fmt::format("{}, epoch {} of {}", now.phase.toStdString(), now.epoch, now.epochs)
                          : now.phase.toStdString();
}

}  // namespace

Status ready_to_train(const DataPaths& paths) {
    if (auto program = trainer_program(); !program) {
        return program.error();
    }
    if (auto lock = take_training_lock(paths.training_lock()); !lock) {
        return lock.error();
    }
    return Done{};
}

Result<TrainingEnd> train_and_wait(const DataPaths& paths, const TrainingOptions& training,
                                   const std::function<void(const std::string&)>& progress) {
    auto program = trainer_program();
    if (!program) {
        return program.error();
    }
    auto lock = take_training_lock(paths.training_lock());
    if (!lock) {
        return lock.error();
    }
    TrainerProcess::Options options;
    options.program = QString::fromStdString(program.value());
    options.database = QString::fromStdString(paths.database().string());
    options.output = QString::fromStdString(paths.models().string());
    options.config = QString::fromStdString(training.config);
    options.device = QString::fromStdString(training.device);
    options.seed = training.seed;
    options.trial = training.trial;
    options.on_battery = true;  // it was asked for now

    QEventLoop loop;
    TrainerProcess trainer;
    std::string told;
    std::optional<Result<TrainingEnd>> outcome;
    QObject::connect(&trainer, &TrainerProcess::progress, [&](const TrainingProgress& now) {
        const std::string text = stage(now);
        if (text == told) {
            return;
        }
        told = text;
        if (now.epoch == 0 || now.loss_positive <= 0.0) {
            progress(now.phase.toStdString());
            return;
        }
        progress(fmt::format(
            "{} (L+ {:.3f}, L- {:.3f}, {:.1f} s{})", text, now.loss_positive, now.loss_negative, now.seconds,
            now.eta_seconds > 0.0 ? fmt::format(", {:.0f} s left", now.eta_seconds) : std::string()));
    });
    QObject::connect(&trainer, &TrainerProcess::finished,
                     [&](const QString& name, const Status& status, const QString& note) {
                         if (status) {
                             outcome.emplace(TrainingEnd{name.toStdString(), note.toStdString()});
                         } else {
                             outcome.emplace(status.error());
                         }
                         loop.quit();
                     });
    // Queued, so that a finished() at once finds the loop running.
    QMetaObject::invokeMethod(
        &trainer, [&] { trainer.start(options); }, Qt::QueuedConnection);
    loop.exec();
    return *outcome;
}

}  // namespace refrain::app
