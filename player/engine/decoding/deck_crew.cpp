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

/// Often enough that a deck which stands still is noticed before a listener would.
constexpr std::chrono::milliseconds look_every{50};

}  // namespace

struct DeckCrew::State {
    using Work = std::function<void(const Answered&)>;
    struct Worker {
        DiskRequest request;
        /// Still to be begun: its folder does not answer.
        Work waiting;
    };

    explicit State(Limits given) : limits(given) {}

    static bool begin(const std::shared_ptr<State>& state, WorkerId id, Work work);
    static void go_on_in(const std::shared_ptr<State>& state, const std::string& folder);
    static void answered(const std::shared_ptr<State>& state, WorkerId id);
    static void leave(const std::shared_ptr<State>& state, WorkerId id);
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

// False where no thread can be had.
bool DeckCrew::State::begin(const std::shared_ptr<State>& state, WorkerId id, Work work) {
    try {
        std::thread([state, id, work = std::move(work)]() mutable {
            work([&] { answered(state, id); });
            work = nullptr;
            leave(state, id);
        }).detach();
    } catch (const std::system_error&) {
        return false;
    }
    return true;
}

// What waits in the folder is begun: its disk is there.
void DeckCrew::State::go_on_in(const std::shared_ptr<State>& state, const std::string& folder) {
    std::map<WorkerId, Work> begun;
    {
        const std::lock_guard lock(state->mutex);
        for (auto& [id, worker] : state->workers) {
            if (worker.waiting && worker.request.folder == folder) {
                begun[id] = std::exchange(worker.waiting, nullptr);
                worker.request.asked = Clock::now();
            }
        }
    }
    for (auto& [id, work] : begun) {
        if (!begin(state, id, std::move(work))) {
            leave(state, id);
        }
    }
}

void DeckCrew::State::answered(const std::shared_ptr<State>& state, WorkerId id) {
    std::string folder;
    {
        const std::lock_guard lock(state->mutex);
        DiskRequest& request = state->workers.at(id).request;
        request.opened = true;
        folder = request.folder;
    }
    go_on_in(state, folder);
}

void DeckCrew::State::leave(const std::shared_ptr<State>& state, WorkerId id) {
    std::string folder;
    {
        const std::lock_guard lock(state->mutex);
        const auto worker = state->workers.find(id);
        folder = worker->second.request.folder;
        state->workers.erase(worker);
    }
    state->left.notify_all();
    go_on_in(state, folder);
}

Result<DeckCrew::Hired> DeckCrew::hire(const std::string& path, std::function<void(const Answered&)> work) {
    const std::string folder = std::filesystem::path(path).parent_path().native();
    const Clock::time_point now = Clock::now();
    Hired hired;
    {
        const std::lock_guard lock(state_->mutex);
        std::vector<DiskRequest> at_work;
        for (const auto& [other, worker] : state_->workers) {
            at_work.push_back(worker.request);
        }
        const Admission admission = admit(folder, at_work, now, state_->limits);
        if (admission.kind == Admission::Kind::refuse) {
            return Error{ErrorCode::unreadable, "The disk with this file does not answer", path};
        }
        hired = {WorkerId(++state_->last_id), admission.silent_since.value_or(now)};
        State::Worker& worker = state_->workers[hired.worker];
        worker.request = {folder, hired.asked, false, std::nullopt, false};
        if (admission.kind == Admission::Kind::wait) {
            worker.waiting = std::move(work);
            return hired;
        }
    }
    if (!State::begin(state_, hired.worker, std::move(work))) {
        State::leave(state_, hired.worker);
        return Error{ErrorCode::failed, "No thread can be started to open this file", path};
    }
    return hired;
}

void DeckCrew::dismiss(WorkerId id, bool given_up) {
    State::Work never_begun;
    const std::lock_guard lock(state_->mutex);
    const auto worker = state_->workers.find(id);
    if (worker == state_->workers.end()) {
        return;
    }
    if (worker->second.waiting) {
        never_begun = std::move(worker->second.waiting);
        state_->workers.erase(worker);
        return;
    }
    worker->second.request.dismissed = Clock::now();
    worker->second.request.given_up = given_up;
}

}  // namespace refrain
