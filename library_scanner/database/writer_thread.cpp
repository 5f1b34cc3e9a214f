#include "library_scanner/database/writer_thread.h"

#include "library_scanner/database/sqlite_error.h"

#include <exception>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

namespace refrain {

WriterThread::WriterThread(std::unique_ptr<SQLite::Database> connection, std::filesystem::path file)
    : connection_(std::move(connection)), file_(std::move(file)), thread_([this] { run(); }) {}

WriterThread::~WriterThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

std::future<Status> WriterThread::submit(Database::Work work) {
    Job job{std::move(work), {}};
    auto outcome = job.outcome.get_future();
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
    return outcome;
}

bool WriterThread::is_this_thread() const {
    return std::this_thread::get_id() == thread_.get_id();
}

void WriterThread::run() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        auto outcome = perform(job.work);
        // What the job captured goes before its caller learns of the end and may tear things down.
        job.work = nullptr;
        job.outcome.set_value(std::move(outcome));
    }
}

Status WriterThread::perform(const Database::Work& work) {
    try {
        SQLite::Transaction transaction(*connection_, SQLite::TransactionBehavior::IMMEDIATE);
        work(*connection_);
        transaction.commit();
        return Done{};
    } catch (const std::exception& exception) {
        return describe(exception, file_);
    } catch (...) {
        return Error{ErrorCode::failed, "The library could not be updated", file_.native()};
    }
}

}  // namespace refrain
