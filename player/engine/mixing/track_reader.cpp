#include "player/engine/mixing/track_reader.h"

#include "player/engine/mixing/extrapolation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {
namespace {

/// Read before a track begins: enough to guess what led up to it, and for its neighbour's filter.
constexpr std::int64_t primed_frames = 2048;
/// Kept behind the place of reading: the same for what follows.
constexpr std::int64_t kept_frames = 2048;
constexpr std::int64_t largest_input = 16384;
constexpr std::int64_t chunk = 512;
/// The frames a guess is made from.
constexpr std::size_t guessed_from = 1024;
/// Frames at an edge, and the loudest that passes for silence (-66 dB): below it a shift by less than one
/// frame is nothing.
constexpr std::size_t edge_frames = 256;
constexpr float quiet = 0.0005F;

bool is_quiet(const std::vector<float>& sound) {
    return std::all_of(sound.begin(), sound.end(), [](float x) { return std::abs(x) < quiet; });
}

/// Exactly `frames` frames: cut, or filled up with silence on the side away from the edge.
std::vector<float> fitted(std::span<const float> sound, std::size_t frames, bool at_end) {
    std::vector<float> out(2 * frames, 0.0F);
    const std::size_t n = std::min(sound.size(), out.size());
    if (at_end) {
        std::copy(sound.end() - static_cast<std::ptrdiff_t>(n), sound.end(),
                  out.end() - static_cast<std::ptrdiff_t>(n));
    } else {
        std::copy_n(sound.begin(), n, out.begin());
    }
    return out;
}

}  // namespace

TrackReader::TrackReader(Voice voice, int out_rate)
    : voice_(std::move(voice)), out_rate_(out_rate), gain_(voice_.gain) {}

// Reads on until frame `until` is there; false when it is not.
bool TrackReader::pull(std::int64_t until) {
    while (end_ < until && !source_ended_) {
        const std::size_t old = input_.size();
        input_.resize(old + 2 * static_cast<std::size_t>(chunk));
        const std::size_t got = voice_.source->read(&input_[old], static_cast<std::size_t>(chunk));
        input_.resize(old + 2 * got);
        if (got > 0 && !origin_known_) {
            origin_ = voice_.source->next_frame() - static_cast<std::int64_t>(got);
            origin_known_ = true;
        }
        end_ += static_cast<std::int64_t>(got);
        rate_ = voice_.source->rate();
        if (got == 0 && voice_.source->ended()) {
            break_off();
        } else if (got == 0) {
            return false;
        }
    }
    return end_ >= until;
}

void TrackReader::break_off() {
    source_ended_ = true;
    if (!origin_known_) {
        origin_ = voice_.source->next_frame();
        origin_known_ = true;
    }
    rate_ = rate_ > 0 ? rate_ : out_rate_;
}

bool TrackReader::primed() {
    return begun() || pull(primed_frames) || source_ended_;
}

bool TrackReader::has_primed() const {
    return begun() || end_ >= primed_frames || source_ended_;
}

std::int64_t TrackReader::frame_of(Milliseconds position) const {
    return position.count() * rate_ / 1000 - origin_;
}

// The frame where the play ends, once that is certain.
std::optional<std::int64_t> TrackReader::end_frame() const {
    if (closed_) {
        return frames_;
    }
    if (voice_.end && rate_ > 0) {
        const std::int64_t wanted = std::max<std::int64_t>(frame_of(*voice_.end), 0);
        if (wanted <= end_ || source_ended_) {
            return std::min(wanted, end_);
        }
    }
    return source_ended_ ? std::optional(end_) : std::nullopt;
}

std::optional<std::int64_t> TrackReader::known_frames() const {
    if (const auto end = end_frame()) {
        return end;
    }
    if (rate_ == 0 || !(voice_.length || voice_.end)) {
        return std::nullopt;
    }
    const Milliseconds never = Milliseconds::max();
    return frame_of(std::min(voice_.length.value_or(never), voice_.end.value_or(never)));
}

void TrackReader::begin(double offset, std::span<const float> before) {
    resampler_.emplace(rate_, out_rate_, offset);
    const auto reach = static_cast<std::size_t>(resampler_->reach());
    if (reach == 0) {
        return;
    }
    const std::vector<float> lead =
        before.empty() ? continue_backward(head(guessed_from), reach) : fitted(before, reach, true);
    input_.insert(input_.begin(), lead.begin(), lead.end());
    first_ = -static_cast<std::int64_t>(reach);
}

