#include "player/player_core.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {
namespace {

constexpr StreamFormat output_format{};
constexpr Milliseconds position_every{250};

Milliseconds time_of(std::int64_t frames) {
    return Milliseconds(frames * 1000 / output_format.rate);
}

}  // namespace

PlayerCore::PlayerCore(ListeningHistory& history, AudioSinkOptions sink, Engine::Listener events,
                       PlayerCoreListener& listener)
    : listener_(listener), book_(history, output_format.rate) {
    EngineOptions options;
    options.sink = std::move(sink);
    options.format = output_format;
    engine_ = std::make_unique<Engine>(std::move(options), std::move(events));
}

void PlayerCore::handle(const EngineEvent& event) {
    std::visit([this](const auto& e) { on(e); }, event);
}

void PlayerCore::end_listens() {
    for (const Listen& listen : book_.end_all(meaning_of(Cause::quit).end)) {
        listener_.core_listen_ended(listen);
    }
}

void PlayerCore::close(PlayId play, EndReason otherwise) {
    if (const auto listen = book_.ended(play, otherwise)) {
        listener_.core_listen_ended(*listen);
    }
}

// --- what the engine says

void PlayerCore::on(const FramesRendered& event) {
    book_.rendered(event);
    if (event.play != current_) {
        return;
    }
    failures_in_a_row_ = 0;
    if (event.seek >= seek_awaited_) {
        position_ = time_of(event.end);
        tell_position();
    }
}

void PlayerCore::on(const DurationKnown& event) {
    book_.duration_known(event.play, event.duration);
    if (event.play == current_ && duration_ != event.duration) {
        duration_ = event.duration;
        changed_ = true;
    } else if (event.play == next_) {
        // The engine reads ahead: the next track is on its way before the current one was heard out.
        next_duration_ = event.duration;
    }
}

void PlayerCore::on(const PlayEnded& event) {
    close(event.play, event.at_end ? EndReason::finished : EndReason::unknown);
    if (event.play != current_) {
        return;
    }
    current_ = PlayId();
    const bool paused = state_ == PlaybackState::paused;
    const StartReason reason = meaning_of(Cause::track_ended).start;
    if (event.followed_by.valid() && event.followed_by == next_ && queue_.jump_to(next_entry_)) {
        const PlayId play = std::exchange(next_, PlayId());
        next_entry_ = QueueEntryId();
        adopt_current(play, reason);
        if (next_duration_ > Milliseconds(0)) {
            on(DurationKnown{play, next_duration_});
        }
        prepare_next();
        want_automatic();
    } else if (queue_.next()) {
        start_current(reason);
    } else {
        end_of_queue();
        return;
    }
    if (paused) {
        hold();
    }
}

void PlayerCore::on(const PlayFailed& event) {
    book_.leaving(event.play, meaning_of(Cause::failed).end);
    close(event.play, meaning_of(Cause::failed).end);
    if (event.play != current_) {
        return;
    }
    current_ = PlayId();
    FailureStep step = after_failure(event.error, ++failures_in_a_row_);
    error_ = std::move(step.error);
    changed_ = true;
    if (step.stop) {
        failures_in_a_row_ = 0;
        halt();
    } else if (queue_.next()) {
        start_current(meaning_of(Cause::failed).start);
    } else {
        end_of_queue();
    }
}

void PlayerCore::on(const SeekTooLate& event) {
    const QueueEntry* const entry = queue_.current_entry();
    if (event.play != current_ || entry == nullptr) {
        return;
    }
    // The engine is in the next track already: open the file again, for the same listen.
    const PlayId play(++last_play_);
    book_.go_on_as(current_, play);
    current_ = play;
    seek_awaited_ = 0;
    TrackSource source = source_of(play, *entry);
    source.start = event.position;
    engine_->play(std::move(source));
    if (state_ == PlaybackState::paused) {
        engine_->pause();
    }
    forget_next();
    prepare_next();
}

void PlayerCore::on(const OutputFailed& event) {
    const EndReason reason = meaning_of(Cause::output_failed).end;
    for (const Listen& listen : book_.end_all(reason)) {
        listener_.core_listen_ended(listen);
    }
    current_ = next_ = PlayId();
    next_entry_ = QueueEntryId();
    state_ = PlaybackState::stopped;
    position_ = Milliseconds(0);
    error_ = event.error;
    changed_ = true;
}

void PlayerCore::on(const OutputRemoved& /*event*/) {
    output_removed();
}

void PlayerCore::on(const DevicesChanged& event) {
    devices_ = event.devices;
    changed_ = true;
}

// --- what is done about it

