#include "app/cli/command.h"
#include "app/file_lock.h"
#include "app/manifest.h"
#include "app/services.h"
#include "recommender/serving/trainer_process.h"

#include <array>
#include <memory>
#include <optional>

#include <QCoreApplication>
#include <QProcess>
#include <QStringList>
#include <fmt/format.h>

namespace refrain::app {

namespace {

struct TrainArguments {
    bool wait = false;
    std::string config = "c";
    std::string device = "auto";
    std::uint64_t seed = 1;
};

Error no_trainer() {
    return Error{
        ErrorCode::not_found,
        "The trainer (refrain-trainer) is not installed beside this program, in libexec or in PATH; playing "
        "goes on without new models",
        {}};
}

/// Starts this same command once more, waiting, in a session of its own.
ExitCode train_in_background(Invocation& invocation, const TrainArguments& arguments) {
    QProcess child;
    child.setProgram(QString::fromStdString(std::filesystem::read_symlink("/proc/self/exe").string()));
    child.setArguments({"--data-dir", QString::fromStdString(invocation.paths.directory().string()), "train",
                        "--wait", "--config", QString::fromStdString(arguments.config), "--device",
                        QString::fromStdString(arguments.device), "--seed", QString::number(arguments.seed)});
    const QString log = QString::fromStdString(invocation.paths.training_log().string());
    child.setStandardInputFile(QProcess::nullDevice());
    child.setStandardOutputFile(log);
    child.setStandardErrorFile(log, QIODevice::Append);
    qint64 id = 0;
    if (!child.startDetached(&id)) {
        return invocation.output.fail(
            Error{ErrorCode::failed,
                  "The training could not be started: " + child.errorString().toStdString(),
                  {}});
    }
    invocation.output.document({{"started", true}, {"process", id}, {"log", log.toStdString()}});
    invocation.output.line(
        fmt::format("Training in the background (process {}); its words go to {}", id, log.toStdString()));
    return ExitCode::done;
}

ExitCode train_and_wait(Invocation& invocation, const TrainArguments& arguments, const std::string& program) {
    auto generation = std::make_shared<QString>();
    std::optional<Error> error;
    TrainerProcess trainer;
    std::string phase;
    QObject::connect(&trainer, &TrainerProcess::progress, [&](const TrainingProgress& now) {
        std::string text = now.phase.toStdString();
        if (now.epochs > 0) {
            text += fmt::format(", epoch {} of {}", now.epoch, now.epochs);
        }
        if (text == phase) {
            return;
        }
        phase = text;
        invocation.output.note(fmt::format(
            "{} (L+ {:.3f}, L- {:.3f}, {:.1f} s{})", text, now.loss_positive, now.loss_negative, now.seconds,
            now.eta_seconds > 0.0 ? fmt::format(", {:.0f} s left", now.eta_seconds) : std::string()));
    });
    QObject::connect(&trainer, &TrainerProcess::finished, [&](const QString& name, const Status& status) {
        *generation = name;
        if (!status) {
            error = status.error();
        }
        QCoreApplication::exit();
    });
    TrainerProcess::Options options;
    options.program = QString::fromStdString(program);
    options.database = QString::fromStdString(invocation.paths.database().string());
    options.output = QString::fromStdString(invocation.paths.models().string());
    options.config = QString::fromStdString(arguments.config);
    options.device = QString::fromStdString(arguments.device);
    options.seed = arguments.seed;
    // Queued, so that an immediate finished() finds the loop running.
    QMetaObject::invokeMethod(
        &trainer, [&] { trainer.start(options); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    if (error) {
        return invocation.output.fail(*error);
    }
    auto manifest = read_manifest(invocation.paths.models() / generation->toStdString());
    if (!manifest) {
        return invocation.output.fail(manifest.error());
    }
    invocation.output.document(manifest.value());
    invocation.output.line("Trained generation " + generation->toStdString());
    return ExitCode::done;
}

ExitCode train(Invocation& invocation, const TrainArguments& arguments) {
    const std::string program = find_program("refrain-trainer").string();
    if (program.empty()) {
        return invocation.output.fail(no_trainer());
    }
    {
        // Migrates the database where it must be, and says when there is none to be had.
        auto services = Services::open(invocation.paths);
        if (!services) {
            return invocation.output.fail(services.error());
        }
    }
    auto lock = take_training_lock(invocation.paths.training_lock());
    if (!lock) {
        return invocation.output.fail(lock.error());
    }
    if (!arguments.wait) {
        // The child takes the lock for itself.
        { const FileLock let_go = std::move(lock).value(); }
        return train_in_background(invocation, arguments);
    }
    int count = 1;
    std::array<char, 8> name{"refrain"};
    std::array<char*, 2> argv{name.data(), nullptr};
    QCoreApplication application(count, argv.data());
    return train_and_wait(invocation, arguments, program);
}

}  // namespace

void add_train(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command = root.add_subcommand("train", "Learn from the listening history");
    command->add_flag("--wait", arguments->wait,
                      "Wait for the end and show the manifest; else it runs behind");
    command->add_option("--config", arguments->config, "a: positives only, b: and feedback, c: and negatives")
        ->check(CLI::IsMember({"a", "b", "c"}))
        ->capture_default_str();
    command->add_option("--device", arguments->device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->add_option("--seed", arguments->seed, "Seed of the run")->capture_default_str();
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return train(invocation, *arguments); };
    });
}

}  // namespace refrain::app
