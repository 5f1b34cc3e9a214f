// The player's core: what is remembered from start to start, the clock, the picture that goes out.
#include "player/listening/sleep.h"
#include "player/player_core.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

/// While it fades out the volume goes down in steps of this length; a hundredth each, which nobody hears.
constexpr Milliseconds fade_step{100};

}  // namespace

void PlayerCore::restore() {
    PlayerMemory::Remembered remembered = memory_.load();
    set_volume(remembered.place.volume);
    set_muted(remembered.place.muted);
    if (!settings_.restore_queue) {
        return;
    }
    queue_.restore(std::move(remembered.queue));
    if (const QueueEntry* const current = queue_.current_entry();
        current != nullptr && remembered.place.position > Milliseconds(0)) {
        interrupted_ = Interrupted{current->id, remembered.place.position};
        // After a crash this is the newest that is known.
        memory_.left(*current, remembered.place.position, current->duration);
    }
    changed_ = true;
}

PlayerMemory::Place PlayerCore::place() const {
    PlayerMemory::Place place;
    if (const QueueEntry* const current = queue_.current_entry()) {
        place.current = current->id;
    }
    place.position = transport_.active() ? transport_.position()
                     : interrupted_      ? interrupted_->position
                                         : Milliseconds(0);
    place.volume = volume_;
    place.muted = muted_;
    place.repeat = queue_.repeat();
    return place;
}

void PlayerCore::look_at_memory() {
    memory_.look(queue_, place(), clock_());
}

void PlayerCore::look_at_history() {
    if (auto trouble = transport_.book().trouble()) {
        error_ = std::move(trouble);
        changed_ = true;
    }
}

void PlayerCore::tick() {
    look_at_sleep_timer();
    look_at_memory();
}

std::optional<Milliseconds> PlayerCore::next_tick() const {
    std::optional<Milliseconds> next = memory_.due();
    if (sleep_timer_ && sleep_timer_->until == SleepTimer::Until::time) {
        const Milliseconds fades = std::max(sleep_at_ - sleep_fade, clock_() + fade_step);
        const Milliseconds sleep = state_ == PlaybackState::playing ? std::min(fades, sleep_at_) : sleep_at_;
        next = next ? std::min(*next, sleep) : sleep;
    }
    return next;
}

void PlayerCore::end_listens() {
    note_left();
    const PlayerMemory::Place last = place();
    transport_.end_listens(meaning_of(Cause::quit).end);
    memory_.save_all(queue_, last);
}

PlayerState PlayerCore::picture() const {
    PlayerState state;
    state.queue = queue_.entries();
    state.queue_revision = queue_.revision();
    const bool active = transport_.active();
    const QueueEntry* const current = queue_.current_entry();
    state.state = state_;
    state.current = queue_.current();
    state.auto_from = queue_.auto_from();
    state.position = active ? transport_.position() : interrupted_ ? interrupted_->position : Milliseconds(0);
    state.duration = active               ? transport_.duration()
                     : current != nullptr ? current->duration
                                          : Milliseconds(0);
    state.volume = volume_;
    state.muted = muted_;
    state.seek_revision = transport_.jumps();
    state.shuffle = queue_.shuffled();
    state.repeat = queue_.repeat();
    state.can_undo = queue_.can_undo();
    state.stop_after_current = stop_after_current_;
    state.sleep_timer = sleep_timer_;
    if (state.sleep_timer && state.sleep_timer->until == SleepTimer::Until::time) {
        state.sleep_timer->left = sleep_left();
    }
    state.stretch = stretch_;
    state.speed = speed_;
    state.resumed_from = active && transport_.entry().long_audio ? transport_.begun_from() : Milliseconds(0);
    state.settings = settings_;
    state.devices = devices_;
    state.error = error_;
    return state;
}

}  // namespace refrain
