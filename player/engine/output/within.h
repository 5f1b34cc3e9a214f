// Work that may hang, such as a question to a sound server that takes a connection and then says nothing,
// with an end to the patience.
//
// Threads: from any. The work runs on a thread of its own, to which it is left where it takes too long: it
// must own all that it touches. What can fail: it takes too long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace refrain {

/// What `work` gives, or nothing once `patience` is over. An answer that comes later is given to `late`, on
/// the thread of the work.
template <class Work, class Late>
std::optional<std::invoke_result_t<Work>> within(std::chrono::milliseconds patience, Work work, Late late) {
    struct Shared {
        std::mutex mutex;
        std::condition_variable done;
        std::optional<std::invoke_result_t<Work>> answer;
        bool given_up = false;
    };
    const auto shared = std::make_shared<Shared>();
    std::thread([shared, work = std::move(work), late = std::move(late)]() mutable {
        auto answer = work();
        std::unique_lock lock(shared->mutex);
        if (shared->given_up) {
            lock.unlock();
            late(std::move(answer));
            return;
        }
        shared->answer = std::move(answer);
        shared->done.notify_all();
    }).detach();
    std::unique_lock lock(shared->mutex);
    shared->given_up = !shared->done.wait_for(lock, patience, [&] { return shared->answer.has_value(); });
    return std::move(shared->answer);
}

}  // namespace refrain
