#include "player/engine/decoding/deck_crew.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace refrain {

using Clock = std::chrono::steady_clock;

struct DeckCrew::State {
    struct Worker {
        std::string folder;
        std::optional<Clock::time_point> dismissed;
    };

    explicit State(Limits given) : limits(given) {}

    bool hangs(const Worker& worker) const {
        return worker.dismissed && Clock::now() - *worker.dismissed > limits.patience;
    }

    const Limits limits;
    std::mutex mutex;
    std::condition_variable left;
    std::map<WorkerId, Worker> workers;
    std::int64_t last_id = 0;
};

DeckCrew::DeckCrew(Limits limits) : state_(std::make_shared<State>(limits)) {}

DeckCrew::~DeckCrew() {
    std::unique_lock lock(state_->mutex);
    state_->left.wait_for(lock, state_->limits.patience, [this] { return state_->workers.empty(); });
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
