// One duty of the analyzer behind the window: its child, how far it has come, and how it ended. When it is
// its turn is decided elsewhere (analyzer_duties.h).
// GUI thread only. What can fail: no analyzer, a crash, another one at work; told by ended(), in words for
// the user when the listener had asked, and only logged else.
#pragma once

#include "app/background/analyzer_process.h"
#include "app/services.h"
#include "ui/background.h"

#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

namespace refrain::app {

/// On whose wish a duty begins.
enum class AskedBy { nobody, listener };

class AnalyzerDuty : public QObject {
    Q_OBJECT
  public:
    AnalyzerDuty(Services& services, AnalysisDuty duty, QObject* parent = nullptr);

    /// Does nothing while it runs. ended() follows, once for each start.
    void start(AskedBy who);
    /// ended() follows when it runs. What was found is kept.
    void cancel() { process_.cancel(); }
    bool running() const { return process_.running(); }
    const AnalysisProgress& analysis() const { return analysis_; }

  Q_SIGNALS:
    /// At most a few times a second.
    void progressed(const refrain::AnalysisProgress& progress);
    /// The run has ended, and something was found.
    void found();
    /// `message` is a sentence for the user; empty when there is nothing to say. Not an error when it was
    /// cancelled.
    void ended(const QString& message, bool error);

  protected:
    Services& services() const { return services_; }
    /// What the child is to do.
    virtual std::vector<std::string> arguments() const = 0;
    /// The sentence for the listener who asked, after so many tracks.
    virtual QString done_text(int tracks) const = 0;
    /// The progress has changed: for the words that a duty has for it beside progressed().
    virtual void tell() {}

  private:
    void take(const AnalyzerReport& report);
    void end(const Status& status);
    void publish();

    Services& services_;
    AnalyzerProcess process_;
    AnalysisProgress analysis_;
    AskedBy asked_by_ = AskedBy::nobody;
    std::size_t failed_ = 0;
    QElapsedTimer told_;
};

}  // namespace refrain::app
