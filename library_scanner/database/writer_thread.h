// The one thread that writes. Jobs run in the order in which they came, each in one transaction; the
// destructor runs what is queued, then ends the thread.
// Threads: submit() from any thread. What can fail: each job, as the Status of its future.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace refrain {

class WriterThread {
  public:
    WriterThread(std::unique_ptr<SQLite::Database> connection, std::filesystem::path file);
    ~WriterThread();

    WriterThread(const WriterThread&) = delete;
    WriterThread& operator=(const WriterThread&) = delete;

    std::future<Status> submit(Database::Work work);
    /// Is the caller a job of this very thread?
    bool is_this_thread() const;

  private:
    struct Job {
        Database::Work work;
        std::promise<Status> outcome;
    };

    void run();
    Status perform(const Database::Work& work);

    // Writer thread only, once it runs.
    std::unique_ptr<SQLite::Database> connection_;
    const std::filesystem::path file_;

    // Guarded by mutex_.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool stopping_ = false;

    std::thread thread_;
};

}  // namespace refrain
