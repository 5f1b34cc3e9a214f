#include "player/engine/engine_loop.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

/// How often a device that needs nothing from us is asked how far it is.
constexpr std::chrono::milliseconds device_poll{5};
/// How often one that plays is looked after where it asks for nothing.
constexpr std::chrono::seconds device_watch{1};
/// How long what was heard may wait to be told.
constexpr std::chrono::milliseconds bundle{40};
/// A listener who clicked may click again soon: so long the engine is quick rather than thrifty.
constexpr std::chrono::milliseconds lively_time{1000}, lively_time_with_take_back{300};
/// In parts of a second. Blocks that are short heed a click at once, long ones need few wake-ups. At maximum
/// speed and on a device they are always short; a device of which they can be taken back is handed many at a
/// time.
constexpr int short_blocks = 100, long_blocks = 25, take_back_blocks = 200;

/// Handed over at a time, to a device that takes many.
constexpr int most_blocks = 200;

}  // namespace

EngineLoop::EngineLoop(EngineOptions options, Engine::Listener listener)
    : options_(std::move(options)),
      listener_(std::move(listener)),
      mixer_(options_.format.rate),
      crew_(std::make_shared<DeckCrew>(options_.disks)),
      block_(static_cast<std::size_t>(options_.format.rate / long_blocks) * 2),
      block_frames_(static_cast<std::size_t>(options_.format.rate / short_blocks)),
      equaliser_(options_.format.rate),
      final_(options_.format.rate),
      thread_([this] { run(); }) {}

EngineLoop::~EngineLoop() {
    {
        const std::lock_guard lock(mutex_);
        quitting_ = true;
    }
    woken_.notify_one();
    thread_.join();
}

void EngineLoop::post(Command command) {
    {
        const std::lock_guard lock(mutex_);
        commands_.push_back(std::move(command));
    }
    woken_.notify_one();
}

void EngineLoop::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_flag_ = true;
    }
    woken_.notify_one();
}

// When to look again even if nobody wakes us.
std::optional<EngineLoop::Clock::time_point> EngineLoop::next_look() const {
    std::optional<Clock::time_point> when;
    const auto at = [&](Clock::time_point time) { when = when ? std::min(*when, time) : time; };
    const bool room = output_ && !resting_ && output_->has_room();
    const bool paced = output_ && !resting_ && output_->paced();
    if (paced && takes_back() && mixer_.awaits_track()) {
        at(Clock::now() + device_poll / 2);
    }
    if (calm_ || not_due_ || (paced && takes_back() && !due())) {
        at(due_);
    } else if ((room || paced) && output_->is_device()) {
        // Nobody tells when the device has played what it holds.
        at(Clock::now() + device_poll);
    }
    if (paced && output_->is_device() && Clock::now() < lively_until_) {
        // Nor that what was clicked is heard.
        at(Clock::now() + device_poll);
    }
    if (!untold_.empty() && !calm_) {
        at(told_at_ + bundle);
    }
    if (stuck_since_) {
        at(Clock::now() + device_poll);
    }
    if (output_ && output_->is_device() && !resting_) {
        // Nobody wakes us where the sound server hangs.
        at(Clock::now() + device_watch);
    }
    if (waiting_for_.valid()) {
        at(next_look_);
    }
    return when;
}

bool EngineLoop::wait_for_work(bool busy) {
    std::deque<Command> commands;
    const auto when = busy ? std::nullopt : next_look();
    {
        std::unique_lock lock(mutex_);
        const auto something = [this] { return quitting_ || woken_flag_ || !commands_.empty(); };
        if (!busy && when) {
            woken_.wait_until(lock, *when, something);
        } else if (!busy) {
            woken_.wait(lock, something);
        }
        woken_flag_ = false;
        if (quitting_) {
            return false;
        }
        commands.swap(commands_);
    }
    for (Command& command : commands) {
        command(*this);
    }
    if (!commands.empty()) {
        lively_until_ = Clock::now() + (takes_back() ? lively_time_with_take_back : lively_time);
        set_calm(false);
        plan();
    }
    return true;
}

void EngineLoop::set_calm(bool calm) {
    calm_ = calm;
    const bool device = output_ && output_->is_device();
    const int parts = takes_back() ? take_back_blocks : calm && !device ? long_blocks : short_blocks;
    block_frames_ = static_cast<std::size_t>(options_.format.rate / parts);
    if (output_) {
        output_->set_calm(calm);
    }
}

void EngineLoop::run() {
    bool busy = false;
    while (wait_for_work(busy)) {
        busy = step();
    }
    devices_.reset();
    account();
    if (output_) {
        // What the sink took while it was being stopped was heard too.
        output_->stop();
        account();
        output_.reset();
    }
    tell_heard(true);
    mixer_.clear();
}

bool EngineLoop::step() {
    look_after_devices();
    account();
    look_after_lengths(look_after_next());
    look_after_decks();
    bool fed = false;
    for (int i = 0; i < most_blocks && feed(); ++i) {
        fed = true;
        if (!takes_back()) {
            break;
        }
    }
    if (output_) {
        output_->flush();
    }
    cut_stuck_fades();
    rest_output();
    tell_heard(calm_ || ledger_.settled() || Clock::now() >= told_at_ + bundle);
    const bool was_calm = calm_;
    // While something fades a click cannot take back what is ahead, so that little may be.
    const bool may_be =
        output_ && !resting_ && output_->paced() && (!output_->is_device() || mixer_.can_take_back() > 0);
    const bool undisturbed = takes_back() || Clock::now() >= lively_until_;
    set_calm((fed || calm_) && may_be && undisturbed && !due());
    // Calm, nobody told that there is room.
    return calm_ ? false : fed || was_calm;
}

}  // namespace refrain
