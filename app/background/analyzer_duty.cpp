#include "app/background/analyzer_duty.h"

#include <utility>

#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

constexpr qint64 tell_every_ms = 300;

const char* name_of(AnalysisDuty duty) {
    switch (duty) {
        case AnalysisDuty::loudness:
            return "Loudness";
        case AnalysisDuty::sound:
            return "Sound";
        case AnalysisDuty::duplicates:
            return "Duplicates";
    }
    return "";
}

}  // namespace

AnalyzerDuty::AnalyzerDuty(Services& services, AnalysisDuty duty, QObject* parent)
    : QObject(parent), services_(services), process_(services.paths()) {
    qRegisterMetaType<AnalysisProgress>();
    analysis_.duty = duty;
    connect(&process_, &AnalyzerProcess::reported, this, &AnalyzerDuty::take);
    connect(&process_, &AnalyzerProcess::finished, this, &AnalyzerDuty::end);
}

void AnalyzerDuty::start(AskedBy who) {
    if (process_.running()) {
        return;
    }
    asked_by_ = who;
    failed_ = 0;
    told_.invalidate();
    analysis_ = {analysis_.duty, 0, 0, -1.0, true};
    publish();
    process_.start(arguments());
}

void AnalyzerDuty::take(const AnalyzerReport& report) {
    failed_ = report.failed;
    // The line of the end belongs to end().
    analysis_ = {analysis_.duty, static_cast<qint64>(report.total), static_cast<qint64>(report.done),
                 report.done > 0 ? report.eta_seconds : -1.0, true};
    if (!told_.isValid() || told_.hasExpired(tell_every_ms)) {
        told_.start();
        publish();
    }
}

void AnalyzerDuty::end(const Status& status) {
    analysis_.running = false;
    publish();
    const auto done = static_cast<std::size_t>(analysis_.done) - failed_;
    if (done > 0) {
        Q_EMIT found();
    }
    const bool by_the_listener = std::exchange(asked_by_, AskedBy::nobody) == AskedBy::listener;
    if (status) {
        spdlog::info("{}: {} tracks done, {} could not be", name_of(analysis_.duty), done, failed_);
        Q_EMIT ended(by_the_listener ? done_text(static_cast<int>(done)) : QString(), false);
        return;
    }
    spdlog::info("{}: {}", name_of(analysis_.duty), status.error().text());
    const bool error = status.error().code != ErrorCode::cancelled;
    Q_EMIT ended(by_the_listener && error ? QString::fromStdString(status.error().text()) : QString(), error);
}

void AnalyzerDuty::publish() {
    tell();
    Q_EMIT progressed(analysis_);
}

}  // namespace refrain::app
