#include "player/player_core.h"

#include "player/listening/sleep.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {
namespace {

constexpr Milliseconds position_every{250};

}  // namespace

PlayerCore::PlayerCore(PlayerCoreParts parts, Engine::Listener events, PlayerCoreListener& listener)
    : listener_(listener),
      clock_(std::move(parts.clock)),
      chance_(std::move(parts.chance)),
      mounts_(std::move(parts.mounts)),
      memory_(parts.memory),
      settings_(std::move(parts.settings)),
      transport_(parts.history, std::move(parts.sink), parts.disks, std::move(events), *this) {
    transport_.engine().set_sound(settings_);
}

void PlayerCore::handle(const EngineEvent& event) {
    if (const auto* devices = std::get_if<DevicesChanged>(&event)) {
        devices_ = devices->devices;
        changed_ = true;
    } else if (const auto* removed = std::get_if<OutputRemoved>(&event)) {
        if (settings_.pause_on_removal) {
            // Why it pauses by itself.
            error_ = removed->error;
            error_of_output_ = true;
            changed_ = true;
            pause();
        }
    } else {
        transport_.handle(event);
    }
}

// --- what the transport tells

void PlayerCore::position_moved() {
    failures_in_a_row_ = 0;
    if (std::exchange(error_of_output_, false)) {
        dismiss_error();
    }
    end_waiting();
    look_at_sleep_timer();
    // A round of a stretch begins without anybody's click.
    if (jumps_told_ != transport_.jumps()) {
        jumps_told_ = transport_.jumps();
        changed_ = true;
    }
    tell_position();
}

void PlayerCore::length_known() {
    changed_ = true;
    if (settings_.fades.crossfade > Milliseconds(0)) {
        // It may be shorter than was thought.
        prepare_next();
    }
}

void PlayerCore::tell_position() {
    const Milliseconds moved = transport_.position() - position_told_;
    if (moved >= position_every || moved < Milliseconds(0)) {
        position_told_ = transport_.position();
        look_at_history();
        look_at_memory();
        listener_.core_position(transport_.position(), transport_.duration());
    }
}

void PlayerCore::went_on() {
    const bool paused = state_ == PlaybackState::paused;
    const QueueEntryId entry = transport_.prepared()->entry.id;
    memory_.finished(transport_.entry());
    queue_.step(PlayQueue::Step::end);
    if (queue_.current_entry() == nullptr || queue_.current_entry()->id != entry) {
        queue_.jump_to(entry);
    }
    transport_.adopt_prepared(context_of_current(meaning_of(Cause::track_ended).start));
    current_began();
    if (paused) {
        hold();
    }
}

void PlayerCore::ended() {
    memory_.finished(transport_.entry());
    if (rests_next()) {
        rest();
        return;
    }
    const bool paused = state_ == PlaybackState::paused;
    if (!queue_.step(PlayQueue::Step::end)) {
        end_of_queue();
        return;
    }
    start_current(meaning_of(Cause::track_ended).start);
    if (paused) {
        hold();
    }
}

void PlayerCore::failed(const Error& error, bool no_answer) {
    const bool paused = state_ == PlaybackState::paused;
    if (no_answer) {
        silent_.push_back(error.path);
        // That it is gone says nothing against files elsewhere: they are not run through one after another.
        if (const auto index = rests_next() ? std::nullopt : entry_elsewhere_index(true)) {
            error_ = error;
            error_of_output_ = false;
            go_on_elsewhere(queue_.at(*index)->id, paused);
            return;
        }
    }
    FailureStep step = after_failure(error, ++failures_in_a_row_);
    error_ = std::move(step.error);
    error_of_output_ = false;
    changed_ = true;
    if (step.stop) {
        failures_in_a_row_ = 0;
        halt();
    } else if (rests_next()) {
        rest();
    } else if (queue_.step(PlayQueue::Step::skip)) {
        start_current(meaning_of(Cause::failed).start);
        if (paused) {
            hold();
        }
    } else {
        end_of_queue();
    }
}

void PlayerCore::output_failed(const Error& error) {
    if (const QueueEntry* const entry = queue_.current_entry(); entry != nullptr) {
        interrupted_ = Interrupted{entry->id, transport_.position()};
        note_left();
    }
    state_ = PlaybackState::stopped;
    stretch_.reset();
    error_ = error;
    error_of_output_ = true;
    changed_ = true;
}

// --- what plays, what follows

ListenContext PlayerCore::context_of_current(StartReason reason) const {
    const QueueEntry& entry = *queue_.current_entry();
    ListenContext context;
    context.reason = reason;
    context.queue_position = queue_.current();
    context.intent = entry.intent;
    if (queue_.drawn(entry.id)) {
        const bool by_itself = reason == StartReason::next || reason == StartReason::track_ended;
        context.intent = by_itself ? Intent::shuffle : entry.intent;
        context.shuffle_pool = static_cast<std::int64_t>(queue_.shuffle().drawn.size());
        context.shuffle_seed = static_cast<std::int64_t>(queue_.shuffle().seed);
    }
    return context;
}

void PlayerCore::start_current(StartReason reason, std::optional<Milliseconds> from) {
    PlayPlan plan = plan_for_current();
    plan.from = from.value_or(plan.from);
    set_speed_for(plan.entry);
    transport_.start(std::move(plan), context_of_current(reason));
    current_began();
}

void PlayerCore::current_began() {
    state_ = PlaybackState::playing;
    queue_ended_ = false;
    waiting_for_disk_ = false;
    interrupted_.reset();
    stretch_.reset();
    position_told_ = transport_.position();
    changed_ = true;
    prepare_next();
    update_gains();
    apply_volume();
    want_automatic();
}

