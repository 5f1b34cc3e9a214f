#include "app/background/loudness_measuring.h"

#include <cmath>

namespace refrain::app {

qint64 without_loudness(const LibrarySnapshot& library) {
    qint64 count = 0;
    library.each_row([&](std::uint32_t /*number*/, const TrackRow& track) {
        count += !track.missing && std::isnan(track.track_gain_db) ? 1 : 0;
    });
    return count;
}

LoudnessMeasuring::LoudnessMeasuring(Services& services, QObject* parent)
    : AnalyzerDuty(services, AnalysisDuty::loudness, parent) {
    qRegisterMetaType<LoudnessProgress>();
}

bool LoudnessMeasuring::due() {
    if (!running()) {
        progress_ = {without_loudness(*services().library().snapshot()), 0, false};
        Q_EMIT changed(progress_);
    }
    return progress_.wanted > 0;
}

std::vector<std::string> LoudnessMeasuring::arguments() const {
    return loudness_arguments(services().paths().database().string());
}

QString LoudnessMeasuring::done_text(int tracks) const {
    return tr("The loudness of %n track(s) has been measured", nullptr, tracks);
}

void LoudnessMeasuring::tell() {
    const AnalysisProgress& now = analysis();
    if (now.total > 0) {
        progress_.wanted = now.total;
        progress_.measured = now.done;
    }
    progress_.running = now.running;
    Q_EMIT changed(progress_);
}

}  // namespace refrain::app
