// Has the analyzer listen for tracks that sound alike, behind everything else: after the loudness was
// measured, or when the listener asks. As with that, the child gives way to all others by itself and is not
// started unasked on battery or while the machine is busy, but later; with nothing to listen to it ends at
// once. GUI thread only. What can fail: no analyzer, a crash, another one at work; told by ended(), and only
// logged when nobody asked.
#pragma once

#include "app/background/analyzer_process.h"
#include "app/services.h"
#include "ui/background.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace refrain::app {

class DuplicateSearch : public QObject {
    Q_OBJECT
  public:
    explicit DuplicateSearch(Services& services, QObject* parent = nullptr);

    /// When the machine is free; else it is looked at again in a while.
    void start_if_free();
    /// At the listener's wish.
    void start();
    void cancel();
    const DuplicatesProgress& progress() const { return progress_; }

  Q_SIGNALS:
    /// At most a few times a second.
    void changed(const refrain::DuplicatesProgress& progress);
    /// `message` is a sentence for the user; empty when there is nothing to say.
    void ended(const QString& message, bool error);

  private:
    void begin();
    void take(const AnalyzerReport& report);
    void end(const Status& status);

    Services& services_;
    AnalyzerProcess process_;
    DuplicatesProgress progress_;
    bool asked_for_ = false;
    std::size_t failed_ = 0;
    QElapsedTimer told_;
    QTimer later_;
};

}  // namespace refrain::app
