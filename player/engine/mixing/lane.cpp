#include "player/engine/mixing/lane.h"

#include "player/engine/mixing/extrapolation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {
namespace {

/// Given to the stretcher at a time.
constexpr std::size_t stretch_chunk = 512;
/// Enough for the filter of any rate, and for a guess.
constexpr std::size_t edge_context = 2048;

/// The frames a guess is made from.
constexpr std::size_t guessed_from = 1024;
/// What was handed over is kept for so long, in seconds; moved in memory now and then only.
constexpr int kept_seconds = 1;
constexpr std::size_t move_after = 32'768;

/// Length of the blend from stretched sound to the plain one, in 1/100 s.
std::size_t blend_frames(int rate) {
    return static_cast<std::size_t>(rate / 100);
}

}  // namespace

Lane::Lane(Reader track, int rate, double speed) : rate_(rate), speed_(1.0), track_(std::move(track)) {
    set_speed(speed);
}

// Fills in what the filter sees beyond the end of the track. False: it is not known yet what follows.
bool Lane::close_edge(Reader& next) {
    const bool follows = next && !leaving_ && next->voice().crossfade == Milliseconds(0);
    if (follows && patient_ && !next->primed()) {
        return false;
    }
    if (follows && next->primed() && next->rate() == track_->rate()) {
        track_->close(next->head(edge_context));
    } else {
        track_->close({});
    }
    return true;
}

void Lane::follow(Reader& next) {
    before_ =
        Before{track_->tail(edge_context), track_->rate(), track_->offset_behind(), track_->quiet_at_tail()};
    track_ = leaving_ ? nullptr : std::move(next);
    next = nullptr;
    patient_ = true;
}

// Up to `frames` frames at speed 1, in order; what they are is added to raw_spans_.
std::size_t Lane::gather(float* out, std::size_t frames, Reader& next) {
    std::size_t done = 0;
    while (done < frames && track_) {
        if (!track_->begun()) {
            if (!track_->primed()) {
                break;
            }
            if (!before_) {
                track_->begin(0.0, {});
            } else {
                // Between silences a shift by a part of a frame is nothing, and the grid of the output is
                // where a track of its rate is played bit for bit.
                const bool hidden = track_->rate() == rate_ && (before_->quiet || track_->quiet_at_head());
                const bool same = before_->rate == track_->rate();
                track_->begin(hidden ? 0.0 : before_->offset, same ? before_->sound : std::vector<float>{});
                before_.reset();
            }
        }
        const std::size_t wanted = frames - done;
        const std::int64_t begin = track_->position();
        const std::size_t got = track_->read(out + 2 * done, wanted);
        if (got > 0) {
            const auto n = static_cast<std::int64_t>(got);
            raw_spans_.push_back({track_->voice().play,
                                  raw_end_,
                                  n,
                                  begin,
                                  begin + n,
                                  track_->voice().seek,
                                  false,
                                  false,
                                  {}});
            raw_end_ += n;
            done += got;
        }
        if (got == wanted) {
            continue;
        }
        if (track_->wants_after()) {
            if (!close_edge(next)) {
                break;
            }
            continue;
        }
        if (!track_->done()) {
            break;
        }
        const Voice& voice = track_->voice();
        if (!leaving_) {
            const std::int64_t end = track_->position();
            const PlayId follower = next ? next->voice().play : PlayId();
            if (follower != voice.play) {
                raw_spans_.push_back({voice.play, raw_end_, 0, end, end, voice.seek, true, true, follower});
            }
            follow(next);
        } else {
            track_.reset();
        }
    }
    return done;
}

void Lane::gather_plain(std::size_t frames, Reader& next) {
    const std::size_t old = ready_.size();
    ready_.resize(old + 2 * frames);
    const std::int64_t raw_before = raw_end_;
    const std::size_t got = gather(&ready_[old], frames, next);
    ready_.resize(old + 2 * got);
    for (MixedSpan& span : raw_spans_) {
        span.at += made_ - raw_before;
        spans_.push_back(span);
    }
    raw_spans_.clear();
    made_ += static_cast<std::int64_t>(got);
    raw_first_ = raw_end_;
}

