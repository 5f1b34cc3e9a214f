#include "library_scanner/scan/tag_readers.h"

#include <utility>

namespace refrain {

TagReaders::TagReaders(int threads, Finished done, std::function<bool()> stop)
    : done_(std::move(done)), stop_(std::move(stop)) {
    for (int i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

TagReaders::~TagReaders() {
    end();
}

void TagReaders::push(ReadJob job) {
    {
        std::unique_lock lock(mutex_);
        taken_.wait(lock, [this] { return stopped_ || jobs_.size() < most_waiting; });
        if (stopped_) {
            return;
        }
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
}

Status TagReaders::finish() {
    end();
    return Done{};
}

void TagReaders::end() {
    {
        const std::lock_guard lock(mutex_);
        no_more_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void TagReaders::run() {
    for (;;) {
        ReadJob job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return no_more_ || !jobs_.empty(); });
            stopped_ = stopped_ || stop_();
            if (jobs_.empty() || stopped_) {
                taken_.notify_one();
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        taken_.notify_one();
        auto outcome = read_music_file(job.file.path);
        done_(std::move(job), std::move(outcome));
    }
}

}  // namespace refrain
