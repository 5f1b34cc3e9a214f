// Runs scans for the window, one after another, on a thread of its own, and keeps the library's picture fresh
// while they run. Lives on the GUI thread; its signals arrive there. What can fail: a scan; told by
// finished().
#pragma once

#include "app/services.h"
#include "library_scanner/scan/scanner.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <QObject>
#include <QString>

namespace refrain::app {

class ScanController : public QObject {
    Q_OBJECT
  public:
    explicit ScanController(Services& services, QObject* parent = nullptr);
    /// Stops a running scan; what it read is kept.
    ~ScanController() override;

    /// Scans `folders` when the scans before are done. No folder: every folder of the library.
    void scan(std::vector<std::filesystem::path> folders);
    /// Stops the scan that runs and drops those that wait.
    void cancel();

  Q_SIGNALS:
    void started();
    void progress(const refrain::ScanProgress& progress);
    /// `error` is empty when the scan came to its end.
    void finished(const refrain::ScanReport& report, const QString& error);

  private:
    void work();
    void run(std::vector<std::filesystem::path> folders);

    Services& services_;
    std::atomic<bool> cancel_{false};

    std::mutex mutex_;
    std::condition_variable wanted_;
    // Under mutex_.
    std::deque<std::vector<std::filesystem::path>> waiting_;
    bool ending_ = false;

    std::thread worker_;
};

}  // namespace refrain::app
