#include "player/transport.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr StreamFormat output_format{};
/// A position in milliseconds may lie so far beside its frame.
constexpr Milliseconds rounding{1};

Milliseconds time_of(std::int64_t frames) {
    return Milliseconds(frames * 1000 / output_format.rate);
}

EngineOptions engine_options(AudioSinkOptions sink, const DiskLimits& disks) {
    EngineOptions options;
    options.sink = std::move(sink);
    options.format = output_format;
    options.disks = disks;
    return options;
}

bool same_way(const PlayPlan& a, const PlayPlan& b) {
    return a.entry.id == b.entry.id && a.from == b.from && a.crossfade == b.crossfade;
}

}  // namespace

Transport::Transport(ListeningHistory& history, AudioSinkOptions sink, const DiskLimits& disks,
                     Engine::Listener events, TransportListener& listener)
    : listener_(listener),
      book_(history, output_format.rate),
      engine_(std::make_unique<Engine>(engine_options(std::move(sink), disks), std::move(events))) {}

void Transport::handle(const EngineEvent& event) {
    if (engine_) {
        std::visit([this](const auto& e) { on(e); }, event);
        return;
    }
    // The engine's last words: nothing is begun any more.
    if (const auto* span = std::get_if<FramesRendered>(&event)) {
        if (span->play == next_ && next_.valid()) {
            // It went on by itself.
            drop_prepared(EndReason::quit);
        }
        count(*span);
        position_ = span->play == current_ && span->seek >= seek_awaited_ ? time_of(span->end) : position_;
    } else if (const auto* ended = std::get_if<PlayEnded>(&event)) {
        close(ended->play, ended->at_end ? EndReason::finished : EndReason::unknown);
    } else if (const auto* failed = std::get_if<PlayFailed>(&event)) {
        close(failed->play, EndReason::error);
    } else if (const auto* balance = std::get_if<SinkBalance>(&event)) {
        book_.balance(*balance);
    }
}

void Transport::end_listens(EndReason reason) {
    for (const Listen& listen : book_.end_all(reason)) {
        listener_.listen_ended(listen);
    }
}

void Transport::close(PlayId play, EndReason otherwise) {
    begun_as_.erase(play);
    if (const auto listen = book_.ended(play, otherwise)) {
        listener_.listen_ended(*listen);
    }
}

// --- what the engine says

void Transport::on(const FramesRendered& event) {
    // Crossfaded, the follower is heard before the one it follows has ended.
    if (event.play == next_ && next_.valid()) {
        listener_.went_on();
    }
    count(event);
    if (event.play == current_ && event.seek >= seek_awaited_) {
        if (stretch_ && time_of(event.begin) + rounding < position_) {
            // Another round.
            ++jumps_;
        }
        position_ = time_of(event.end);
        listener_.position_moved();
    }
}

void Transport::count(const FramesRendered& span) {
    if (const auto dropped = dropped_.find(span.play); dropped != dropped_.end()) {
        // Heard all the same.
        book_.begin_stray(span.play, dropped->second.entry, dropped->second.reason);
        dropped_.erase(dropped);
    }
    book_.rendered(span);
}

void Transport::on(const DurationKnown& event) {
    if (event.duration <= Milliseconds(0)) {
        return;
    }
    book_.duration_known(event.play, event.duration);
    if (event.play == current_ && duration_ != event.duration) {
        duration_ = event.duration;
        listener_.length_known();
    } else if (event.play == next_) {
        // The engine reads ahead: the next track is on its way before the current one was heard out.
        next_duration_ = event.duration;
    }
}

void Transport::on(const PlayEnded& event) {
    dropped_.erase(event.play);
    if (event.play != current_) {
        close(event.play, event.at_end ? EndReason::finished : EndReason::unknown);
        return;
    }
    if (event.followed_by.valid() && event.followed_by == next_) {
        listener_.went_on();
        close(event.play, EndReason::finished);
        return;
    }
    close(event.play, event.at_end ? EndReason::finished : EndReason::unknown);
    current_ = PlayId();
    listener_.ended();
}

void Transport::on(const PlayFailed& event) {
    dropped_.erase(event.play);
    close(event.play, EndReason::error);
    if (event.play == next_) {
        next_ = PlayId();
        prepared_.reset();
    }
    if (event.play == current_) {
        current_ = PlayId();
        listener_.failed(event.error, event.no_answer);
    }
}

void Transport::on(const PlayWaits& event) {
    if (event.play == current_) {
        listener_.waits(event.ready.valid() && event.ready == next_);
    } else if (event.play == next_) {
        listener_.prepared_waits();
    }
}

void Transport::on(const SeekTooLate& event) {
    // The engine is in the next track already: open the file again, for the same listen.
    if (event.play == current_) {
        // Where it was wound to last: a second seek that came too late for this play is not heeded any more.
        const bool wound_again = event.seek > 0 && event.seek < seek_awaited_;
        reopen(wound_again ? position_ : event.position);
    }
}

void Transport::on(const OutputFailed& event) {
    if (event.plays < plays_) {
        // It was told before the engine knew of what plays now, which tries the device anew. What was to
        // follow was set after that, too; only what was left before will never be heard out.
        const auto gone = [&](PlayId play) {
            const auto begun = begun_as_.find(play);
            return !(event.newest < play) && (begun == begun_as_.end() || begun->second <= event.plays);
        };
        for (const Listen& listen : book_.end_left(gone, EndReason::error)) {
            listener_.listen_ended(listen);
        }
        dropped_.erase(dropped_.begin(), dropped_.upper_bound(event.newest));
        std::erase_if(begun_as_, [&](const auto& begun) { return begun.second <= event.plays; });
        return;
    }
    end_listens(EndReason::error);
    dropped_.clear();
    begun_as_.clear();
    current_ = next_ = PlayId();
    prepared_.reset();
    stretch_.reset();
    listener_.output_failed(event.error);
}

