#include "player/listening/listen_tracker.h"

#include <algorithm>
#include <utility>

namespace refrain {

ListenTracker::ListenTracker(Listen about, int rate) : listen_(std::move(about)), rate_(std::max(rate, 1)) {
    listen_.heard = listen_.furthest = listen_.paused = Milliseconds(0);
    listen_.seeks_forward = listen_.seeks_back = 0;
    listen_.end_reason = EndReason::open;
}

Milliseconds ListenTracker::to_time(std::int64_t frames) const {
    // Rounded to the nearest millisecond, so that a track of 44,117 frames at 44,100 Hz is one of 1,000 ms.
    return Milliseconds((frames * 1000 + rate_ / 2) / rate_);
}

std::int64_t ListenTracker::rendered(const FramesRendered& span) {
    const std::int64_t until = span.at + span.frames;
    const std::int64_t fresh =
        std::clamp(until - std::max(counted_until_, span.at), std::int64_t{0}, span.frames);
    counted_until_ = std::max(counted_until_, until);
    // At the speed it was played at.
    const std::int64_t of_track = span.end - span.begin;
    heard_frames_ += span.frames > 0 ? of_track * fresh / span.frames : of_track;
    furthest_frame_ = std::max(furthest_frame_, span.end);
    return fresh;
}

void ListenTracker::paused(Milliseconds now) {
    if (!paused_since_) {
        paused_since_ = now;
    }
}

void ListenTracker::resumed(Milliseconds now) {
    if (paused_since_) {
        listen_.paused += std::max(now - *paused_since_, Milliseconds(0));
        paused_since_.reset();
    }
}

void ListenTracker::seeked(Milliseconds from, Milliseconds to) {
    if (to > from) {
        ++listen_.seeks_forward;
    } else if (to < from) {
        ++listen_.seeks_back;
    }
}

void ListenTracker::duration_known(Milliseconds duration) {
    if (duration > Milliseconds(0)) {
        listen_.duration = duration;
    }
}

Listen ListenTracker::so_far(Milliseconds now) const {
    Listen listen = listen_;
    listen.heard = to_time(heard_frames_);
    listen.furthest = to_time(furthest_frame_);
    if (paused_since_) {
        listen.paused += std::max(now - *paused_since_, Milliseconds(0));
    }
    return listen;
}

Listen ListenTracker::ended(EndReason reason, Milliseconds now) {
    resumed(now);
    listen_.end_reason = reason;
    return so_far(now);
}

}  // namespace refrain
