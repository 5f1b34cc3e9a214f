// Runs scans for the window, one after another, on a thread of its own: those that somebody asked for, and
// those of folders that the watch says have changed. The library's picture follows them. Lives on the GUI
// thread; its signals arrive there. What can fail: a scan; told by finished().
#pragma once

#include "app/services.h"
#include "library_scanner/library_follower.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/watch/folder_watch.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <QObject>
#include <QString>

namespace refrain::app {

class ScanController : public QObject {
    Q_OBJECT
  public:
    ScanController(Services& services, LibraryFollower& follower, QObject* parent = nullptr);
    /// Stops a running scan; what it read is kept.
    ~ScanController() override;

    /// Watches the folders of the library from now on, and looks for what happened in them before:
    /// `look_first` false leaves that to the listener.
    void start(bool look_first);
    /// Scans `folders` when the scans before are done. No folder: every folder of the library.
    /// `believe` as in ScanOptions.
    void scan(std::vector<std::filesystem::path> folders, bool believe = false);
    /// Stops the scan that runs and drops those that wait. What the watch tells is looked at all the same.
    void cancel();
    /// The folders of the library are others.
    void roots_changed();
    /// How they are watched. Any thread.
    std::vector<WatchedRoot> watched() const { return watch_->state(); }

  Q_SIGNALS:
    void started();
    void progress(const refrain::ScanProgress& progress);
    /// `error` is empty when the scan came to its end. Comes without started() when a look at changed folders
    /// found something.
    void finished(const refrain::ScanReport& report, const QString& error);
    /// watched() is another.
    void watch_changed();

  private:
    struct Job {
        /// Asked for; everything when both are empty.
        std::vector<std::filesystem::path> folders;
        /// Told by the watch.
        std::vector<ChangedFolder> changed;
        /// Only the list of watched roots.
        bool roots_only = false;
        bool believe = false;
    };

    void work();
    void run(Job job);
    void run_asked(std::vector<std::filesystem::path> folders, bool believe);
    void run_changed(const std::vector<ChangedFolder>& changed);
    ScanOptions options(std::atomic<bool>& changed);
    void look_at(std::vector<ChangedFolder> changed);
    void root_ready(const std::string& root);
    void watch_roots();
    void queue(Job job);

    Services& services_;
    LibraryFollower& follower_;
    std::atomic<bool> cancel_{false};

    std::mutex mutex_;
    std::condition_variable wanted_;
    // Under mutex_.
    std::deque<Job> waiting_;
    bool ending_ = false, look_first_ = true;
    /// Roots that have been watched before.
    std::set<std::string> known_roots_;
    /// The listener sees the scan that runs, and may stop it.
    bool shown_ = false;

    std::unique_ptr<FolderWatch> watch_;
    std::thread worker_;
};

}  // namespace refrain::app
