#include "app/cli/run_analyzer.h"

#include "app/background/analyzer_process.h"
#include "app/cli/interrupt.h"

#include <array>
#include <cstdio>
#include <unistd.h>

#include <QCoreApplication>
#include <fmt/format.h>

namespace refrain::app {

namespace {

void show_progress(const AnalyzerReport& report) {
    fmt::print(stderr, "\r{} of {} tracks, {} failed{:20}", report.done, report.total, report.failed,
               report.eta_seconds > 0.0 ? fmt::format(", {:.0f} s left", report.eta_seconds) : std::string());
    std::fflush(stderr);
}

}  // namespace

AnalyzerOutcome run_analyzer(const DataPaths& paths, const std::vector<std::string>& arguments,
                             bool shows_progress) {
    int count = 1;
    std::array<char, 8> name{"refrain"};
    std::array<char*, 2> argv{name.data(), nullptr};
    const QCoreApplication application(count, argv.data());
    const bool shows = shows_progress && ::isatty(STDERR_FILENO) == 1;
    AnalyzerOutcome outcome;
    AnalyzerProcess analyzer(paths);
    const Interrupt interrupt([&analyzer] {
        QMetaObject::invokeMethod(&analyzer, &AnalyzerProcess::cancel, Qt::QueuedConnection);
    });
    QObject::connect(&analyzer, &AnalyzerProcess::reported, [&](const AnalyzerReport& report) {
        outcome.last = report;
        if (!report.failure.empty()) {
            outcome.failures.push_back({{"path", report.path}, {"reason", report.failure}});
        }
        if (shows) {
            show_progress(report);
        }
    });
    QObject::connect(&analyzer, &AnalyzerProcess::finished, [&](const Status& status) {
        outcome.status = status;
        QCoreApplication::exit();
    });
    // Queued, so that a finished() at once finds the loop running.
    QMetaObject::invokeMethod(
        &analyzer, [&] { analyzer.start(arguments); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    if (shows) {
        fmt::print(stderr, "\r{:60}\r", "");
    }
    return outcome;
}

}  // namespace refrain::app
