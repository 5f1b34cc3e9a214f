#include "player/engine/decoding/deck_crew.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace refrain {

using Clock = std::chrono::steady_clock;

namespace {

/// Often enough that a file which stands still is passed over within a second.
constexpr std::chrono::milliseconds look_every{50};

}  // namespace

struct DeckCrew::State {
    struct Worker {
        std::string folder;
        std::optional<Clock::time_point> dismissed;
    };

    explicit State(Limits given) : limits(given) {}

    bool hangs(const Worker& worker) const {
        return worker.dismissed && Clock::now() - *worker.dismissed > limits.patience;
    }

    void keep_watch();

    const Limits limits;
    std::mutex mutex;
    std::condition_variable left;
    std::map<WorkerId, Worker> workers;
    std::int64_t last_id = 0;

    // The watch; there is none as long as there is nothing to look at.
    std::condition_variable watched;
    std::vector<std::function<bool()>> looks;
    bool quitting = false;
    std::thread watch;
};

DeckCrew::DeckCrew(Limits limits) : state_(std::make_shared<State>(limits)) {}

DeckCrew::~DeckCrew() {
    {
        std::unique_lock lock(state_->mutex);
        state_->left.wait_for(lock, state_->limits.patience, [this] { return state_->workers.empty(); });
        state_->quitting = true;
    }
    state_->watched.notify_one();
    if (state_->watch.joinable()) {
        state_->watch.join();
    }
}

const DeckCrew::Limits& DeckCrew::limits() const {
    return state_->limits;
}

void DeckCrew::watch(std::function<bool()> look) {
    const std::lock_guard lock(state_->mutex);
    state_->looks.push_back(std::move(look));
    state_->watched.notify_one();
    if (!state_->watch.joinable()) {
        state_->watch = std::thread([&state = *state_] { state.keep_watch(); });
    }
}

void DeckCrew::State::keep_watch() {
    std::unique_lock lock(mutex);
    while (!quitting) {
        watched.wait(lock, [this] { return quitting || !looks.empty(); });
        if (watched.wait_for(lock, look_every, [this] { return quitting; })) {
            return;
        }
        auto now = std::exchange(looks, {});
        lock.unlock();
        std::erase_if(now, [](const std::function<bool()>& look) { return !look(); });
        lock.lock();
        looks.insert(looks.end(), std::make_move_iterator(now.begin()), std::make_move_iterator(now.end()));
    }
}

Result<DeckCrew::WorkerId> DeckCrew::hire(const std::string& path, std::function<void()> work) {
    const std::string folder = std::filesystem::path(path).parent_path().native();
    WorkerId id;
    {
        const std::lock_guard lock(state_->mutex);
        int hanging = 0;
        bool here = false;
        for (const auto& [other, worker] : state_->workers) {
            if (state_->hangs(worker)) {
                ++hanging;
                here = here || worker.folder == folder;
            }
        }
        if (here || hanging >= state_->limits.most_hanging) {
            return Error{ErrorCode::unreadable, "The disk with this file does not answer", path};
        }
        id = WorkerId(++state_->last_id);
        state_->workers[id] = {folder, std::nullopt};
    }
    const auto leave = [](State& state, WorkerId worker) {
        const std::lock_guard lock(state.mutex);
        state.workers.erase(worker);
        state.left.notify_all();
    };
    try {
        std::thread([state = state_, id, leave, work = std::move(work)]() mutable {
            work();
            work = nullptr;
            leave(*state, id);
        }).detach();
    } catch (const std::system_error&) {
        leave(*state_, id);
        return Error{ErrorCode::failed, "No thread can be started to open this file", path};
    }
    return id;
}

void DeckCrew::dismiss(WorkerId id) {
    const std::lock_guard lock(state_->mutex);
    if (const auto worker = state_->workers.find(id); worker != state_->workers.end()) {
        worker->second.dismissed = Clock::now();
    }
}

}  // namespace refrain
