// Asks the folders of some roots for their times, for FolderWatch: a thread of its own, for a disk of another
// machine may answer after minutes. Its functions are for any thread; the functions of the setup are called
// on its own. What cannot be read is looked at again the next time.
#pragma once

#include "library_scanner/watch/folder_watch.h"
#include "library_scanner/watch/polled_folders.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace refrain {

class AskingThread {
  public:
    explicit AskingThread(const std::shared_ptr<WatchSetup>& setup);
    ~AskingThread();

    void add(const std::string& root, std::string reason);
    void remove(const std::string& root);
    void add_state(std::vector<WatchedRoot>& state) const;

  private:
    struct Root {
        WatchedRoot state;
        std::shared_ptr<PolledFolders> folders;
        std::chrono::steady_clock::time_point next, whole;
        bool ready = false;
    };

    void run();

    void ask(const std::string& path, std::unique_lock<std::mutex>& lock);

    const std::shared_ptr<WatchSetup> setup_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    // Guarded by mutex_.
    std::map<std::string, Root> roots_;
    bool ending_ = false;

    std::thread thread_;
};

}  // namespace refrain
