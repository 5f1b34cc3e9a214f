// The player's core: changes of the queue, and what is made ready to follow.
#include "player/player_core.h"
#include "player/sound/gain.h"
#include "player/sound/transition.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr std::size_t places_remembered = 50;

}  // namespace

void PlayerCore::prepare_next() {
    const bool nothing = state_ == PlaybackState::stopped || !transport_.active() || rests_next();
    const auto elsewhere =
        !nothing && waiting_for_disk_ ? entry_elsewhere_index(false) : std::optional<int>();
    const QueueEntry* const next = nothing     ? nullptr
                                   : elsewhere ? queue_.at(*elsewhere)
                                               : queue_.entry_after(PlayQueue::Step::end);
    if (next == nullptr || (speed_of_long_audio_ && speed_ != 1.0 && !next->long_audio)) {
        // Music behind long audio begins anew, at its own speed.
        transport_.prepare(std::nullopt);
        return;
    }
    const QueueEntry& current = transport_.entry();
    const int index = queue_.index_of(next->id);
    const bool again = next->id == current.id;
    PlayPlan plan =
        plan_for(index, again ? queue_.at(index - 1) : queue_.current_entry(), queue_.at(index + 1));
    if (again) {
        plan.from = Milliseconds(0);
    }
    plan.crossfade =
        crossfade_between(settings_.fades, current, transport_.duration(), *next, next->duration);
    transport_.prepare(std::move(plan));
}

void PlayerCore::play_next(std::vector<QueueEntry> entries) {
    queue_.play_next(std::move(entries));
    changed_ = true;
    prepare_next();
    update_gains();
}

void PlayerCore::append(std::vector<QueueEntry> entries) {
    queue_.append(std::move(entries));
    changed_ = true;
    prepare_next();
    update_gains();
}

void PlayerCore::remove(const QueueIds& entries) {
    const PlaybackState before = state_;
    const QueueEntry* const current = queue_.current_entry();
    if (current != nullptr && std::find(entries.begin(), entries.end(), current->id) != entries.end()) {
        leave(Cause::removed);
    }
    const PlayQueue::Removed removed = queue_.remove(entries);
    if (removed == PlayQueue::Removed::nothing) {
        return;
    }
    if (removed != PlayQueue::Removed::others) {
        interrupted_.reset();
        if (before == PlaybackState::paused) {
            halt();
        } else if (before == PlaybackState::playing && removed == PlayQueue::Removed::current) {
            start_current(meaning_of(Cause::removed).start);
        } else if (before == PlaybackState::playing) {
            end_of_queue();
        }
    }
    automatic_asked_for_ = QueueEntryId();
    changed_ = true;
    prepare_next();
    update_gains();
    want_automatic();
}

void PlayerCore::move(const QueueIds& entries, int to_index) {
    if (queue_.move(entries, to_index)) {
        changed_ = true;
        prepare_next();
        update_gains();
    }
}

void PlayerCore::clear() {
    leave(Cause::stopped);
    queue_.clear();
    halt();
}

void PlayerCore::undo() {
    const QueueEntryId playing = transport_.active() ? transport_.entry().id : QueueEntryId();
    if (!queue_.undo(playing)) {
        return;
    }
    changed_ = true;
    automatic_asked_for_ = QueueEntryId();
    const QueueEntry* const current = queue_.current_entry();
    if (transport_.active() && (current == nullptr || current->id != playing)) {
        // What plays is not in the queue any more: what was current before goes on where it was left.
        const PlaybackState before = state_;
        leave(Cause::played_other);
        halt();
        if (current != nullptr && before == PlaybackState::playing) {
            state_ = PlaybackState::playing;
        }
    }
    if (current != nullptr && !transport_.active()) {
        const auto left = std::find_if(left_at_.rbegin(), left_at_.rend(),
                                       [&](const Interrupted& i) { return i.entry == current->id; });
        if (left != left_at_.rend()) {
            interrupted_ = *left;
        }
        queue_ended_ = false;
        if (state_ == PlaybackState::playing) {
            start_current(StartReason::resumed,
                          interrupted_ ? std::optional(interrupted_->position) : std::nullopt);
        }
    }
    prepare_next();
    update_gains();
    want_automatic();
}

void PlayerCore::replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision) {
    if (queue_.replace_automatic(std::move(entries), expected_revision)) {
        changed_ = true;
        prepare_next();
        update_gains();
    } else {
        // The answer came too late for its question; it is asked again for the queue as it is now.
        automatic_asked_for_ = QueueEntryId();
        want_automatic();
    }
}

void PlayerCore::set_shuffle(bool on) {
    if (on && !queue_.shuffled() && rest_ && rest_of_filling_ == queue_.filling()) {
        QueueRest rest = std::exchange(rest_, {})();
        queue_.widen(std::move(rest.before), std::move(rest.behind));
    }
    queue_.set_shuffle(on, chance_());
    changed_ = true;
    prepare_next();
    update_gains();
}

void PlayerCore::set_repeat(RepeatMode mode) {
    queue_.set_repeat(mode);
    changed_ = true;
    prepare_next();
}

void PlayerCore::note_left() {
    if (!transport_.active()) {
        return;
    }
    memory_.left(transport_.entry(), transport_.position(), transport_.duration());
    if (left_at_.size() >= places_remembered) {
        left_at_.erase(left_at_.begin());
    }
    left_at_.push_back({transport_.entry().id, transport_.position()});
}

}  // namespace refrain
