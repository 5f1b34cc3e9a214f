// Work beside the GUI thread of which only the newest outcome counts: a search overtaken by the next letter,
// a sort overtaken by the next click. Lives on the GUI thread as a member of the object it reports to.
// Nothing fails here; the work returns its own errors.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

namespace refrain {

class LatestTask {
  public:
    /// `context` receives the outcomes on its thread and must own this object as a member.
    explicit LatestTask(QObject* context) : context_(context) { pool_.setMaxThreadCount(1); }
    ~LatestTask() {
        cancel();
        pool_.clear();
        pool_.waitForDone();
    }
    LatestTask(const LatestTask&) = delete;
    LatestTask& operator=(const LatestTask&) = delete;

    /// Runs `work(const std::atomic<bool>& cancelled)` on a pool thread, then `done(result)` on the context's
    /// thread, unless start() or cancel() came in between. The result must be copyable or movable.
    template <class Work, class Done>
    void start(Work work, Done done) {
        cancel();
        pool_.clear();
        const auto cancelled = std::make_shared<std::atomic<bool>>(false);
        cancelled_ = cancelled;
        pool_.start([context = context_, cancelled, work = std::move(work), done = std::move(done)] {
            if (*cancelled) {
                return;
            }
            // Shared, because a queued functor has to be copyable and results are large.
            auto result = std::make_shared<decltype(work(*cancelled))>(work(*cancelled));
            if (*cancelled) {
                return;
            }
            QMetaObject::invokeMethod(
                context,
                [cancelled, result, done] {
                    if (!cancelled->exchange(true)) {
                        done(std::move(*result));
                    }
                },
                Qt::QueuedConnection);
        });
    }

    void cancel() {
        if (cancelled_) {
            *cancelled_ = true;
        }
    }
    /// An outcome is still to come.
    bool running() const { return cancelled_ && !*cancelled_; }

  private:
    QObject* context_;
    std::shared_ptr<std::atomic<bool>> cancelled_;
    QThreadPool pool_;
};

}  // namespace refrain