// Moves the spans of the frames [from, to) at speed 1 to `frames` frames of the lane.
void Lane::map_spans(double from, double to, std::int64_t frames) {
    const auto first = std::llround(from), last = std::llround(to);
    const auto place = [&](std::int64_t raw) {
        return last > first ? made_ + (raw - first) * frames / (last - first) : made_;
    };
    std::int64_t covered = made_;
    while (!raw_spans_.empty()) {
        MixedSpan& span = raw_spans_.front();
        const std::int64_t a = std::max<std::int64_t>(span.at, first);
        const std::int64_t b = std::min<std::int64_t>(span.at + span.frames, last);
        if (span.at > last || (span.at == last && span.frames > 0)) {
            break;
        }
        if (span.ends || b > a) {
            MixedSpan mapped = span;
            mapped.at = covered;
            mapped.frames = span.ends ? 0 : place(b) - covered;
            mapped.begin = span.begin + (a - span.at);
            mapped.end = span.ends ? mapped.begin : span.begin + (b - span.at);
            covered += mapped.frames;
            spans_.push_back(mapped);
            last_ = mapped;
        }
        if (span.at + span.frames > last) {
            break;
        }
        raw_spans_.pop_front();
    }
    if (covered < made_ + frames) {
        // Slowed down, a frame of the lane may carry none of the track.
        MixedSpan rest = raw_spans_.empty() ? last_ : raw_spans_.front();
        rest.begin = rest.end =
            raw_spans_.empty() ? last_.end : rest.begin + std::max<std::int64_t>(last - rest.at, 0);
        rest.ends = false;
        rest.at = covered;
        rest.frames = made_ + frames - covered;
        // An end is told behind all that sounds of its track; what comes behind one that was handed over
        // already is nobody's sound, and silent.
        std::vector<MixedSpan> ends;
        while (raw_spans_.empty() && !spans_.empty() && spans_.back().ends && spans_.back().at == covered) {
            ends.push_back(spans_.back());
            spans_.pop_back();
        }
        if (!raw_spans_.empty() || !last_.ends || !ends.empty()) {
            spans_.push_back(rest);
        }
        for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
            end->at += rest.frames;
            spans_.push_back(*end);
        }
    }
}

// Takes what the stretcher has ready.
std::size_t Lane::receive(std::size_t frames) {
    const std::size_t old = ready_.size();
    ready_.resize(old + 2 * frames);
    const double from = stretcher_->position();
    const std::size_t got = stretcher_->take(&ready_[old], frames);
    ready_.resize(old + 2 * got);
    map_spans(from, stretcher_->position(), static_cast<std::int64_t>(got));
    made_ += static_cast<std::int64_t>(got);
    const auto place = std::min<std::int64_t>(std::llround(stretcher_->position()), raw_end_);
    if (place > raw_first_) {
        raw_.erase(raw_.begin(), raw_.begin() + 2 * (place - raw_first_));
        raw_first_ = place;
    }
    return got;
}

void Lane::gather_stretched(std::size_t frames, Reader& next) {
    while (frames > 0) {
        const std::size_t got = receive(frames);
        frames -= got;
        if (frames == 0 || got > 0) {
            continue;
        }
        const std::size_t old = raw_.size();
        raw_.resize(old + 2 * stretch_chunk);
        const std::size_t read = gather(&raw_[old], stretch_chunk, next);
        raw_.resize(old + 2 * read);
        stretcher_->put(raw_.data() + old, read);
        if (read > 0) {
            continue;
        }
        if (track_) {
            return;
        }
        stretcher_->finish();
        if (receive(frames) == 0) {
            // What rounding left over, and the ends of the tracks.
            map_spans(stretcher_->position(), static_cast<double>(raw_end_), 0);
            raw_.clear();
            raw_first_ = raw_end_;
            stretcher_.reset();
            return;
        }
    }
}

std::size_t Lane::prepare(std::size_t frames, Reader& next) {
    if (ready_frames() < frames) {
        const std::size_t kept = static_cast<std::size_t>(rate_) * kept_seconds;
        if (ready_used_ > kept + move_after) {
            ready_.erase(ready_.begin(),
                         ready_.begin() + static_cast<std::ptrdiff_t>(2 * (ready_used_ - kept)));
            ready_used_ = kept;
        }
        const std::size_t missing = frames - ready_frames();
        if (stretcher_) {
            gather_stretched(missing, next);
        } else {
            gather_plain(missing, next);
        }
    }
    return std::min(ready_frames(), frames);
}

std::size_t Lane::prepare(std::size_t frames) {
    Reader none;
    return prepare(frames, none);
}

void Lane::take(float* out, std::size_t frames, std::vector<MixedSpan>& spans) {
    std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(2 * ready_used_), 2 * frames, out);
    fade_.apply(out, frames);
    ready_used_ += frames;
    const std::int64_t until = taken_ + static_cast<std::int64_t>(frames);
    while (!given_.empty() && given_.front().block < taken_ - std::int64_t{rate_} * kept_seconds) {
        given_.pop_front();
    }
    const auto give = [&](const MixedSpan& span) {
        spans.push_back(span);
        given_.push_back({taken_, span});
    };
    while (!spans_.empty()) {
        MixedSpan& span = spans_.front();
        const std::int64_t here = std::min(span.frames, until - span.at);
        if (span.at > until || (here <= 0 && span.frames > 0)) {
            break;
        }
        if (here == span.frames) {
            give(span);
            spans_.pop_front();
            continue;
        }
        MixedSpan part = span;
        part.frames = here;
        part.end = span.begin + (span.end - span.begin) * here / span.frames;
        give(part);
        span.at += here;
        span.frames -= here;
        span.begin = part.end;
        break;
    }
    taken_ = until;
}

