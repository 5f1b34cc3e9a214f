#include "player/engine/mixing/mixer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {

Mixer::Mixer(int channels, int fade_frames)
    : channels_(std::max(channels, 1)), step_(1.0F / static_cast<float>(std::max(fade_frames, 1))) {}

void Mixer::apply_gain(float* samples, std::size_t frames) {
    // Full gain leaves the samples untouched: what was decoded is what is heard, bit for bit.
    if (gain_ == 1.0F && target_ == 1.0F) {
        return;
    }
    for (std::size_t i = 0; i < frames; ++i) {
        gain_ = target_ > gain_ ? std::min(gain_ + step_, target_) : std::max(gain_ - step_, target_);
        for (int c = 0; c < channels_; ++c) {
            *samples++ *= gain_;
        }
    }
}

std::vector<MixedSpan> Mixer::mix(float* out, std::size_t frames) {
    std::vector<MixedSpan> spans;
    std::size_t done = 0;
    while (done < frames && current_.source && !silent()) {
        std::size_t wanted = frames - done;
        if (target_ < gain_) {
            // Not beyond the end of the fade: what is not heard must not be read.
            const auto left = static_cast<std::size_t>(std::lround(gain_ / step_));
            wanted = std::min(wanted, std::max<std::size_t>(left, 1));
        }
        const std::int64_t begin = current_.source->next_frame();
        float* const at = out + done * static_cast<std::size_t>(channels_);
        const std::size_t got = current_.source->read(at, wanted);
        apply_gain(at, got);
        done += got;
        // The first frame's position is known only after reading where a seek lies before it.
        const std::int64_t after = current_.source->next_frame();
        const std::int64_t first = got > 0 ? after - static_cast<std::int64_t>(got) : begin;
        if (got > 0) {
            spans.push_back({current_.play, first, static_cast<std::int64_t>(got), current_.seek, false, {}});
        }
        if (got == wanted) {
            continue;
        }
        if (!current_.source->ended()) {
            break;
        }
        spans.push_back({current_.play, after, 0, current_.seek, true, next_.play});
        current_ = std::exchange(next_, Voice{});
    }
    return spans;
}

}  // namespace refrain
