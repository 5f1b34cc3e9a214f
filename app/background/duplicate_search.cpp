#include "app/background/duplicate_search.h"

#include "app/background/loudness_measuring.h"

#include <utility>

#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

constexpr qint64 tell_every_ms = 300;
constexpr int look_again_ms = 600'000;

}  // namespace

DuplicateSearch::DuplicateSearch(Services& services, QObject* parent)
    : QObject(parent), services_(services), process_(services.paths()) {
    qRegisterMetaType<DuplicatesProgress>();
    later_.setSingleShot(true);
    later_.setInterval(look_again_ms);
    connect(&later_, &QTimer::timeout, this, &DuplicateSearch::start_if_free);
    connect(&process_, &AnalyzerProcess::reported, this, &DuplicateSearch::take);
    connect(&process_, &AnalyzerProcess::finished, this, &DuplicateSearch::end);
}

void DuplicateSearch::start_if_free() {
    if (process_.running()) {
        return;
    }
    if (machine_is_free(machine_state())) {
        begin();
    } else {
        later_.start();
    }
}

void DuplicateSearch::start() {
    asked_for_ = true;
    begin();
}

void DuplicateSearch::cancel() {
    later_.stop();
    process_.cancel();
}

void DuplicateSearch::begin() {
    if (process_.running()) {
        return;
    }
    later_.stop();
    failed_ = 0;
    told_.invalidate();
    progress_ = {0, 0, true};
    Q_EMIT changed(progress_);
    process_.start(prints_arguments(services_.paths().database().string()));
}

void DuplicateSearch::take(const AnalyzerReport& report) {
    failed_ = report.failed;
    // The line of the end belongs to end().
    progress_ = {static_cast<qint64>(report.total), static_cast<qint64>(report.done), true};
    if (!told_.isValid() || told_.hasExpired(tell_every_ms)) {
        told_.start();
        Q_EMIT changed(progress_);
    }
}

void DuplicateSearch::end(const Status& status) {
    progress_.running = false;
    Q_EMIT changed(progress_);
    const bool by_the_listener = std::exchange(asked_for_, false);
    if (status) {
        spdlog::info("Duplicates: {} tracks listened to, {} could not be", progress_.done, failed_);
        Q_EMIT ended(by_the_listener
                         ? tr("%n song(s) have been listened to", nullptr, static_cast<int>(progress_.done))
                         : QString(),
                     false);
        return;
    }
    spdlog::info("Duplicates: {}", status.error().text());
    const bool error = status.error().code != ErrorCode::cancelled;
    if (error && !by_the_listener) {
        later_.start();
    }
    Q_EMIT ended(by_the_listener && error ? QString::fromStdString(status.error().text()) : QString(), error);
}

}  // namespace refrain::app
