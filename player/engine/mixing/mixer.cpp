#include "player/engine/mixing/mixer.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

/// So many tracks may fade out beside one another: with ten presses of Next a second and a long fade the
/// older ones give way.
constexpr std::size_t most_leaving = 3;

std::int64_t frames_of(Milliseconds time, int rate) {
    return time.count() * rate / 1000;
}

/// Too short to be noticed, long enough not to click.
std::int64_t shortest_fade(int rate) {
    return rate / 200;
}

MixedSpan end_of(const Voice& voice, bool at_end, PlayId followed_by) {
    MixedSpan span;
    span.play = voice.play;
    span.seek = voice.seek;
    span.ends = true;
    span.at_end = at_end;
    span.followed_by = followed_by;
    return span;
}

}  // namespace

Mixer::Mixer(int rate) : rate_(rate) {}

void Mixer::begin(Reader track, std::int64_t fade) {
    // What starts inside a track would click.
    const bool inside = track->voice().inside || track->voice().seek > 0;
    main_ = std::make_unique<Lane>(std::move(track), rate_, speed_);
    plain_ = 0;
    if (inside) {
        main_->fade() = Ramp(0.0);
        main_->fade().go(1.0, fade);
    }
}

// Everything that sounds begins to fade out, or is cut off.
void Mixer::leave(std::int64_t fade) {
    const double loudness = master_.value();
    master_ = Ramp(1.0);
    plain_ = 0;
    if (main_) {
        const TrackReader* const track = main_->track();
        Leaving leaving;
        if (track) {
            leaving.end = end_of(track->voice(), false, {});
        }
        main_->leave();
        leaving.lane = std::move(main_);
        leaving_.push_back(std::move(leaving));
    }
    std::size_t behind = leaving_.size();
    for (Leaving& leaving : leaving_) {
        --behind;
        if (!leaving.lane) {
            continue;
        }
        Ramp& own = leaving.lane->fade();
        const double from = loudness * own.value();
        std::int64_t frames = behind < most_leaving ? fade : std::min(fade, shortest_fade(rate_));
        if (own.target() == 0.0) {
            frames = std::min(frames, own.left());
        }
        own = Ramp(from);
        own.go(0.0, leaving.lane->begun() && from > 0.0 ? frames : 0);
    }
}

void Mixer::play(Voice voice, std::int64_t fade) {
    leave(fade);
    begin(std::make_unique<TrackReader>(std::move(voice), rate_), shortest_fade(rate_));
}

void Mixer::play_next(std::int64_t fade) {
    leave(fade);
    if (next_) {
        begin(std::move(next_), shortest_fade(rate_));
    }
}

void Mixer::set_next(Voice voice) {
    next_ = voice.source ? std::make_unique<TrackReader>(std::move(voice), rate_) : nullptr;
}

void Mixer::stop(std::int64_t fade) {
    leave(fade);
    next_ = nullptr;
}

void Mixer::seek(std::uint64_t number, std::int64_t fade) {
    if (!main_ || !main_->track()) {
        return;
    }
    Voice voice = main_->track()->voice();
    voice.seek = number;
    if (next_ && next_->voice().play == voice.play) {
        next_->set_seek(number);
    }
    main_->leave();
    const bool sounds = main_->begun() && !silent();
    const std::int64_t wanted = sounds ? std::max<std::int64_t>(fade, 0) : 0;
    const auto rest = static_cast<std::int64_t>(main_->prepare(static_cast<std::size_t>(wanted)));
    main_->detach();
    main_->guess(wanted - rest);
    main_->fade().go(0.0, wanted);
    leaving_.push_back({std::move(main_), std::nullopt});
    begin(std::make_unique<TrackReader>(std::move(voice), rate_), fade);
}

void Mixer::take_back(std::int64_t frames) {
    if (frames > 0 && frames <= can_take_back()) {
        main_->take_back(frames);
        plain_ -= frames;
    }
}

void Mixer::clear() {
    main_.reset();
    next_.reset();
    leaving_.clear();
    master_ = Ramp(1.0);
}

const Voice* Mixer::current() const {
    return main_ && main_->track() ? &main_->track()->voice() : nullptr;
}

const Voice* Mixer::next() const {
    return next_ ? &next_->voice() : nullptr;
}

bool Mixer::holds(PlayId play) const {
    return (main_ && main_->holds(play)) ||
           std::any_of(leaving_.begin(), leaving_.end(), [play](const Leaving& leaving) {
               return (leaving.lane && leaving.lane->holds(play)) ||
                      (leaving.end && leaving.end->play == play);
           });
}