void PlayerCore::adopt_current(PlayId play, StartReason reason) {
    const QueueEntry& entry = *queue_.current_entry();
    current_ = play;
    state_ = PlaybackState::playing;
    queue_ended_ = false;
    position_ = position_told_ = Milliseconds(0);
    duration_ = entry.duration;
    seek_awaited_ = 0;
    changed_ = true;
    book_.begin(play, entry, queue_.current(), reason);
}

void PlayerCore::start_current(StartReason reason) {
    const QueueEntry& entry = *queue_.current_entry();
    const bool prepared = next_.valid() && next_entry_ == entry.id;
    const PlayId play = prepared ? next_ : PlayId(++last_play_);
    adopt_current(play, reason);
    engine_->play(source_of(play, entry));
    if (prepared) {
        next_ = PlayId();
        next_entry_ = QueueEntryId();
    }
    prepare_next();
    want_automatic();
}

void PlayerCore::leave(Cause cause) {
    if (current_.valid()) {
        book_.leaving(current_, meaning_of(cause).end);
        current_ = PlayId();
    }
}

void PlayerCore::skip(Cause cause) {
    failures_in_a_row_ = 0;
    leave(cause);
    if (queue_.next()) {
        start_current(meaning_of(cause).start);
    } else if (state_ != PlaybackState::stopped) {
        end_of_queue();
    }
}

void PlayerCore::hold() {
    state_ = PlaybackState::paused;
    changed_ = true;
    engine_->pause();
    book_.paused(current_);
}

void PlayerCore::halt() {
    state_ = PlaybackState::stopped;
    position_ = Milliseconds(0);
    changed_ = true;
    engine_->stop();
    prepare_next();
}

void PlayerCore::end_of_queue() {
    halt();
    queue_ended_ = true;
    want_automatic();
    listener_.core_queue_ended();
}

void PlayerCore::prepare_next() {
    const QueueEntry* const entry = state_ == PlaybackState::stopped ? nullptr : queue_.entry_after(PlayQueue::Step::end);
    const QueueEntryId wanted = entry ? entry->id : QueueEntryId();
    if (wanted == next_entry_) {
        return;
    }
    next_duration_ = Milliseconds(0);
    next_entry_ = wanted;
    next_ = entry ? PlayId(++last_play_) : PlayId();
    engine_->set_next(entry ? std::optional(source_of(next_, *entry)) : std::nullopt);
}

void PlayerCore::forget_next() {
    next_ = PlayId();
    next_entry_ = QueueEntryId();
    engine_->set_next(std::nullopt);
}

void PlayerCore::want_automatic() {
    const QueueEntry* const entry = queue_.current_entry();
    if (entry == nullptr || book_.private_session() || entry->id == automatic_asked_for_ ||
        queue_.automatic_left() >= automatic_entries_kept) {
        return;
    }
    // Once for each entry reached: a library too small to fill the tail must not be asked in a circle.
    automatic_asked_for_ = entry->id;
    listener_.core_automatic_wanted();
}

void PlayerCore::tell_position() {
    const Milliseconds moved = position_ - position_told_;
    if (moved >= position_every || moved < Milliseconds(0)) {
        position_told_ = position_;
        listener_.core_position(position_, duration_);
    }
}

// --- what the listener asks for

void PlayerCore::play(std::vector<QueueEntry> entries, int start, StartReason reason) {
    failures_in_a_row_ = 0;
    leave(Cause::played_other);
    // Ids of the new entries may be those of old ones with other files behind them.
    forget_next();
    automatic_asked_for_ = QueueEntryId();
    queue_.replace(std::move(entries), start);
    changed_ = true;
    if (queue_.current_entry() != nullptr) {
        start_current(reason);
    } else {
        halt();
    }
}

void PlayerCore::play_next(std::vector<QueueEntry> entries) {
    queue_.play_next(std::move(entries));
    changed_ = true;
    prepare_next();
}

void PlayerCore::append(std::vector<QueueEntry> entries) {
    queue_.append(std::move(entries));
    changed_ = true;
    prepare_next();
}

void PlayerCore::remove(QueueEntryId entry) {
    const bool was_last = queue_.index_of(entry) == queue_.size() - 1;
    switch (queue_.remove(entry)) {
        case PlayQueue::Removed::nothing:
            return;
        case PlayQueue::Removed::entry:
            break;
        case PlayQueue::Removed::current: {
            const PlaybackState before = state_;
            leave(Cause::removed);
            if (before == PlaybackState::playing && !was_last) {
                start_current(meaning_of(Cause::removed).start);
            } else if (before == PlaybackState::playing) {
                end_of_queue();
            } else if (before == PlaybackState::paused) {
                halt();
            }
            break;
        }
    }
    automatic_asked_for_ = QueueEntryId();
    changed_ = true;
    prepare_next();
    want_automatic();
}