// --- what plays

TrackSource Transport::source_of(PlayId play, const PlayPlan& plan) const {
    TrackSource source;
    source.play = play;
    source.path = plan.entry.path;
    source.start = plan.from;
    source.begin = plan.entry.cue_begin;
    source.end = plan.entry.cue_end;
    source.gain = plan.gain;
    source.crossfade = plan.crossfade;
    return source;
}

void Transport::begin(PlayId play, PlayPlan plan, const ListenContext& context) {
    current_ = play;
    plan_ = std::move(plan);
    position_ = plan_.from;
    duration_ = plan_.entry.duration;
    seek_awaited_ = 0;
    held_ = false;
    stretch_.reset();
    book_.begin(play, plan_.entry, context);
}

void Transport::start(PlayPlan plan, const ListenContext& context) {
    set_stretch(std::nullopt);
    const bool prepared =
        next_.valid() && prepared_ && prepared_->entry.id == plan.entry.id && prepared_->from == plan.from;
    const PlayId play = prepared ? std::exchange(next_, PlayId()) : new_play();
    if (prepared) {
        prepared_.reset();
    } else {
        // The engine may have gone on with it already: what fades out of it now is not what was meant to
        // follow.
        forget_prepared();
    }
    begin(play, std::move(plan), context);
    ++plays_;
    if (prepared) {
        begun_as_[play] = plays_;
    }
    engine_->play(source_of(play, plan_));
    engine_->set_gain(play, plan_.gain);
    if (prepared && next_duration_ > Milliseconds(0)) {
        on(DurationKnown{play, next_duration_});
    }
}

void Transport::adopt_prepared(const ListenContext& context) {
    const PlayId play = std::exchange(next_, PlayId());
    PlayPlan plan = *std::exchange(prepared_, std::nullopt);
    begin(play, std::move(plan), context);
    if (next_duration_ > Milliseconds(0)) {
        on(DurationKnown{play, next_duration_});
    }
}

void Transport::prepare(std::optional<PlayPlan> plan) {
    if (stretch_) {
        // Asked again when it ends.
        return;
    }
    if (plan && prepared_ && next_.valid() && same_way(*plan, *prepared_)) {
        if (plan->gain != prepared_->gain) {
            engine_->set_gain(next_, plan->gain);
        }
        prepared_ = std::move(plan);
        return;
    }
    if (!plan && !prepared_) {
        return;
    }
    drop_prepared(EndReason::chose_other);
    next_duration_ = Milliseconds(0);
    next_ = plan ? new_play() : PlayId();
    prepared_ = std::move(plan);
    engine_->set_next(prepared_ ? std::optional(source_of(next_, *prepared_)) : std::nullopt);
}

void Transport::drop_prepared(EndReason reason) {
    if (next_.valid() && prepared_) {
        dropped_.emplace(next_, Dropped{prepared_->entry, reason});
    }
    next_ = PlayId();
    prepared_.reset();
}

void Transport::forget_prepared() {
    drop_prepared(EndReason::chose_other);
    engine_->set_next(std::nullopt);
}

void Transport::leave(EndReason reason) {
    if (current_.valid()) {
        set_stretch(std::nullopt);
        book_.leaving(current_, reason);
        current_ = PlayId();
    }
}

void Transport::halt() {
    position_ = Milliseconds(0);
    drop_prepared(EndReason::stopped);
    engine_->stop();
}

void Transport::hold() {
    held_ = true;
    engine_->pause();
    book_.paused(current_);
}

void Transport::resume() {
    held_ = false;
    book_.resumed(current_);
    engine_->resume();
}

Milliseconds Transport::seek(Milliseconds position) {
    Milliseconds to = std::max(position, Milliseconds(0));
    if (duration_ > Milliseconds(0)) {
        to = std::min(to, duration_);
    }
    book_.seeked(current_, position_, to);
    ++jumps_;
    position_ = to;
    seek_awaited_ = ++last_seek_;
    engine_->seek(current_, to, seek_awaited_);
    return to;
}

void Transport::set_gain(double gain) {
    if (current_.valid() && gain != plan_.gain) {
        plan_.gain = gain;
        engine_->set_gain(current_, gain);
    }
}

// --- the same listen in another play

void Transport::reopen(Milliseconds position) {
    const std::optional<RepeatStretch> stretch = stretch_;
    const Milliseconds begun_from = plan_.from;
    forget_prepared();
    const PlayId play = new_play();
    book_.go_on_as(current_, play);
    current_ = play;
    plan_.from = position_ = position;
    seek_awaited_ = 0;
    ++plays_;
    engine_->play(source_of(current_, plan_));
    plan_.from = begun_from;
    if (held_) {
        engine_->pause();
    }
    stretch_.reset();
    set_stretch(stretch);
}

// --- a stretch

void Transport::set_stretch(const std::optional<RepeatStretch>& stretch) {
    if (stretch_ || stretch) {
        engine_->set_stretch(current_, stretch);
    }
    stretch_ = stretch;
    if (!stretch_) {
        return;
    }
    drop_prepared(EndReason::chose_other);
    if (position_ >= stretch_->to) {
        // B was set where it plays.
        position_ = stretch_->from;
        seek_awaited_ = ++last_seek_;
        ++jumps_;
        engine_->seek(current_, position_, seek_awaited_);
    }
}

}  // namespace refrain
