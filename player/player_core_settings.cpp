// The player's core: how it is played. Loudness, sound, speed, a stretch, the sleep timer, the device.
#include "player/listening/sleep.h"
#include "player/player_core.h"
#include "player/sound/gain.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {
namespace {

constexpr double slowest = 0.5, fastest = 3.0;
/// A shorter stretch would be a tone, and could not be opened again in time.
constexpr Milliseconds shortest_stretch{100};

}  // namespace

// --- loudness and sound

PlayPlan PlayerCore::plan_for(int index, const QueueEntry* before, const QueueEntry* behind) const {
    PlayPlan plan;
    plan.entry = *queue_.at(index);
    plan.from = resume_point_of(plan.entry);
    plan.gain = linear_gain(settings_.replay_gain, plan.entry.loudness,
                            heard_as_album(before, plan.entry, behind, queue_.drawn(plan.entry.id)));
    return plan;
}

PlayPlan PlayerCore::plan_for_current() const {
    const int index = queue_.current();
    return plan_for(index, queue_.at(index - 1), queue_.at(index + 1));
}

void PlayerCore::update_gains() {
    if (transport_.active() && queue_.current_entry() != nullptr) {
        transport_.set_gain(plan_for_current().gain);
    }
}

void PlayerCore::set_settings(PlaybackSettings settings) {
    settings_ = std::move(settings);
    changed_ = true;
    transport_.engine().set_sound(settings_);
    prepare_next();
    update_gains();
}

void PlayerCore::set_volume(double volume) {
    volume_ = std::isfinite(volume) ? std::clamp(volume, 0.0, 1.0) : volume_;
    changed_ = true;
    apply_volume();
}

void PlayerCore::set_muted(bool muted) {
    muted_ = muted;
    changed_ = true;
    transport_.book().set_muted(muted);
    transport_.engine().set_volume(volume_told_, muted_);
}

double PlayerCore::level() const {
    if (!sleep_timer_) {
        return 1.0;
    }
    SleepMoment moment;
    moment.left = sleep_left();
    moment.last_of_queue = last_of_queue();
    if (transport_.active() && transport_.duration() > Milliseconds(0)) {
        const auto left = static_cast<double>((transport_.duration() - transport_.position()).count());
        moment.left_of_track = Milliseconds(std::llround(left / speed_));
    }
    return sleep_level(left_until_rest(sleep_timer_->until, moment));
}

void PlayerCore::apply_volume() {
    const double volume = volume_ * level();
    // What rests is not made louder: the last of it may still be on its way out.
    if (volume != volume_told_ && (state_ != PlaybackState::stopped || volume < volume_told_)) {
        volume_told_ = volume;
        transport_.engine().set_volume(volume, muted_);
    }
}

void PlayerCore::set_private_session(bool on) {
    transport_.book().set_private(on);
    want_automatic();
}

void PlayerCore::look_for_devices() {
    transport_.engine().look_for_devices();
}

void PlayerCore::dismiss_error() {
    changed_ = changed_ || error_.has_value();
    error_.reset();
}

// --- long audio

Milliseconds PlayerCore::resume_point_of(const QueueEntry& entry) const {
    return settings_.resume_long_audio ? memory_.resume_point(entry) : Milliseconds(0);
}

void PlayerCore::set_speed(double speed) {
    speed_ = std::isfinite(speed) ? std::clamp(speed, slowest, fastest) : speed_;
    speed_of_long_audio_ = transport_.active() && transport_.entry().long_audio;
    changed_ = true;
    transport_.engine().set_speed(speed_);
    prepare_next();
}

void PlayerCore::set_speed_for(const QueueEntry& entry) {
    if (entry.long_audio) {
        speed_of_long_audio_ = true;
    } else if (std::exchange(speed_of_long_audio_, false)) {
        speed_ = 1.0;
        transport_.engine().set_speed(speed_);
    }
}

void PlayerCore::set_stretch(std::optional<RepeatStretch> stretch) {
    if (!transport_.active()) {
        return;
    }
    if (stretch) {
        const Milliseconds length = transport_.duration();
        stretch->from = std::max(stretch->from, Milliseconds(0));
        if (length > Milliseconds(0)) {
            stretch->from = std::clamp(stretch->from, Milliseconds(0),
                                       std::max(length - shortest_stretch, Milliseconds(0)));
            stretch->to = std::min(stretch->to, length);
        }
        if (stretch->complete()) {
            stretch->to = std::max(stretch->to, stretch->from + shortest_stretch);
        }
    }
    stretch_ = stretch;
    changed_ = true;
    transport_.set_stretch(stretch && stretch->complete() ? stretch : std::nullopt);
    prepare_next();
}

// --- coming to rest

void PlayerCore::set_stop_after_current(bool on) {
    stop_after_current_ = on;
    changed_ = true;
    prepare_next();
}

void PlayerCore::set_sleep_timer(std::optional<SleepTimer> timer) {
    if (timer && timer->until == SleepTimer::Until::time) {
        timer->left = std::clamp(timer->left, Milliseconds(0), Milliseconds(std::chrono::hours(24)));
        sleep_at_ = clock_() + timer->left;
    }
    sleep_timer_ = timer;
    changed_ = true;
    prepare_next();
    look_at_sleep_timer();
}

Milliseconds PlayerCore::sleep_left() const {
    return std::max(sleep_at_ - clock_(), Milliseconds(0));
}

void PlayerCore::end_sleep_timer() {
    changed_ = changed_ || sleep_timer_.has_value();
    sleep_timer_.reset();
}

void PlayerCore::look_at_sleep_timer() {
    if (sleep_timer_ && sleep_timer_->until == SleepTimer::Until::time && sleep_left() == Milliseconds(0)) {
        if (state_ == PlaybackState::playing) {
            fall_asleep();
        } else {
            // It rests already.
            end_sleep_timer();
        }
        return;
    }
    apply_volume();
}

void PlayerCore::fall_asleep() {
    if (!transport_.active()) {
        return;
    }
    // Nothing is louder before it is silent.
    apply_volume();
    const EndReason reason = asleep_end(transport_.position(), transport_.duration());
    const Interrupted here{transport_.entry().id, transport_.position()};
    note_left();
    transport_.leave(reason);
    if (reason == EndReason::finished) {
        memory_.finished(transport_.entry());
        rest();
        return;
    }
    end_sleep_timer();
    halt();
    interrupted_ = here;
}

}  // namespace refrain
