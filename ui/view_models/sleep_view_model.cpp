#include "ui/view_models/sleep_view_model.h"

#include <algorithm>

namespace refrain {

namespace {

constexpr Milliseconds minute{60'000};

}  // namespace

QString sleep_text(Milliseconds left) {
    const auto rounded_up = [](Milliseconds length, Milliseconds unit) {
        return static_cast<int>((length + unit - Milliseconds(1)) / unit);
    };
    if (left > minute) {
        return SleepViewModel::tr("%n min", nullptr, rounded_up(left, minute));
    }
    return SleepViewModel::tr("%n s", nullptr, std::max(0, rounded_up(left, Milliseconds(1000))));
}

SleepViewModel::SleepViewModel(Player& player, PlayerFollower& follower, QObject* parent)
    : QObject(parent), player_(player) {
    connect(&follower, &PlayerFollower::changed, this, &SleepViewModel::take);
    connect(&second_, &QTimer::timeout, this, &SleepViewModel::changed);
    second_.setInterval(std::chrono::seconds(1));
    take(follower.state());
}

SleepViewModel::Until SleepViewModel::until() const {
    if (!timer_) {
        return Until::Never;
    }
    switch (timer_->until) {
        case SleepTimer::Until::time:
            return Until::Time;
        case SleepTimer::Until::end_of_track:
            return Until::EndOfTrack;
        case SleepTimer::Until::end_of_queue:
            return Until::EndOfQueue;
    }
    return Until::Never;
}

QString SleepViewModel::text() const {
    switch (until()) {
        case Until::Never:
            return {};
        case Until::Time: {
            const auto gone = std::chrono::duration_cast<Milliseconds>(Clock::now() - taken_);
            return sleep_text(std::max(Milliseconds(0), timer_->left - gone));
        }
        case Until::EndOfTrack:
            return tr("after this track");
        case Until::EndOfQueue:
            return tr("after the queue");
    }
    return {};
}

void SleepViewModel::set_stop_after_track(bool on) {
    player_.set_stop_after_current(on);
}

void SleepViewModel::sleepIn(int minutes) {
    minutes_ = minutes;
    set({SleepTimer::Until::time, minutes * minute});
}

void SleepViewModel::sleepAtEndOfTrack() {
    set({SleepTimer::Until::end_of_track, {}});
}

void SleepViewModel::sleepAtEndOfQueue() {
    set({SleepTimer::Until::end_of_queue, {}});
}

void SleepViewModel::stayAwake() {
    player_.set_sleep_timer(std::nullopt);
}

void SleepViewModel::set(SleepTimer timer) {
    player_.set_sleep_timer(timer);
}

void SleepViewModel::take(const PlayerState& state) {
    const bool stop_changed = stop_after_track_ != state.stop_after_current;
    const bool timer_changed = timer_ != state.sleep_timer;
    stop_after_track_ = state.stop_after_current;
    timer_ = state.sleep_timer;
    taken_ = Clock::now();
    if (timer_ && timer_->until == SleepTimer::Until::time) {
        second_.start();
    } else {
        second_.stop();
    }
    if (stop_changed || timer_changed) {
        Q_EMIT changed();
    }
}

}  // namespace refrain