std::int64_t TrackReader::position() const {
    const double origin =
        rate_ > 0 ? static_cast<double>(origin_) * static_cast<double>(out_rate_) / static_cast<double>(rate_)
                  : 0.0;
    return std::llround(origin) + given_;
}

std::size_t TrackReader::give(float* out, std::size_t frames) {
    std::int64_t last = given_ + static_cast<std::int64_t>(frames);
    if (!closed_) {
        pull(resampler_->end_needed(last - 1));
    }
    const auto all = end_frame();
    if (all) {
        last = std::min(last, resampler_->frames_of(*all));
    }
    if (last <= given_) {
        return 0;
    }
    // Before close() nothing beyond the end may be drawn on.
    const std::int64_t usable = all && !closed_ ? std::min(*all, end_) : end_;
    while (last > given_ && resampler_->end_needed(last - 1) > usable) {
        // Steps down by what is missing; the last ones one by one.
        const std::int64_t missing = resampler_->end_needed(last - 1) - usable;
        last -= std::max<std::int64_t>(missing * out_rate_ / rate_ - 1, 1);
    }
    if (last <= given_) {
        return 0;
    }
    const auto n = static_cast<std::size_t>(last - given_);
    resampler_->run(given_, n, input_.data(), first_, out);
    given_ = last;
    return n;
}

std::size_t TrackReader::read(float* out, std::size_t frames) {
    std::size_t done = 0;
    while (done < frames) {
        const std::size_t n = give(out + 2 * done, frames - done);
        if (n == 0) {
            break;
        }
        done += n;
    }
    gain_.apply(out, done);
    forget_the_past();
    return done;
}

void TrackReader::forget_the_past() {
    const std::int64_t needed = resampler_->first_needed(given_) - kept_frames;
    if (static_cast<std::int64_t>(input_.size() / 2) > largest_input && needed > first_) {
        input_.erase(input_.begin(), input_.begin() + 2 * (needed - first_));
        first_ = needed;
    }
}

bool TrackReader::wants_after() const {
    return begun() && !closed_ && !resampler_->identity() && end_frame().has_value() && !done();
}

void TrackReader::close(std::span<const float> after) {
    const auto end = end_frame();
    if (closed_ || !end) {
        return;
    }
    frames_ = *end;
    closed_ = true;
    const auto reach = static_cast<std::size_t>(resampler_->reach());
    if (reach == 0) {
        return;
    }
    const std::vector<float> follows =
        after.empty() ? continue_forward(tail(guessed_from), reach) : fitted(after, reach, false);
    input_.resize(static_cast<std::size_t>(std::max<std::int64_t>(2 * (frames_ - first_), 0)));
    input_.insert(input_.end(), follows.begin(), follows.end());
    end_ = frames_ + static_cast<std::int64_t>(reach);
}

bool TrackReader::done() const {
    const auto end = end_frame();
    return begun() && end && given_ >= resampler_->frames_of(*end);
}

std::optional<std::int64_t> TrackReader::left() const {
    const auto all = known_frames();
    if (!all || !begun()) {
        return std::nullopt;
    }
    return std::max<std::int64_t>(resampler_->frames_of(*all) - given_, 0);
}

std::vector<float> TrackReader::head(std::size_t frames) const {
    const std::int64_t end = end_frame().value_or(end_);
    const auto n = std::clamp<std::int64_t>(end, 0, static_cast<std::int64_t>(frames));
    const auto from = input_.begin() - 2 * first_;
    return {from, from + 2 * n};
}

std::vector<float> TrackReader::tail(std::size_t frames) const {
    const std::int64_t end = end_frame().value_or(end_);
    const std::int64_t from = std::max(first_, end - static_cast<std::int64_t>(frames));
    if (from >= end) {
        return {};
    }
    return {input_.begin() + 2 * (from - first_), input_.begin() + 2 * (end - first_)};
}

double TrackReader::offset_behind() const {
    return resampler_->offset_behind(end_frame().value_or(end_));
}

bool TrackReader::quiet_at_head() const {
    return is_quiet(head(edge_frames));
}

bool TrackReader::quiet_at_tail() const {
    return is_quiet(tail(edge_frames));
}

void TrackReader::set_gain(double gain, std::int64_t frames) {
    voice_.gain = gain;
    gain_.go(gain, begun() ? frames : 0);
}

}  // namespace refrain
