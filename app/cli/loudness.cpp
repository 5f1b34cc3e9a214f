#include "app/background/analyzer_process.h"
#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/services.h"

#include <array>
#include <memory>
#include <optional>
#include <unistd.h>

#include <QCoreApplication>
#include <fmt/format.h>

namespace refrain::app {

namespace {

struct LoudnessArguments {
    std::size_t limit = 0;
    std::vector<std::string> files;
};

struct Measured {
    AnalyzerReport last;
    nlohmann::json failures = nlohmann::json::array();
    Status status = Done{};
};

/// Runs the analyzer to its end, or until Ctrl-C.
Measured run_analyzer(const DataPaths& paths, const std::vector<std::string>& arguments,
                      const std::function<void(const AnalyzerReport&)>& show) {
    Measured outcome;
    AnalyzerProcess analyzer(paths);
    const Interrupt interrupt([&analyzer] {
        QMetaObject::invokeMethod(&analyzer, &AnalyzerProcess::cancel, Qt::QueuedConnection);
    });
    QObject::connect(&analyzer, &AnalyzerProcess::reported, [&](const AnalyzerReport& report) {
        outcome.last = report;
        if (!report.failure.empty()) {
            outcome.failures.push_back({{"path", report.path}, {"reason", report.failure}});
        }
        show(report);
    });
    QObject::connect(&analyzer, &AnalyzerProcess::finished, [&](const Status& status) {
        outcome.status = status;
        QCoreApplication::exit();
    });
    // Queued, so that a finished() at once finds the loop running.
    QMetaObject::invokeMethod(
        &analyzer, [&] { analyzer.start(arguments); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    return outcome;
}

void show_progress(const AnalyzerReport& report) {
    fmt::print(stderr, "\r{} of {} tracks, {} failed{:20}", report.done, report.total, report.failed,
               report.eta_seconds > 0.0 ? fmt::format(", {:.0f} s left", report.eta_seconds) : std::string());
    std::fflush(stderr);
}

ExitCode loudness(Invocation& invocation, const LoudnessArguments& arguments) {
    int count = 1;
    std::array<char, 8> name{"refrain"};
    std::array<char*, 2> argv{name.data(), nullptr};
    const QCoreApplication application(count, argv.data());
    {
        // Migrates the database where it must be, and says when there is none to be had.
        auto services = Services::open(invocation.paths);
        if (!services) {
            return invocation.output.fail(services.error());
        }
    }
    Output& output = invocation.output;
    const bool writing = !arguments.files.empty();
    const std::string database = invocation.paths.database().string();
    const bool terminal = ::isatty(STDERR_FILENO) == 1 && !output.json();
    const auto outcome = run_analyzer(invocation.paths,
                                      writing ? write_gains_arguments(database, arguments.files)
                                              : loudness_arguments(database, arguments.limit),
                                      [terminal](const AnalyzerReport& report) {
                                          if (terminal) {
                                              show_progress(report);
                                          }
                                      });
    if (terminal) {
        fmt::print(stderr, "\r{:60}\r", "");
    }
    if (!outcome.status) {
        return output.fail(outcome.status.error());
    }
    const auto& last = outcome.last;
    output.document({{writing ? "written" : "measured", last.done - last.failed},
                     {"failed", outcome.failures},
                     {"seconds", last.seconds}});
    for (const auto& failure : outcome.failures) {
        output.line(fmt::format("{}: {}: {}", writing ? "not written" : "not measured",
                                printable(failure["path"].get<std::string>()),
                                printable(failure["reason"].get<std::string>())));
    }
    output.line(fmt::format("{} tracks {}, {} failed, {:.2f} s", last.done - last.failed,
                            writing ? "written" : "measured", last.failed, last.seconds));
    return writing && last.failed > 0 ? ExitCode::failed : ExitCode::done;
}

}  // namespace

void add_loudness(CLI::App& root, Action& chosen) {
    auto arguments = std::make_shared<LoudnessArguments>();
    CLI::App* command = root.add_subcommand(
        "loudness", "Measure how loud the music is whose tags do not say so; files are left alone");
    command->add_option("--limit", arguments->limit, "At most so many tracks; 0: all");
    command->add_option("--write-tags", arguments->files,
                        "Write the gains of these files into their tags, instead of measuring");
    command->callback([arguments, &chosen] {
        chosen = [arguments](Invocation& invocation) { return loudness(invocation, *arguments); };
    });
}

}  // namespace refrain::app
