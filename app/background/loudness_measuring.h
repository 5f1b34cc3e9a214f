// Measures how loud the music is whose tags do not say so: a duty of the analyzer (analyzer_duty.h).
// GUI thread only.
#pragma once

#include "app/background/analyzer_duty.h"

namespace refrain::app {

/// Tracks that play at a loudness nobody knows. Missing ones do not count. Pure.
qint64 without_loudness(const LibrarySnapshot& library);

class LoudnessMeasuring : public AnalyzerDuty {
    Q_OBJECT
  public:
    explicit LoudnessMeasuring(Services& services, QObject* parent = nullptr);

    /// Whether there is anything to measure, counted anew.
    bool due();
    const LoudnessProgress& progress() const { return progress_; }

  Q_SIGNALS:
    /// At most a few times a second.
    void changed(const refrain::LoudnessProgress& progress);

  private:
    std::vector<std::string> arguments() const override;
    QString done_text(int tracks) const override;
    void tell() override;

    LoudnessProgress progress_;
};

}  // namespace refrain::app
