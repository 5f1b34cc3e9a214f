// Runs refrain-analyzer as a child and reads what it says, one JSON object a line
// (recommender/content/analyzer_protocol.h).
// Lives on the Qt thread of its creator (an event loop is needed); nothing here blocks but the destructor,
// for the second that a child may take to end. What can fail: the program is missing, it crashes, another one
// is at work on the same database; each ends in finished() with words for the user.
#pragma once

#include "app/paths.h"
#include "library_scanner/core/result.h"
#include "library_scanner/database/file_lock.h"
#include "recommender/content/analyzer_protocol.h"

#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QProcess>

namespace refrain::app {

class AnalyzerProcess : public QObject {
    Q_OBJECT
  public:
    explicit AnalyzerProcess(DataPaths paths, QObject* parent = nullptr);
    /// Ends the child; finished() does not come.
    ~AnalyzerProcess() override;

    /// Does nothing while a child runs. finished() follows, once for each start.
    void start(const std::vector<std::string>& arguments);
    /// Ends the child; finished() follows, with `cancelled`. What was measured is kept.
    void cancel();
    bool running() const { return process_.state() != QProcess::NotRunning; }

  Q_SIGNALS:
    void reported(const refrain::AnalyzerReport& report);
    void finished(const refrain::Status& status);

  private:
    void read_lines();
    void end(int code, QProcess::ExitStatus how);
    void finish(Status status);

    DataPaths paths_;
    QProcess process_;
    std::optional<FileLock> lock_;
    bool cancelled_ = false;
    bool finished_ = true;
};

}  // namespace refrain::app