void PlayerCore::leave(Cause cause) {
    if (transport_.active()) {
        note_left();
        transport_.leave(meaning_of(cause).end);
        stretch_.reset();
    }
}

void PlayerCore::start_or_rest(StartReason reason, Resting resting) {
    const PlaybackState was = state_;
    if (resting == Resting::ends || was == PlaybackState::playing) {
        start_current(reason);
    } else if (was == PlaybackState::paused) {
        start_current(reason);
        hold();
    } else {
        interrupted_.reset();
        queue_ended_ = false;
        changed_ = true;
    }
}

void PlayerCore::skip(Cause cause, Resting resting) {
    failures_in_a_row_ = 0;
    leave(cause);
    if (queue_.next()) {
        start_or_rest(meaning_of(cause).start, resting);
    } else if (state_ != PlaybackState::stopped) {
        end_of_queue();
    }
}

void PlayerCore::hold() {
    state_ = PlaybackState::paused;
    changed_ = true;
    transport_.hold();
}

void PlayerCore::halt() {
    state_ = PlaybackState::stopped;
    waiting_for_disk_ = false;
    interrupted_.reset();
    stretch_.reset();
    changed_ = true;
    transport_.halt();
    prepare_next();
}

/// The listener wanted it to end here: what comes next waits to be begun.
void PlayerCore::rest() {
    stop_after_current_ = false;
    end_sleep_timer();
    if (queue_.step(PlayQueue::Step::end)) {
        halt();
        queue_ended_ = false;
    } else {
        end_of_queue();
    }
}

void PlayerCore::end_of_queue() {
    if (sleep_timer_ && sleep_timer_->until != SleepTimer::Until::time) {
        end_sleep_timer();
    }
    stop_after_current_ = false;
    halt();
    queue_ended_ = true;
    want_automatic();
    listener_.core_queue_ended();
}

bool PlayerCore::last_of_queue() const {
    return queue_.current() + 1 >= queue_.auto_from();
}

bool PlayerCore::rests_next() const {
    return rests_after_track(stop_after_current_, sleep_timer_, last_of_queue());
}

void PlayerCore::want_automatic() {
    const QueueEntry* const entry = queue_.current_entry();
    if (entry == nullptr || entry->id == automatic_asked_for_ ||
        queue_.automatic_left() >= automatic_entries_kept) {
        return;
    }
    // Once for each entry reached: a library too small to fill the tail must not be asked in a circle.
    automatic_asked_for_ = entry->id;
    listener_.core_automatic_wanted();
}

// --- what the listener asks for

void PlayerCore::play(std::vector<QueueEntry> entries, int start, StartReason reason, QueueRestMaker rest) {
    failures_in_a_row_ = 0;
    leave(Cause::played_other);
    automatic_asked_for_ = QueueEntryId();
    if (queue_.shuffled() && rest) {
        QueueRest all = std::exchange(rest, {})();
        start += static_cast<int>(all.before.size());
        all.before.insert(all.before.end(), std::make_move_iterator(entries.begin()),
                          std::make_move_iterator(entries.end()));
        all.before.insert(all.before.end(), std::make_move_iterator(all.behind.begin()),
                          std::make_move_iterator(all.behind.end()));
        entries = std::move(all.before);
    }
    queue_.replace(std::move(entries), start);
    rest_ = std::move(rest);
    rest_of_filling_ = queue_.filling();
    changed_ = true;
    if (queue_.current_entry() != nullptr) {
        start_current(reason);
    } else {
        halt();
    }
}

void PlayerCore::jump_to(QueueEntryId entry) {
    if (queue_.index_of(entry) < 0) {
        return;
    }
    failures_in_a_row_ = 0;
    leave(Cause::jumped);
    queue_.jump_to(entry);
    start_current(meaning_of(Cause::jumped).start);
}

void PlayerCore::play() {
    if (state_ == PlaybackState::paused) {
        state_ = PlaybackState::playing;
        changed_ = true;
        look_at_sleep_timer();
        transport_.resume();
        return;
    }
    if (state_ == PlaybackState::playing || queue_.size() == 0) {
        return;
    }
    failures_in_a_row_ = 0;
    if (queue_ended_ || queue_.current() < 0) {
        if (!queue_.next()) {
            queue_.jump_to(queue_.entries().front().id);
        }
    }
    if (interrupted_ && interrupted_->entry == queue_.current_entry()->id) {
        start_current(StartReason::resumed, interrupted_->position);
    } else {
        start_current(StartReason::chosen);
    }
}

void PlayerCore::pause() {
    if (state_ == PlaybackState::playing) {
        hold();
    }
}

void PlayerCore::toggle() {
    if (state_ == PlaybackState::playing) {
        pause();
    } else {
        play();
    }
}

void PlayerCore::stop() {
    if (state_ != PlaybackState::stopped) {
        leave(Cause::stopped);
        halt();
    }
}

void PlayerCore::go_back(Resting resting) {
    if (transport_.active() &&
        previous_step(transport_.position(), queue_.has_previous()) == PreviousStep::restart) {
        seek(Milliseconds(0));
        return;
    }
    failures_in_a_row_ = 0;
    leave(Cause::previous);
    if (queue_.previous()) {
        start_or_rest(meaning_of(Cause::previous).start, resting);
    }
}

void PlayerCore::seek(Milliseconds position) {
    if (!transport_.active()) {
        if (interrupted_) {
            interrupted_->position = std::max(position, Milliseconds(0));
            changed_ = true;
        }
        return;
    }
    if (stretch_ && stretch_->complete() && position >= stretch_->to) {
        // Wound out of the stretch.
        set_stretch(std::nullopt);
    }
    position_told_ = transport_.seek(position);
    changed_ = true;
    apply_volume();
}

bool PlayerCore::take_changed() {
    return std::exchange(changed_, false);
}

}  // namespace refrain
