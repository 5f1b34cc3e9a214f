#include "player/engine/mixing/stretcher.h"

#include <algorithm>
#include <cmath>
#include <soundtouch/SoundTouch.h>
#include <type_traits>

namespace refrain {

static_assert(std::is_same_v<soundtouch::SAMPLETYPE, float>, "SoundTouch must be built for float samples");

Stretcher::Stretcher(int rate, double speed, std::int64_t position)
    : touch_(std::make_unique<soundtouch::SoundTouch>()),
      speed_(speed),
      position_(static_cast<double>(position)),
      put_(position) {
    touch_->setSampleRate(static_cast<unsigned>(rate));
    touch_->setChannels(2);
    touch_->setTempo(speed);
}

Stretcher::~Stretcher() = default;

void Stretcher::set_speed(double speed) {
    speed_ = speed;
    touch_->setTempo(speed);
}

void Stretcher::put(const float* samples, std::size_t frames) {
    if (frames > 0) {
        touch_->putSamples(samples, static_cast<unsigned>(frames));
        put_ += static_cast<std::int64_t>(frames);
    }
}

void Stretcher::finish() {
    if (!finished_) {
        finished_ = true;
        touch_->flush();
    }
}

std::size_t Stretcher::take(float* out, std::size_t frames) {
    if (finished_) {
        // The library fills its last stretch up with silence.
        const double left = std::floor((static_cast<double>(put_) - position_) / speed_);
        frames = std::min(frames, static_cast<std::size_t>(std::max(left, 0.0)));
    }
    const std::size_t got = touch_->receiveSamples(out, static_cast<unsigned>(frames));
    position_ = std::min(position_ + static_cast<double>(got) * speed_, static_cast<double>(put_));
    return got;
}

}  // namespace refrain