void PlayerCore::move(QueueEntryId entry, int to_index) {
    if (queue_.move(entry, to_index)) {
        changed_ = true;
        prepare_next();
    }
}

void PlayerCore::clear() {
    leave(Cause::stopped);
    queue_.clear();
    halt();
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

void PlayerCore::replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision) {
    if (queue_.replace_automatic(std::move(entries), expected_revision)) {
        changed_ = true;
        prepare_next();
    } else {
        // The answer came too late for its question; it is asked again for the queue as it is now.
        automatic_asked_for_ = QueueEntryId();
        want_automatic();
    }
}

void PlayerCore::play() {
    if (state_ == PlaybackState::paused) {
        book_.resumed(current_);
        state_ = PlaybackState::playing;
        changed_ = true;
        engine_->resume();
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
    start_current(StartReason::chosen);
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

void PlayerCore::previous() {
    const bool playing = current_.valid();
    if (playing && previous_step(position_, queue_.current() > 0) == PreviousStep::restart) {
        seek(Milliseconds(0));
        return;
    }
    failures_in_a_row_ = 0;
    leave(Cause::previous);
    if (queue_.previous()) {
        start_current(meaning_of(Cause::previous).start);
    }
}

void PlayerCore::seek(Milliseconds position) {
    if (!current_.valid()) {
        return;
    }
    Milliseconds to = std::max(position, Milliseconds(0));
    if (duration_ > Milliseconds(0)) {
        to = std::min(to, duration_);
    }
    book_.seeked(current_, position_, to);
    position_ = position_told_ = to;
    seek_awaited_ = ++last_seek_;
    ++seek_revision_;
    changed_ = true;
    engine_->seek(current_, to, seek_awaited_);
}

void PlayerCore::set_volume(double volume) {
    volume_ = std::isfinite(volume) ? std::clamp(volume, 0.0, 1.0) : volume_;
    changed_ = true;
    engine_->set_volume(volume_, muted_);
}

void PlayerCore::set_muted(bool muted) {
    muted_ = muted;
    changed_ = true;
    book_.set_muted(muted);
    engine_->set_volume(volume_, muted_);
}

void PlayerCore::set_private_session(bool on) {
    book_.set_private(on);
    want_automatic();
}

void PlayerCore::dismiss_error() {
    changed_ = changed_ || error_.has_value();
    error_.reset();
}

void PlayerCore::set_shuffle(bool on) {
    shuffle_ = on;
    changed_ = true;
}

void PlayerCore::set_repeat(RepeatMode mode) {
    repeat_ = mode;
    changed_ = true;
}

void PlayerCore::undo() {}

void PlayerCore::set_sleep_timer(std::optional<SleepTimer> timer) {
    sleep_timer_ = timer;
    changed_ = true;
}

void PlayerCore::set_stop_after_current(bool on) {
    stop_after_current_ = on;
    changed_ = true;
}

void PlayerCore::set_stretch(std::optional<RepeatStretch> stretch) {
    stretch_ = stretch;
    changed_ = true;
}

void PlayerCore::set_speed(double speed) {
    speed_ = std::isfinite(speed) ? std::clamp(speed, 0.5, 3.0) : speed_;
    changed_ = true;
    engine_->set_speed(speed_);
}

void PlayerCore::set_settings(PlaybackSettings settings) {
    settings_ = std::move(settings);
    changed_ = true;
    engine_->set_sound(settings_);
}

void PlayerCore::output_removed() {
    if (settings_.pause_on_removal) {
        pause();
    }
}

void PlayerCore::picture(PlayerState& state) const {
    if (state.queue_revision != queue_.revision()) {
        state.queue = queue_.entries();
        state.queue_revision = queue_.revision();
    }
    state.state = state_;
    state.current = queue_.current();
    state.auto_from = queue_.auto_from();
    state.position = position_;
    state.duration = duration_;
    state.volume = volume_;
    state.muted = muted_;
    state.seek_revision = seek_revision_;
    state.error = error_;
    state.shuffle = shuffle_;
    state.repeat = repeat_;
    state.sleep_timer = sleep_timer_;
    state.stop_after_current = stop_after_current_;
    state.stretch = stretch_;
    state.speed = speed_;
    state.settings = settings_;
    state.devices = devices_;
}

bool PlayerCore::take_changed() {
    return std::exchange(changed_, false);
}

}  // namespace refrain
