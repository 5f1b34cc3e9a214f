// What is asked of the engine.
#include "player/engine/engine_loop.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {
namespace {

constexpr Milliseconds longest_fade{2000}, longest_crossfade{12000};
/// No cut is shorter: it would click.
constexpr Milliseconds shortest_fade{5};
/// A change of gain slides over this.
constexpr Milliseconds gain_slide{50};
/// A round is opened while the one before plays.
constexpr Milliseconds shortest_stretch{100};
constexpr double slowest = 0.5, fastest = 3.0;
/// Beyond any file; keeps products of times and rates in range.
constexpr Milliseconds latest{std::chrono::hours(24 * 365)};

Milliseconds position_in_range(Milliseconds position) {
    return std::clamp(position, Milliseconds(0), latest);
}

double usable_gain(double gain) {
    return std::isfinite(gain) && gain >= 0.0 ? gain : 1.0;
}

}  // namespace

std::int64_t EngineLoop::frames_of(Milliseconds time) const {
    return time.count() * options_.format.rate / 1000;
}

std::int64_t EngineLoop::fade_frames(Milliseconds time) const {
    return frames_of(std::clamp(time, shortest_fade, longest_fade));
}

Voice EngineLoop::open(TrackSource source) {
    Voice voice;
    voice.play = source.play;
    voice.gain = usable_gain(source.gain);
    voice.inside = source.start > Milliseconds(0);
    voice.crossfade = std::clamp(source.crossfade, Milliseconds(0), longest_crossfade);
    voice.source = std::make_shared<Deck>(
        std::move(source), [this] { wake(); }, crew_);
    return voice;
}

void EngineLoop::play(TrackSource source) {
    const PlayId play = source.play;
    ++plays_;
    newest_play_ = std::max(newest_play_, play);
    if (const Voice* current = mixer_.current(); current && current->play == play) {
        resume();
        return;
    }
    const bool prepared = mixer_.next() && mixer_.next()->play == play;
    if (!prepared && play == follower_) {
        // It was gone on with and heard out, or failed, before this came. Its end is on its way.
        return;
    }
    take_back();
    Voice voice = prepared ? Voice() : open(std::move(source));
    end_stretch();
    if (!ready_output()) {
        return;
    }
    const std::int64_t fade = mixer_.silent() ? 0 : fade_frames(settings_.fades.skip);
    paused_ = false;
    if (prepared) {
        mixer_.play_next(fade);
    } else {
        mixer_.play(std::move(voice), fade);
    }
    if (moving_) {
        mixer_.shut();
    }
}

void EngineLoop::set_next(std::optional<TrackSource> source) {
    end_stretch();
    const auto is_it = [&](const Voice* voice) { return voice && source && voice->play == source->play; };
    if (is_it(mixer_.next()) || is_it(mixer_.current())) {
        return;
    }
    drop_next();
    if (source) {
        follower_ = source->play;
        newest_play_ = std::max(newest_play_, follower_);
        mixer_.set_next(open(std::move(*source)));
    }
}

void EngineLoop::pause() {
    if (paused_ || mixer_.idle()) {
        return;
    }
    paused_ = true;
    take_back();
    if (output_ && (mixer_.begun() || mixer_.leaving())) {
        mixer_.fade_out(fade_frames(settings_.fades.pause));
    } else {
        mixer_.shut();
    }
}

void EngineLoop::resume() {
    if (!paused_) {
        return;
    }
    paused_ = false;
    if (!mixer_.idle() && ready_output() && !moving_) {
        mixer_.fade_in(mixer_.begun() ? fade_frames(settings_.fades.pause) : 0);
    }
}

void EngineLoop::seek(PlayId play, Milliseconds position, std::uint64_t number) {
    position = position_in_range(position);
    take_back();
    if (const Voice* current = mixer_.current(); current && current->play == play) {
        const DeckPtr deck = deck_of(current);
        mixer_.seek(number, fade_frames(options_.fade));
        deck->seek(position);
    } else if (mixer_.holds(play) || ledger_.holds(play)) {
        tell(SeekTooLate{play, position, number});
    }
}

void EngineLoop::stop(std::optional<Milliseconds> fade) {
    // The sleep timer's fade may be long.
    const Milliseconds time = fade ? std::clamp(*fade, shortest_fade, latest)
                                   : std::clamp(settings_.fades.stop, shortest_fade, longest_fade);
    drop_next();
    stretch_.reset();
    take_back();
    const bool sounds = output_ && !resting_;
    mixer_.stop(!sounds || mixer_.silent() ? 0 : frames_of(time));
    paused_ = false;
    closing_ = true;
    if (!sounds) {
        // The ends have nothing to wait for.
        spans_.clear();
        mixer_.mix(block_.data(), 0, spans_);
        hand_over(0);
        give_back_output();
    }
}

void EngineLoop::set_sound(PlaybackSettings settings) {
    settings_ = std::move(settings);
    take_back();
    apply_sound();
    change_device();
}

void EngineLoop::set_gain(PlayId play, double gain) {
    mixer_.set_gain(play, usable_gain(gain), frames_of(gain_slide));
}

void EngineLoop::set_speed(double speed) {
    mixer_.set_speed(std::isfinite(speed) ? std::clamp(speed, slowest, fastest) : 1.0);
}

void EngineLoop::set_stretch(PlayId play, std::optional<RepeatStretch> stretch) {
    leave_rounds_ahead(play);
    if (!stretch) {
        end_stretch();
        return;
    }
    stretch->from = position_in_range(stretch->from);
    stretch->to = position_in_range(std::max(stretch->to, stretch->from + shortest_stretch));
    const Voice* const current = mixer_.current();
    if (current && current->play == play) {
        drop_next();
        stretch_ = stretch;
        stretched_ = play;
        mixer_.set_end(play, stretch_->to);
        mixer_.set_next(open_round());
    } else if (mixer_.holds(play) || ledger_.holds(play)) {
        tell(SeekTooLate{play, stretch->from, 0});
    }
}

// A device has most of a second ahead: what was read turns back to A there, and the listener who lifts the
// stretch before B is heard wants to hear what is behind B. It is read anew from the place that is heard.
void EngineLoop::leave_rounds_ahead(PlayId play) {
    if (!stretch_ || play != stretched_) {
        return;
    }
    take_back();
    const Voice* const current = mixer_.current();
    const auto place = mixer_.place_before_turn();
    if (place && current && current->play == play) {
        const DeckPtr deck = deck_of(current);
        mixer_.seek(current->seek, fade_frames(options_.fade));
        deck->seek(Milliseconds(*place * 1000 / options_.format.rate));
    }
}

// The current play once more, from the beginning of its stretch.
Voice EngineLoop::open_round() {
    const Voice& current = *mixer_.current();
    TrackSource source = deck_of(&current)->source();
    source.start = stretch_->from;
    source.gain = current.gain;
    source.crossfade = Milliseconds(0);
    Voice round = open(std::move(source));
    round.seek = current.seek;
    round.length = current.length;
    round.end = stretch_->to;
    return round;
}

void EngineLoop::end_stretch() {
    if (!stretch_) {
        return;
    }
    stretch_.reset();
    if (mixer_.next() && mixer_.next()->play == stretched_) {
        mixer_.set_next({});
    }
    mixer_.set_end(stretched_, std::nullopt);
}

void EngineLoop::set_volume(double volume, bool muted) {
    volume_ = volume;
    muted_ = muted;
    take_back();
    apply_sound();
}

}  // namespace refrain
