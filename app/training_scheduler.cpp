#include "app/training_scheduler.h"

#include "library_scanner/core/judgement.h"
#include "recommender/retrieval/model_generation.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {
const std::string last_began_key = "training/last_began";

std::optional<UtcTime> newest_generation_time(const std::filesystem::path& models) {
    const auto generations = list_generations(models);
    if (generations.empty()) {
        return std::nullopt;
    }
    std::error_code error;
    const auto written = std::filesystem::last_write_time(models / generations.front(), error);
    if (error) {
        return std::nullopt;
    }
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::file_clock::to_sys(written));
}

}  // namespace

TrainingScheduler::TrainingScheduler(DataPaths paths, Settings& settings, TrainingRule rule, QObject* parent)
    : QObject(parent), paths_(std::move(paths)), settings_(settings), rule_(rule) {
    connect(&trainer_, &TrainerProcess::progress, this, &TrainingScheduler::report);
    connect(&trainer_, &TrainerProcess::finished, this, &TrainingScheduler::end);
}

TrainingScheduler::~TrainingScheduler() {
    trainer_.disconnect(this);
}

void TrainingScheduler::set_history(const std::vector<Listen>& listens) {
    if (const auto began = settings_.number(last_began_key, 0); began > 0) {
        facts_.last_began = utc_from_ms(began);
    }
    // A training from the command line counts as well.
    if (const auto trained = newest_generation_time(paths_.models())) {
        facts_.last_began = std::max(facts_.last_began.value_or(*trained), *trained);
    }
    count_judged(facts_, listens);
    history_known_ = true;
    start_if_due();
}

void TrainingScheduler::add_listen(const Listen& listen) {
    if (judge(listen) == Judgement::neutral) {
        return;
    }
    ++facts_.judged;
    ++facts_.judged_since;
    start_if_due();
}

void TrainingScheduler::train_now() {
    if (trainer_.running()) {
        return;
    }
    if (auto started = start(); !started) {
        Q_EMIT finished(QString(), QString::fromStdString(started.error().message));
    }
}

void TrainingScheduler::cancel() {
    trainer_.cancel();
}

void TrainingScheduler::start_if_due() {
    facts_.running = trainer_.running();
    facts_.now = utc_now();
    if (!history_known_ || !training_due(facts_, rule_)) {
        return;
    }
    if (auto started = start(); !started) {
        // Nobody asked for it, so nobody is disturbed; the next listen tries again.
        spdlog::info("No training now: {}", started.error().text());
    }
}

Status TrainingScheduler::start() {
    const auto program = find_program("refrain-trainer");
    if (program.empty()) {
        return Error{ErrorCode::not_found,
                     "The trainer (refrain-trainer) is not installed; playing goes on without new models",
                     {}};
    }
    auto lock = take_training_lock(paths_.training_lock());
    if (!lock) {
        return lock.error();
    }
    lock_.emplace(std::move(lock).value());
    facts_.last_began = utc_now();
    facts_.judged_since = 0;
    settings_.set_number(last_began_key, to_ms(*facts_.last_began));

    TrainerProcess::Options options;
    options.program = QString::fromStdString(program.string());
    options.database = QString::fromStdString(paths_.database().string());
    options.output = QString::fromStdString(paths_.models().string());
    spdlog::info("Training starts");
    trainer_.start(options);
    return Done{};
}

void TrainingScheduler::report(const TrainingProgress& now) {
    const double whole = now.seconds + now.eta_seconds;
    const double share = now.eta_seconds >= 0.0 && whole > 0.0 ? std::clamp(now.seconds / whole, 0.0, 1.0)
                         : now.epochs > 0                      ? static_cast<double>(now.epoch) / now.epochs
                                                               : -1.0;
    Q_EMIT progress(now.phase, share, now.eta_seconds);
}

void TrainingScheduler::end(const QString& generation, const Status& status, const QString& note) {
    lock_.reset();
    const QString message = !status.ok()      ? QString::fromStdString(status.error().text())
                            : !note.isEmpty() ? note
                                              : QStringLiteral("A new model has been trained");
    spdlog::info("Training ended: {}", message.toStdString());
    Q_EMIT finished(status.ok() ? generation : QString(), message);
}

}  // namespace refrain::app
