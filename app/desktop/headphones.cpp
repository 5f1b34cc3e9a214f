#include "app/desktop/headphones.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr std::chrono::milliseconds first_wait(500), longest_wait(60'000);

}  // namespace

Headphones::Headphones(PlayerFollower& follower, std::string server, QObject* parent)
    : QObject(parent), follower_(follower), monitor_(std::move(server)), wait_(first_wait) {
    again_.setSingleShot(true);
    connect(&again_, &QTimer::timeout, &monitor_, &PulseMonitor::watch);
    connect(&monitor_, &PulseMonitor::picture, this, &Headphones::take);
    connect(&monitor_, &PulseMonitor::lost, this, &Headphones::lost);
    connect(&follower_, &PlayerFollower::changed, this, &Headphones::follow);
    follow();
}

void Headphones::follow() {
    const bool playing = follower_.state().state == PlaybackState::playing;
    if (playing == playing_) {
        return;
    }
    playing_ = playing;
    if (playing_) {
        wait_ = first_wait;
        monitor_.watch();
    } else {
        // Paused, nobody needs it before play is pressed.
        again_.stop();
    }
}

void Headphones::take(const SoundPicture& now) {
    wait_ = first_wait;
    if (watch_.removed(now, OutputWatch::Clock::now()) && playing_) {
        follower_.player().output_removed();
    }
}

void Headphones::lost() {
    watch_.forget();
    if (playing_) {
        again_.start(wait_);
        wait_ = std::min(wait_ * 2, longest_wait);
    }
}

}  // namespace refrain