template <class Act>
void Mixer::on_readers(PlayId play, Act act) {
    const auto try_one = [&](TrackReader* reader) {
        if (reader && reader->voice().play == play) {
            act(*reader);
        }
    };
    try_one(next_.get());
    try_one(main_ ? main_->track() : nullptr);
    for (Leaving& leaving : leaving_) {
        try_one(leaving.lane ? leaving.lane->track() : nullptr);
    }
}

void Mixer::set_gain(PlayId play, double gain, std::int64_t frames) {
    on_readers(play, [&](TrackReader& reader) { reader.set_gain(gain, frames); });
}

void Mixer::set_length(PlayId play, Milliseconds length) {
    on_readers(play, [&](TrackReader& reader) { reader.set_length(length); });
}

void Mixer::set_end(PlayId play, std::optional<Milliseconds> end) {
    on_readers(play, [&](TrackReader& reader) { reader.set_end(end); });
}

void Mixer::set_speed(double speed) {
    speed_ = speed;
    if (main_) {
        main_->set_speed(speed);
    }
    for (Leaving& leaving : leaving_) {
        if (leaving.lane) {
            leaving.lane->set_speed(speed);
        }
    }
}

void Mixer::set_mono(bool mono) {
    mono_.go(mono ? 1.0 : 0.0, main_ ? shortest_fade(rate_) * 4 : 0);
}

void Mixer::break_off() {
    if (main_ && main_->track()) {
        main_->track()->break_off();
        main_->leave();
        leaving_.push_back({nullptr, end_of(main_->track()->voice(), false, {})});
        std::swap(leaving_.back().lane, main_);
    }
}

bool Mixer::do_not_wait() {
    return main_ && main_->do_not_wait();
}

void Mixer::drop_leaving() {
    for (Leaving& leaving : leaving_) {
        Lane* const lane = leaving.lane.get();
        if (lane && lane->fade().target() == 0.0) {
            const std::int64_t frames = std::min(lane->fade().left(), shortest_fade(rate_) * 4);
            const auto ready = static_cast<std::int64_t>(lane->prepare(static_cast<std::size_t>(frames)));
            lane->detach();
            lane->guess(frames - ready);
            lane->fade().go(0.0, frames);
        }
    }
}

// Begins a crossfade whose time has come; else returns how many of `frames` there are until it comes.
std::size_t Mixer::begin_crossfade(std::size_t frames) {
    if (!main_ || !main_->begun() || !main_->track() || !next_ ||
        next_->voice().crossfade <= Milliseconds(0)) {
        return frames;
    }
    const std::optional<std::int64_t> left = main_->left();
    const std::int64_t overlap = frames_of(next_->voice().crossfade, rate_);
    if (!left || *left < shortest_fade(rate_)) {
        return frames;
    }
    if (*left > overlap) {
        return static_cast<std::size_t>(std::min(static_cast<std::int64_t>(frames), *left - overlap));
    }
    if (!next_->primed()) {
        return frames;
    }
    Leaving leaving;
    leaving.end = end_of(main_->track()->voice(), true, next_->voice().play);
    main_->leave();
    main_->fade().go(0.0, *left, Ramp::Curve::equal_power);
    leaving.lane = std::move(main_);
    leaving_.push_back(std::move(leaving));
    begin(std::move(next_), 0);
    main_->fade() = Ramp(0.0);
    main_->fade().go(1.0, *left, Ramp::Curve::equal_power);
    return frames;
}

void Mixer::add(Lane& lane, std::size_t frames, float* out, bool first, std::vector<MixedSpan>& spans) {
    const std::int64_t before = lane.taken();
    const std::size_t old = spans.size();
    float* const to = first ? out : block_.data();
    lane.take(to, frames, spans);
    for (std::size_t i = old; i < spans.size(); ++i) {
        spans[i].at -= before;
    }
    for (std::size_t i = 0; !first && i < 2 * frames; ++i) {
        out[i] += block_[i];
    }
}

// Tells the ends of what has left, in the order in which it was left.
void Mixer::tell_ends(std::int64_t at, std::vector<MixedSpan>& spans) {
    while (!leaving_.empty() && !leaving_.front().lane) {
        if (auto& end = leaving_.front().end) {
            end->at = at;
            spans.push_back(*end);
        }
        leaving_.pop_front();
    }
}

void Mixer::finish(Leaving& leaving, std::int64_t at, std::vector<MixedSpan>& spans) {
    for (MixedSpan& end : leaving.lane->drop()) {
        end.at = at;
        spans.push_back(end);
    }
    leaving.lane.reset();
}

