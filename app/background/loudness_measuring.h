// Measures how loud the music is whose tags do not say so, behind everything else: after a scan, once after
// the start, or when the listener asks. The child gives way to all others by itself; it is not started
// unasked on battery or while the machine is busy, but later. GUI thread only. What can fail: no analyzer, a
// crash; told by ended(), and only logged when nobody asked.
#pragma once

#include "app/background/analyzer_process.h"
#include "app/services.h"
#include "ui/background.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace refrain::app {

/// What is asked of the machine before a start that nobody waits for.
struct MachineState {
    bool on_battery = false;
    /// Processes that want a core, over the last minute.
    double load = 0.0;
    unsigned cores = 1;
};
MachineState machine_state();
/// Pure.
bool machine_is_free(const MachineState& state);

/// Tracks that play at a loudness nobody knows. Missing ones do not count. Pure.
qint64 without_loudness(const LibrarySnapshot& library);

class LoudnessMeasuring : public QObject {
    Q_OBJECT
  public:
    explicit LoudnessMeasuring(Services& services, QObject* parent = nullptr);

    /// When there is something to measure and the machine is free; else it is looked at again in a while.
    void start_if_due();
    /// At the listener's wish.
    void start();
    void cancel();
    const LoudnessProgress& progress() const { return progress_; }

  Q_SIGNALS:
    /// At most a few times a second.
    void changed(const refrain::LoudnessProgress& progress);
    /// The measuring has ended, and something was found.
    void measured();
    /// `message` is a sentence for the user; empty when there is nothing to say.
    void ended(const QString& message, bool error);

  private:
    void begin();
    void take(const AnalyzerReport& report);
    void end(const Status& status);

    Services& services_;
    AnalyzerProcess process_;
    LoudnessProgress progress_;
    bool asked_for_ = false;
    std::size_t done_ = 0, failed_ = 0;
    QElapsedTimer told_;
    QTimer later_;
};

}  // namespace refrain::app
