// The player's core: disks that do not answer. What lies elsewhere is played meanwhile, once it is ready; the
// rule is told in engine/decoding/disk_patience.h, what lies elsewhere in queue/elsewhere.h.
#include "player/player_core.h"
#include "player/queue/elsewhere.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr const char* waiting_words = "Waiting for the disk with this file";

}  // namespace

// For what Guess You Like queued the listener's own entries are not left behind before it is sure that they
// do not come.
std::optional<int> PlayerCore::entry_elsewhere_index(bool automatic_too) const {
    if (queue_.repeat() == RepeatMode::one) {
        return std::nullopt;
    }
    const bool among_listeners = queue_.current() < queue_.auto_from();
    const int end = automatic_too || !among_listeners ? queue_.size() : queue_.auto_from();
    const std::vector<std::string> mounts = mounts_();
    const auto behind = entry_elsewhere(queue_.entries(), queue_.current() + 1, end, silent_, mounts);
    if (behind || queue_.repeat() != RepeatMode::all) {
        return behind;
    }
    return entry_elsewhere(queue_.entries(), 0, queue_.current(), silent_, mounts);
}

void PlayerCore::waits(bool ready) {
    const int other = transport_.prepared() ? queue_.index_of(transport_.prepared()->entry.id) : -1;
    const bool allowed = other >= 0 && (other < queue_.auto_from() || queue_.current() >= queue_.auto_from());
    if (ready && allowed) {
        const bool paused = state_ == PlaybackState::paused;
        const QueueEntryId entry = transport_.prepared()->entry.id;
        error_ = Error{ErrorCode::unreadable,
                       "The disk with this file does not answer; playback went on without it",
                       transport_.entry().path};
        error_of_output_ = false;
        leave(Cause::failed);
        go_on_elsewhere(entry, paused);
        return;
    }
    if (!waiting_for_disk_) {
        waiting_for_disk_ = true;
        silent_.push_back(transport_.entry().path);
        error_ = Error{ErrorCode::unreadable, waiting_words, transport_.entry().path};
        error_of_output_ = false;
        changed_ = true;
        prepare_next();
    }
}

void PlayerCore::prepared_waits() {
    if (waiting_for_disk_ && transport_.prepared()) {
        silent_.push_back(transport_.prepared()->entry.path);
        prepare_next();
    }
}

void PlayerCore::go_on_elsewhere(QueueEntryId entry, bool paused) {
    changed_ = true;
    queue_.jump_to(entry);
    start_current(meaning_of(Cause::failed).start);
    if (paused) {
        hold();
    }
}

// Something sounds.
void PlayerCore::end_waiting() {
    silent_.clear();
    if (!std::exchange(waiting_for_disk_, false)) {
        return;
    }
    if (error_ && error_->message == waiting_words) {
        error_.reset();
    }
    changed_ = true;
    // The row is as it was.
    prepare_next();
}

}  // namespace refrain