std::int64_t Lane::kept() const {
    return std::min<std::int64_t>(static_cast<std::int64_t>(ready_used_), std::int64_t{rate_} * kept_seconds);
}

void Lane::take_back(std::int64_t frames) {
    ready_used_ -= static_cast<std::size_t>(frames);
    taken_ -= frames;
    while (!given_.empty() && given_.back().block >= taken_) {
        spans_.push_front(given_.back().span);
        given_.pop_back();
    }
}

std::optional<std::int64_t> Lane::left() const {
    const auto ready = static_cast<std::int64_t>(ready_frames());
    if (!track_) {
        return ready;
    }
    const auto track = track_->left();
    if (!track) {
        return std::nullopt;
    }
    const double inside = stretcher_ ? static_cast<double>(raw_end_) - stretcher_->position() : 0.0;
    return ready + std::llround((static_cast<double>(*track) + inside) / speed_);
}

// The plain sound from where the stretcher is, blended in so that nothing clicks; nothing is lost or heard
// twice but by what the stretcher's place is uncertain.
void Lane::back_to_plain() {
    const std::vector<float> plain = std::exchange(raw_, {});
    const std::int64_t from = raw_first_;
    const auto frames = static_cast<std::size_t>(raw_end_ - from);
    std::vector<float> old(2 * std::min(blend_frames(rate_), frames));
    stretcher_->finish();
    const auto blended = static_cast<std::int64_t>(stretcher_->take(old.data(), old.size() / 2));
    stretcher_.reset();
    map_spans(static_cast<double>(from), static_cast<double>(raw_end_), raw_end_ - from);
    ready_.insert(ready_.end(), plain.begin(), plain.end());
    float* const at = ready_.data() + (ready_.size() - plain.size());
    for (std::int64_t i = 0; i < blended; ++i) {
        const float weight = static_cast<float>(i + 1) / static_cast<float>(blended + 1);
        for (std::int64_t c = 2 * i; c < 2 * i + 2; ++c) {
            at[c] = weight * at[c] + (1.0F - weight) * old[static_cast<std::size_t>(c)];
        }
    }
    made_ += raw_end_ - from;
    raw_first_ = raw_end_;
}

void Lane::set_speed(double speed) {
    if (speed == speed_) {
        return;
    }
    speed_ = speed;
    if (speed == 1.0) {
        if (stretcher_) {
            back_to_plain();
        }
    } else if (stretcher_) {
        stretcher_->set_speed(speed);
    } else {
        stretcher_ = std::make_unique<Stretcher>(rate_, speed, raw_end_);
    }
}

void Lane::detach() {
    track_.reset();
    stretcher_.reset();
    raw_.clear();
    for (MixedSpan& span : raw_spans_) {
        if (span.ends) {
            span.at = made_;
            spans_.push_back(span);
        }
    }
    raw_spans_.clear();
    raw_first_ = raw_end_;
}

void Lane::guess(std::int64_t frames) {
    if (frames <= 0 || !dry()) {
        return;
    }
    const std::size_t known = std::min(ready_.size() / 2, guessed_from);
    const std::vector<float> more = continue_forward({ready_.data() + (ready_.size() - 2 * known), 2 * known},
                                                     static_cast<std::size_t>(frames));
    ready_.insert(ready_.end(), more.begin(), more.end());
    // It carries nothing of the track, and may sound behind its end: it is nobody's.
    made_ += frames;
}

std::optional<std::int64_t> Lane::place_before_turn() const {
    std::optional<std::int64_t> place;
    MixedSpan before;
    bool turns = false;
    const auto look_at = [&](const MixedSpan& span) {
        // What the stretcher has may begin before the place it has come to.
        turns = turns || (place && span.play == before.play && span.end < before.end);
        place = place.value_or(span.begin);
        before = span;
    };
    for (const MixedSpan& span : spans_) {
        look_at(span);
    }
    for (const MixedSpan& span : raw_spans_) {
        look_at(span);
    }
    if (track_) {
        // A round that has not begun gives its first frame next.
        turns = turns || (place && track_->voice().play == before.play && track_->position() < before.end);
    }
    return turns ? place : std::nullopt;
}

std::vector<MixedSpan> Lane::drop() {
    detach();
    std::vector<MixedSpan> ends;
    for (const MixedSpan& span : spans_) {
        if (span.ends) {
            ends.push_back(span);
        }
    }
    ready_.clear();
    ready_used_ = 0;
    spans_.clear();
    given_.clear();
    return ends;
}

bool Lane::holds(PlayId play) const {
    const auto is_it = [play](const MixedSpan& span) { return span.play == play; };
    return (track_ && track_->voice().play == play) || std::any_of(spans_.begin(), spans_.end(), is_it) ||
           std::any_of(raw_spans_.begin(), raw_spans_.end(), is_it);
}

}  // namespace refrain
