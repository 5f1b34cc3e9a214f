#include "app/background/analyzer_duties.h"

#include <utility>

namespace refrain::app {

namespace {

constexpr int look_again_ms = 60'000, after_trouble_ms = 600'000;

std::optional<AnalysisDuty> after(AnalysisDuty duty) {
    switch (duty) {
        case AnalysisDuty::loudness:
            return AnalysisDuty::sound;
        case AnalysisDuty::sound:
            return AnalysisDuty::duplicates;
        case AnalysisDuty::duplicates:
            break;
    }
    return std::nullopt;
}

}  // namespace

AnalyzerDuties::AnalyzerDuties(Services& services, AnalyzerDutiesOptions options, QObject* parent)
    : QObject(parent),
      options_(std::move(options)),
      loudness_(services),
      sound_(services),
      duplicates_(services) {
    connect(&later_, &QTimer::timeout, this, &AnalyzerDuties::look_at_machine);
    for (const auto duty : {AnalysisDuty::loudness, AnalysisDuty::sound, AnalysisDuty::duplicates}) {
        connect(&of(duty), &AnalyzerDuty::ended, this,
                [this, duty](const QString& text, bool error) { duty_ended(duty, text, error); });
        connect(&of(duty), &AnalyzerDuty::progressed, this, [this](const AnalysisProgress& progress) {
            progress_ = progress;
            Q_EMIT progressed(progress);
        });
    }
}

AnalyzerDuty& AnalyzerDuties::of(AnalysisDuty duty) {
    switch (duty) {
        case AnalysisDuty::loudness:
            return loudness_;
        case AnalysisDuty::sound:
            return sound_;
        case AnalysisDuty::duplicates:
            break;
    }
    return duplicates_;
}

void AnalyzerDuties::look() {
    const bool loudness_due = loudness_.due();
    if (at_work_) {
        // What came in addition has its turn when this is done.
        waiting_ = AnalysisDuty::loudness;
        return;
    }
    go_on(loudness_due ? AnalysisDuty::loudness : AnalysisDuty::sound);
}

void AnalyzerDuties::start(AnalysisDuty duty) {
    if (!at_work_) {
        begin(duty, AskedBy::listener);
        return;
    }
    const bool same = *at_work_ == duty;
    if (!asked_for_ && !waiting_) {
        waiting_ = same ? after(duty) : at_work_;
    }
    if (same) {
        asked_for_ = true;
        return;
    }
    wished_ = duty;
    of(*at_work_).cancel();
}

void AnalyzerDuties::stop() {
    waiting_.reset();
    wished_.reset();
    later_.stop();
    if (at_work_) {
        // Ended on the listener's wish: nothing follows.
        asked_for_ = true;
        of(*at_work_).cancel();
    }
}

void AnalyzerDuties::stop(AnalysisDuty duty) {
    if (at_work_ == duty) {
        stop();
    }
}

void AnalyzerDuties::begin(AnalysisDuty duty, AskedBy who) {
    at_work_ = duty;
    asked_for_ = who == AskedBy::listener;
    later_.start(look_again_ms);
    of(duty).start(who);
}

void AnalyzerDuties::go_on(std::optional<AnalysisDuty> duty) {
    if (duty == AnalysisDuty::sound && !options_.may_listen()) {
        duty = after(*duty);
    }
    waiting_ = duty;
    if (!duty) {
        later_.stop();
        return;
    }
    if (!machine_is_free(options_.machine())) {
        later_.start(look_again_ms);
        return;
    }
    waiting_.reset();
    begin(*duty, AskedBy::nobody);
}

void AnalyzerDuties::look_at_machine() {
    if (!at_work_) {
        go_on(waiting_);
    } else if (!asked_for_ && options_.machine().on_battery) {
        waiting_ = at_work_;
        of(*at_work_).cancel();
    }
}

void AnalyzerDuties::duty_ended(AnalysisDuty duty, const QString& text, bool error) {
    at_work_.reset();
    const bool asked_for = std::exchange(asked_for_, false);
    if (!text.isEmpty()) {
        Q_EMIT message(text, error);
    }
    if (wished_) {
        begin(*std::exchange(wished_, std::nullopt), AskedBy::listener);
    } else if (waiting_) {
        go_on(waiting_);
    } else if (error) {
        // Another one is at work on this library, or it crashed: not again at once.
        waiting_ = asked_for ? std::nullopt : std::optional(duty);
        waiting_ ? later_.start(after_trouble_ms) : later_.stop();
    } else if (asked_for) {
        later_.stop();
    } else {
        go_on(after(duty));
    }
}

}  // namespace refrain::app
