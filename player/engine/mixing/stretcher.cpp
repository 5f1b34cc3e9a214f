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
    // What is made already has the speed it was made with.
    std::size_t made = touch_->numSamples();
    for (const Made& part : made_) {
        made -= std::min(made, part.frames);
    }
    if (made > 0) {
        made_.push_back({made, speed_});
    }
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
    std::size_t done = 0;
    while (done < frames) {
        const double speed = made_.empty() ? speed_ : made_.front().speed;
        std::size_t wanted = frames - done;
        if (!made_.empty()) {
            wanted = std::min(wanted, made_.front().frames);
        }
        if (finished_) {
            // The library fills its last stretch up with silence.
            const double left = std::floor((static_cast<double>(put_) - position_) / speed);
            wanted = std::min(wanted, static_cast<std::size_t>(std::max(left, 0.0)));
        }
        const std::size_t got = touch_->receiveSamples(out + 2 * done, static_cast<unsigned>(wanted));
        if (got == 0) {
            break;
        }
        done += got;
        position_ = std::min(position_ + static_cast<double>(got) * speed, static_cast<double>(put_));
        if (!made_.empty() && (made_.front().frames -= got) == 0) {
            made_.pop_front();
        }
    }
    return done;
}

}  // namespace refrain
