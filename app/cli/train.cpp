#include "app/cli/command.h"
#include "app/manifest.h"
#include "app/services.h"
#include "app/train_and_wait.h"
#include "app/training_lock.h"

#include <array>
#include <memory>

#include <QCoreApplication>
#include <QProcess>
#include <QStringList>
#include <fmt/format.h>

namespace refrain::app {

namespace {

struct TrainArguments {
    bool wait = false;
    TrainingOptions training;
};

/// Starts this same command once more, waiting, in a session of its own.
ExitCode train_in_background(Invocation& invocation, const TrainArguments& arguments) {
    if (auto ready = ready_to_train(invocation.paths); !ready) {
        return invocation.output.fail(ready.error());
    }
    QProcess child;
    child.setProgram(QString::fromStdString(std::filesystem::read_symlink("/proc/self/exe").string()));
    QStringList words{"--data-dir", QString::fromStdString(invocation.paths.directory().string()),
                      "train",      "--wait",
                      "--config",   QString::fromStdString(arguments.training.config),
                      "--device",   QString::fromStdString(arguments.training.device),
                      "--seed",     QString::number(arguments.training.seed)};
    if (!arguments.training.trial) {
        words << "--without-trial";
    }
    child.setArguments(words);
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

ExitCode train(Invocation& invocation, const TrainArguments& arguments) {
    {
        // Migrates the database where it must be, and says when there is none to be had.
        auto services = Services::open(invocation.paths);
        if (!services) {
            return invocation.output.fail(services.error());
        }
    }
    if (!arguments.wait) {
        return train_in_background(invocation, arguments);
    }
    int count = 1;
    std::array<char, 8> name{"refrain"};
    std::array<char*, 2> argv{name.data(), nullptr};
    const QCoreApplication application(count, argv.data());
    auto ended = train_and_wait(invocation.paths, arguments.training,
                                [&](const std::string& text) { invocation.output.note(text); });
    if (!ended) {
        return invocation.output.fail(ended.error());
    }
    const std::string& generation = ended.value().generation;
    if (generation.empty()) {
        invocation.output.document({{"generation", nullptr}, {"note", ended.value().note}});
        invocation.output.line(ended.value().note);
        return ExitCode::done;
    }
    auto manifest = read_manifest(invocation.paths.models() / generation);
    if (!manifest) {
        return invocation.output.fail(manifest.error());
    }
    invocation.output.document(manifest.value());
    invocation.output.line("Trained generation " + generation);
    return ExitCode::done;
}

}  // namespace

void add_train(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command = root.add_subcommand("train", "Learn from the listening history");
    command->add_flag("--wait", arguments->wait,
                      "Wait for the end and show the manifest; else it runs behind");
    command
        ->add_option("--config", arguments->training.config,
                     "a: positives only, b: and feedback, c: and negatives")
        ->check(CLI::IsMember({"a", "b", "c"}))
        ->capture_default_str();
    command->add_option("--device", arguments->training.device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->add_option("--seed", arguments->training.seed, "Seed of the run")->capture_default_str();
    command->add_flag(
        "!--without-trial", arguments->training.trial,
        "Put the model into service whatever it is worth; else only if it beats the one in use");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return train(invocation, *arguments); };
    });
}

}  // namespace refrain::app
