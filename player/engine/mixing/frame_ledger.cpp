#include "player/engine/mixing/frame_ledger.h"

#include <algorithm>

namespace refrain {
namespace {

/// One event for what continues the span told just before, so that a long step stays one event.
void tell_rendered(std::vector<EngineEvent>& events, const FramesRendered& span) {
    if (!events.empty()) {
        auto* last = std::get_if<FramesRendered>(&events.back());
        if (last && last->play == span.play && last->seek == span.seek && last->end == span.begin) {
            last->end = span.end;
            return;
        }
    }
    events.emplace_back(span);
}

}  // namespace

void FrameLedger::pushed(const MixedSpan& span) {
    pushed_ += span.frames;
    spans_.push_back(span);
}

std::vector<EngineEvent> FrameLedger::take(std::int64_t frames) {
    std::vector<EngineEvent> events;
    while (!spans_.empty()) {
        MixedSpan& span = spans_.front();
        const std::int64_t step = std::min(frames, span.frames);
        if (step > 0 && span.play.valid()) {
            tell_rendered(events, {span.play, span.begin, span.begin + step, span.seek});
        }
        span.begin += step;
        span.frames -= step;
        frames -= step;
        if (span.frames > 0) {
            break;
        }
        if (span.ends) {
            events.emplace_back(PlayEnded{span.play, true, span.followed_by});
        }
        spans_.pop_front();
    }
    return events;
}

std::vector<EngineEvent> FrameLedger::rendered(std::int64_t total) {
    std::int64_t step = std::clamp<std::int64_t>(total - rendered_, 0, pending());
    rendered_ += step;
    const std::int64_t told = std::min(step, claimed_);
    claimed_ -= told;
    step -= told;
    // Ends without frames of their own may wait at the front even when nothing new was rendered.
    return claimed_ == 0 ? take(step) : std::vector<EngineEvent>{};
}

std::vector<EngineEvent> FrameLedger::claim() {
    claimed_ = pending();
    return take(claimed_);
}

void FrameLedger::clear() {
    *this = FrameLedger();
}

bool FrameLedger::holds(PlayId play) const {
    return std::any_of(spans_.begin(), spans_.end(),
                       [play](const MixedSpan& span) { return span.play == play; });
}

}  // namespace refrain
