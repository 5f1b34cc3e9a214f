// Work beside the GUI thread that is done one piece after the other, in the order given, and all of it: what
// writes. Lives on the GUI thread as a member of the object it reports to; ends when all is done. Nothing
// fails here; the work returns its own errors.
#pragma once

#include <memory>
#include <utility>

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

namespace refrain {

class OrderedTasks {
  public:
    /// `context` receives the outcomes on its thread and must own this object as a member.
    explicit OrderedTasks(QObject* context) : context_(context) { pool_.setMaxThreadCount(1); }
    ~OrderedTasks() { wait(); }
    OrderedTasks(const OrderedTasks&) = delete;
    OrderedTasks& operator=(const OrderedTasks&) = delete;

    /// Runs `work()` behind all that was given before, then `done(result)` on the context's thread.
    template <class Work, class Done>
    void run(Work work, Done done) {
        pool_.start([context = context_, work = std::move(work), done = std::move(done)]() mutable {
            // Shared, because a queued functor has to be copyable and results are large.
            auto result = std::make_shared<decltype(work())>(work());
            QMetaObject::invokeMethod(
                context, [result, done = std::move(done)]() mutable { done(std::move(*result)); },
                Qt::QueuedConnection);
        });
    }
    void wait() { pool_.waitForDone(); }

  private:
    QObject* context_;
    QThreadPool pool_;
};

}  // namespace refrain
