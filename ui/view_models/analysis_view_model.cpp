#include "ui/view_models/analysis_view_model.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

namespace refrain {

AnalysisViewModel::AnalysisViewModel(Background& background, QObject* parent)
    : QObject(parent), background_(background), progress_(background.analysis_progress()) {
    connect(&background_, &Background::analysis_changed, this, [this](const AnalysisProgress& progress) {
        progress_ = progress;
        Q_EMIT changed();
    });
}

QString AnalysisViewModel::title() const {
    switch (progress_.duty) {
        case AnalysisDuty::loudness:
            return tr("Measuring loudness");
        case AnalysisDuty::sound:
            return tr("Listening to your songs");
        case AnalysisDuty::duplicates:
            return tr("Looking for duplicates");
    }
    return {};
}

QString AnalysisViewModel::detail() const {
    const QLocale locale;
    const QString done =
        tr("%1 of %2 songs").arg(locale.toString(progress_.done), locale.toString(progress_.total));
    if (progress_.eta_seconds < 0.0) {
        return done;
    }
    constexpr double minute = 60.0, hour = 3600.0;
    if (progress_.eta_seconds < 1.5 * minute) {
        return tr("%1, about a minute left").arg(done);
    }
    return progress_.eta_seconds < 1.5 * hour
               ? tr("%1, about %n minute(s) left", nullptr,
                    static_cast<int>(std::lround(progress_.eta_seconds / minute)))
                     .arg(done)
               : tr("%1, about %n hour(s) left", nullptr,
                    static_cast<int>(std::lround(progress_.eta_seconds / hour)))
                     .arg(done);
}

double AnalysisViewModel::share() const {
    return progress_.total <= 0
               ? 0.0
               : std::clamp(static_cast<double>(progress_.done) / static_cast<double>(progress_.total), 0.0,
                            1.0);
}

void AnalysisViewModel::set_listens(bool on) {
    if (on != listens()) {
        background_.set_listens_to_songs(on);
        Q_EMIT listensChanged();
    }
}

}  // namespace refrain