// The end of a play whose rest before a seek still sounds is told behind that, even where it is the end of a
// lane that read on and was cut off before that was heard.
void Mixer::keep_back_ends(std::ptrdiff_t from, std::vector<MixedSpan>& spans) {
    const auto early = [this](const MixedSpan& span) {
        return span.ends && std::any_of(leaving_.begin(), leaving_.end(), [&](const Leaving& leaving) {
                   return leaving.lane && leaving.lane->holds(span.play);
               });
    };
    for (auto at = spans.begin() + from; at != spans.end();) {
        if (early(*at)) {
            leaving_.push_back({nullptr, *at});
            at = spans.erase(at);
        } else {
            ++at;
        }
    }
}

void Mixer::to_mono(float* samples, std::size_t frames) {
    if (mono_.at_rest() && mono_.target() == 0.0) {
        return;
    }
    for (std::size_t i = 0; i < frames; ++i) {
        const auto part = static_cast<float>(mono_.step());
        float& left = samples[2 * i];
        float& right = samples[2 * i + 1];
        const float middle = 0.5F * left + 0.5F * right;
        left += part * (middle - left);
        right += part * (middle - right);
    }
}

std::size_t Mixer::mix(float* out, std::size_t frames, std::vector<MixedSpan>& spans) {
    std::size_t n = silent() ? 0 : begin_crossfade(frames);
    if (master_.target() == 0.0 && !master_.at_rest()) {
        // Not beyond the end of the fade: what is not heard must not be read.
        n = std::min(n, static_cast<std::size_t>(master_.left()));
    }
    const bool plain = main_ && leaving_.empty() && master_.at_rest() && master_.target() == 1.0 &&
                       mono_.at_rest() && main_->fade().at_rest() && main_->fade().target() == 1.0;
    const auto until_faded = [](const Lane& lane, std::size_t at_most) {
        return lane.fade().target() > 0.0 ? at_most
                                          : std::min(at_most, static_cast<std::size_t>(lane.fade().left()));
    };
    bool sounds = false;
    for (Leaving& leaving : leaving_) {
        if (Lane* const lane = leaving.lane.get()) {
            const std::size_t wanted = until_faded(*lane, n);
            const std::size_t ready = lane->prepare(wanted);
            n = ready < wanted && !lane->dry() ? std::min(n, ready) : n;
            sounds = sounds || ready > 0;
        }
    }
    std::size_t from_main = 0;
    if (main_) {
        from_main = main_->prepare(n, next_);
        // Alone it sets the length; beside something that sounds only where it gives at least something.
        n = sounds && (from_main == 0 || main_->dry()) ? n : from_main;
        from_main = std::min(from_main, n);
    }
    std::size_t longest = from_main;
    for (Leaving& leaving : leaving_) {
        if (Lane* const lane = leaving.lane.get()) {
            longest = std::max(longest, lane->prepare(until_faded(*lane, n)));
        }
    }
    n = longest;
    block_.resize(std::max(block_.size(), 2 * n));
    bool first = true;
    std::int64_t ended_at = 0;
    const auto before = static_cast<std::ptrdiff_t>(spans.size());
    for (Leaving& leaving : leaving_) {
        Lane* const lane = leaving.lane.get();
        if (!lane) {
            continue;
        }
        const std::size_t part = lane->prepare(until_faded(*lane, n));
        if (first) {
            std::fill_n(out, 2 * n, 0.0F);
        }
        add(*lane, part, out, first, spans);
        first = false;
        const bool faded = lane->fade().target() == 0.0 && lane->fade().at_rest();
        if (faded || lane->exhausted()) {
            // Ends are told in the order in which plays were left, each behind all that sounds of it: one cut
            // off at once waits for an older one that still fades out.
            ended_at = std::max(ended_at, static_cast<std::int64_t>(part));
            finish(leaving, ended_at, spans);
        }
    }
    tell_ends(ended_at, spans);
    if (main_) {
        if (first) {
            std::fill_n(out, 2 * n, 0.0F);
        }
        add(*main_, from_main, out, first, spans);
        if (main_->exhausted()) {
            main_.reset();
        }
    }
    keep_back_ends(before, spans);
    plain_ = plain && main_ && leaving_.empty() ? plain_ + static_cast<std::int64_t>(n) : 0;
    // The rest before a seek may sound to its own end in the very block in which its track ends.
    for (MixedSpan& end : spans) {
        for (const MixedSpan& sound : spans) {
            if (end.ends && !sound.ends && sound.play == end.play) {
                end.at = std::max(end.at, sound.at + sound.frames);
            }
        }
    }
    to_mono(out, n);
    master_.apply(out, n);
    return n;
}

}  // namespace refrain
