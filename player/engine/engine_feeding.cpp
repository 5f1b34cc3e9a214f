// Sound and account: what is mixed, what was heard, files that do not answer.
#include "player/engine/engine_loop.h"

#include <algorithm>

namespace refrain {
namespace {

/// How often a deck that gave no sound yet is looked at, and how often it must be found idle to be given up.
constexpr std::chrono::milliseconds look_every{100};
constexpr int looks_until_dead = 3;
/// How long a fade waits for a deck that has nothing ready: a stuck disk must not hold up a click.
constexpr std::chrono::milliseconds fade_patience{50};
/// Blocks that are remembered: those that a device may have waiting.
constexpr std::size_t most_handed = 200;

}  // namespace

EngineLoop::DeckPtr EngineLoop::deck_of(const Voice* voice) const {
    return voice ? std::static_pointer_cast<Deck>(voice->source) : nullptr;
}

// The deck without which there is no going on.
EngineLoop::DeckPtr EngineLoop::awaited_deck() const {
    DeckPtr current = deck_of(mixer_.current());
    if (current && current->started() && current->ended()) {
        if (DeckPtr next = deck_of(mixer_.next()); next && !next->started()) {
            return next;
        }
    }
    return current;
}

// Mixes one block and hands it over. False when there is nothing to do until the next wake.
bool EngineLoop::feed() {
    not_due_ = false;
    if (!output_ || resting_ || !output_->has_room()) {
        return false;
    }
    if (!due()) {
        // Asked once: a moment later it may be, and nobody would wake us.
        not_due_ = true;
        return false;
    }
    if (takes_back() && mixer_.awaits_track() && !deck_of(mixer_.current())->has_unread() &&
        !output_->runs_dry()) {
        // Every block of the fade mixed now would be heard before what was clicked.
        return false;
    }
    // Asked before mixing: an error comes behind the last frame, so a failed deck that gives none is empty.
    const Voice* const voice = mixer_.current();
    const DeckPtr deck = deck_of(voice);
    const bool failed = deck && deck->failure();
    const PlayId play = voice ? voice->play : PlayId();
    spans_.clear();
    const std::size_t frames = mixer_.mix(block_.data(), block_frames_, spans_);
    if (frames > 0 || !spans_.empty()) {
        stuck_since_.reset();
        hand_over(frames);
        return true;
    }
    if (mixer_.current() && mixer_.current()->play != play) {
        // What is stretched is read far ahead: it may go on to the next track, which may have failed, without
        // a frame coming out.
        return true;
    }
    if (failed && !mixer_.silent()) {
        failures_[play] = PlayFailed{play, *deck->failure(), deck->gave_no_answer()};
        mixer_.break_off();
        return true;
    }
    return go_on_without_data();
}

bool EngineLoop::go_on_without_data() {
    const DeckPtr next = deck_of(mixer_.next());
    if (next && next->failure() && mixer_.do_not_wait()) {
        return true;
    }
    const bool rest = (mixer_.silent() || mixer_.idle()) && played_out();
    if (output_->is_device() && !rest && output_->runs_dry()) {
        // A device goes on without us: what it would play late it would drop, and what it holds it plays
        // only when something comes behind it.
        push_silence();
    }
    return false;
}

// Everything was heard.
bool EngineLoop::played_out() const {
    // A device's clock runs a few milliseconds ahead of what it has really played; cut off there, the end of
    // the music would be heard at the next start.
    const std::int64_t behind = output_->is_device() ? options_.format.rate / 20 : 0;
    return ledger_.settled() && ledger_.silence() >= behind;
}

void EngineLoop::push_silence() {
    std::fill(block_.begin(), block_.end(), 0.0F);
    ledger_.pushed(static_cast<std::int64_t>(block_frames_), {});
    finish_and_push(block_frames_, 0);
}

// Hands over what is in block_, of which `mixed` frames came from the mixer.
void EngineLoop::finish_and_push(std::size_t frames, std::size_t mixed) {
    if (takes_back()) {
        handed_.push_back(
            {output_->pushed(), static_cast<std::int64_t>(mixed), equaliser_.state(), final_.state()});
        if (handed_.size() > most_handed) {
            handed_.pop_front();
        }
    }
    equaliser_.apply(block_.data(), frames);
    final_.apply(block_.data(), frames);
    output_->push(block_.data(), frames);
    plan();
}

// What the device has not come to yet will be mixed again, with what is asked now.
void EngineLoop::take_back() {
    const auto earliest = output_ ? output_->earliest_change() : std::nullopt;
    if (!earliest) {
        return;
    }
    std::int64_t mixed = 0, taken = 0;
    auto first = handed_.end();
    for (auto at = handed_.end(); at != handed_.begin();) {
        --at;
        mixed += at->mixed;
        if (at->at < *earliest || mixed > mixer_.can_take_back()) {
            break;
        }
        first = at;
        taken = mixed;
    }
    if (first == handed_.end()) {
        return;
    }
    mixer_.take_back(taken);
    ledger_.take_back(first->at);
    equaliser_.restore(first->equaliser);
    final_.restore(first->final);
    output_->go_back(first->at);
    handed_.erase(first, handed_.end());
    plan();
}

void EngineLoop::plan() {
    if (output_ && output_->paced()) {
        due_ = Clock::now() + output_->can_wait();
    }
}

bool EngineLoop::due() const {
    return !output_ || !output_->paced() || Clock::now() >= due_;
}

void EngineLoop::hand_over(std::size_t frames) {
    std::vector<PlayFailed> failed;
    for (MixedSpan& span : spans_) {
        if (const auto failure = failures_.find(span.play); span.ends && failure != failures_.end()) {
            span.ends = false;
            failed.push_back(failure->second);
            failures_.erase(failure);
        }
    }
    ledger_.pushed(static_cast<std::int64_t>(frames), spans_);
    for (PlayFailed& failure : failed) {
        ledger_.mark(std::move(failure));
    }
    if (frames > 0) {
        finish_and_push(frames, frames);
    }
    if (!failed.empty()) {
        // What was told of a failure is not taken back.
        handed_.clear();
    }
}

// A fade of what has nothing to fade is over.
void EngineLoop::cut_stuck_fades() {
    const bool fading = mixer_.leaving() || (paused_ && !mixer_.silent());
    if (!fading || !output_ || resting_ || !output_->has_room() || !due()) {
        stuck_since_.reset();
    } else if (!stuck_since_) {
        stuck_since_ = Clock::now();
    } else if (Clock::now() >= *stuck_since_ + fade_patience) {
        stuck_since_.reset();
        mixer_.drop_leaving();
        if (paused_ || moving_) {
            mixer_.shut();
        }
        wake();
    }
}

// What was taken back too late was heard as it was.
void EngineLoop::heed_lateness() {
    if (const std::int64_t late = output_ ? output_->late() : 0; late > 0) {
        ledger_.came_late(late);
        handed_.clear();
    }
}

void EngineLoop::account() {
    if (output_) {
        heed_lateness();
        for (EngineEvent& event : ledger_.rendered(output_->rendered())) {
            add_event(untold_, std::move(event));
        }
        if (ledger_.balance() != balance_told_) {
            balance_told_ = ledger_.balance();
            add_event(untold_, balance_told_);
        }
        // A place that was not heard before is told at once, and so is all that is no sound.
        const bool more = std::any_of(untold_.begin(), untold_.end(), [this](const EngineEvent& event) {
            const auto* span = std::get_if<FramesRendered>(&event);
            return span ? span->play != told_.play || span->seek != told_.seek || span->begin < told_.end
                        : !std::holds_alternative<SinkBalance>(event);
        });
        tell_heard(more);
    }
}

void EngineLoop::tell_heard(bool all) {
    if (all && !untold_.empty()) {
        for (const EngineEvent& event : std::exchange(untold_, {})) {
            if (const auto* span = std::get_if<FramesRendered>(&event)) {
                told_ = *span;
            }
            listener_(event);
        }
        told_at_ = Clock::now();
    }
}

void EngineLoop::tell(const EngineEvent& event) {
    tell_heard(true);
    listener_(event);
}

void EngineLoop::tell(const std::vector<EngineEvent>& events) {
    for (const EngineEvent& event : events) {
        tell(event);
    }
}

// What was to follow and has not begun will not be heard: nothing of it was mixed.
void EngineLoop::drop_next() {
    const Voice* const next = mixer_.next();
    const Voice* const current = mixer_.current();
    if (next && !(current && current->play == next->play) && next->play != stretched_) {
        tell(PlayEnded{next->play, false, {}});
    }
    mixer_.set_next({});
}

// What follows is read ahead: winding to where it begins takes its time. Only what is there, for of a disk
// that sleeps nothing is expected before it is needed. True once there is enough to go on with.
bool EngineLoop::look_after_next() {
    const Voice* const current = mixer_.current();
    if (stretch_ && !mixer_.next() && current && current->play == stretched_) {
        mixer_.set_next(open_round());
    }
    const DeckPtr next = deck_of(mixer_.next());
    if (next && next->has_unread()) {
        mixer_.prime_next();
    }
    return mixer_.next_primed();
}

void EngineLoop::look_after_lengths(bool next_primed) {
    const auto look = [this](const Voice* voice, PlayId& told) {
        if (voice == nullptr || voice->play == told) {
            return;
        }
        const PlayId play = voice->play;
        if (const auto duration = deck_of(voice)->duration()) {
            told = play;
            mixer_.set_length(play, *duration);
            tell(DurationKnown{play, *duration});
        }
    };
    look(mixer_.current(), current_told_);
    look(next_primed ? mixer_.next() : nullptr, next_told_);
}

void EngineLoop::look_after_decks() {
    const DeckPtr deck = awaited_deck();
    // While nothing is asked of it (a pause, a sink that is full) it may well be idle.
    const bool asked = output_ && !resting_ && !mixer_.silent() && output_->has_room();
    if (!deck || !asked || deck->failure() || !deck->silent_for()) {
        waiting_for_ = waited_too_ = PlayId();
        current_waits_ = next_waits_ = PlayWaits();
        return;
    }
    const PlayId play = deck->source().play;
    const auto now = Clock::now();
    if (waiting_for_ != play) {
        waiting_for_ = play;
        looks_at_idle_deck_ = 0;
        next_look_ = now + look_every;
    } else if (now >= next_look_) {
        next_look_ = now + look_every;
        const bool idle = !deck->started() && !deck->at_work();
        looks_at_idle_deck_ = idle ? looks_at_idle_deck_ + 1 : 0;
        if (looks_at_idle_deck_ >= looks_until_dead) {
            deck->give_up(ErrorCode::malformed, "The file is damaged, or holds no music");
            return;
        }
    }
    tell_silent_disks();
}

// Nothing comes from the disk of the track that is to sound now. Others decide what is to be done about it.
void EngineLoop::tell_silent_disks() {
    const DeckPtr awaited = awaited_deck(), current = deck_of(mixer_.current());
    const DeckPtr next = deck_of(mixer_.next());
    const auto waits = [](const DeckPtr& deck) {
        return holds_up(deck->started(), deck->silent_for().value_or(Milliseconds(0)));
    };
    if (!waits(awaited)) {
        return;
    }
    if (awaited != current) {
        // The one before was heard to its end, and need not wait for the join.
        if (mixer_.do_not_wait()) {
            wake();
        }
        return;
    }
    const bool primed = next && mixer_.next_primed();
    const bool first_told = current_waits_.play != current->source().play;
    if (next && !primed && (first_told || waited_too_ == next->source().play)) {
        waited_too_ = next->source().play;
        woke_ = Clock::now();
    }
    const auto ready_for = std::chrono::duration_cast<Milliseconds>(Clock::now() - woke_);
    const bool ready = primed && stands_in(waited_too_ == next->source().play, ready_for);
    const PlayWaits now{current->source().play, ready ? next->source().play : PlayId()};
    if (now != current_waits_) {
        current_waits_ = now;
        tell(now);
    }
    if (next && !primed && next->source().play != next_waits_.play && (next->failure() || waits(next))) {
        next_waits_ = PlayWaits{next->source().play, PlayId()};
        tell(next_waits_);
    }
}

}  // namespace refrain
