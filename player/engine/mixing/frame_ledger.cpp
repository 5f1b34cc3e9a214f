#include "player/engine/mixing/frame_ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {

void add_event(std::vector<EngineEvent>& events, EngineEvent event) {
    if (const auto* span = std::get_if<FramesRendered>(&event)) {
        if (span->begin == span->end && span->frames == 0) {
            return;
        }
        // The newest first: in a stretch that is looped several may end at the same frame.
        for (auto other = events.rbegin(); other != events.rend(); ++other) {
            auto* earlier = std::get_if<FramesRendered>(&*other);
            if (earlier && earlier->play == span->play && earlier->seek == span->seek &&
                earlier->end == span->begin && earlier->at + earlier->frames == span->at) {
                earlier->end = span->end;
                earlier->frames += span->frames;
                return;
            }
        }
    } else if (const auto* balance = std::get_if<SinkBalance>(&event)) {
        // They are totals: the newest says it all.
        std::erase_if(events, [](const EngineEvent& e) { return std::holds_alternative<SinkBalance>(e); });
        events.insert(events.begin(), *balance);
        return;
    }
    events.push_back(std::move(event));
}

void FrameLedger::pushed(std::int64_t frames, std::span<const MixedSpan> spans) {
    for (const MixedSpan& span : spans) {
        const std::int64_t at = pushed_ + span.at;
        if (span.begin != span.end || span.frames > 0) {
            // Where in the sink is filled in when it is told.
            entries_.push_back(
                {at, span.frames, pushed_, FramesRendered{span.play, span.begin, span.end, span.seek, 0, 0}});
        }
        if (span.ends) {
            // One that came before and was not taken back with its sound is told where it comes now.
            std::erase_if(entries_, [&](const Entry& entry) {
                const auto* ended = std::get_if<PlayEnded>(&entry.event);
                return ended != nullptr && ended->play == span.play;
            });
            // Without sound it belongs to what was pushed before.
            const std::int64_t block = frames > 0 ? pushed_ : pushed_ - 1;
            entries_.push_back({at, 0, block, PlayEnded{span.play, span.at_end, span.followed_by}});
        }
    }
    pushed_ += frames;
    sound_end_ = spans.empty() ? sound_end_ : pushed_;
}

void FrameLedger::mark(EngineEvent event) {
    // It belongs to what was pushed before.
    entries_.push_back({pushed_, 0, pushed_ - 1, std::move(event)});
}

void FrameLedger::take_back(std::int64_t at) {
    replaced_.clear();
    replaced_at_ = at;
    std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(replaced_),
                 [at](const Entry& entry) { return entry.block >= at; });
    std::erase_if(entries_, [at](const Entry& entry) { return entry.block >= at; });
    pushed_ = std::clamp(at, rendered_, pushed_);
    sound_end_ = std::min(sound_end_, pushed_);
}

void FrameLedger::came_late(std::int64_t frames) {
    const std::int64_t until = replaced_at_ + frames;
    for (Entry& entry : entries_) {
        if (entry.block < replaced_at_) {
            continue;
        }
        if (auto* const span = std::get_if<FramesRendered>(&entry.event); span && entry.at < until) {
            const std::int64_t lost = std::min(until - entry.at, entry.frames);
            span->begin += entry.frames > 0 ? (span->end - span->begin) * lost / entry.frames : 0;
            entry.at += lost;
            entry.frames -= lost;
        }
    }
    std::erase_if(entries_, [](const Entry& entry) {
        return entry.frames == 0 && std::holds_alternative<FramesRendered>(entry.event);
    });
    // The ends among them are told where they come again.
    std::deque<Entry> heard;
    for (Entry& entry : std::exchange(replaced_, {})) {
        auto* const span = std::get_if<FramesRendered>(&entry.event);
        const std::int64_t part = std::min(entry.frames, until - entry.at);
        if (span && part > 0) {
            span->end = span->begin + (span->end - span->begin) * part / entry.frames;
            entry.frames = part;
            heard.push_back(std::move(entry));
        }
    }
    const auto behind = std::find_if(entries_.begin(), entries_.end(),
                                     [this](const Entry& entry) { return entry.block >= replaced_at_; });
    entries_.insert(behind, heard.begin(), heard.end());
}

std::vector<EngineEvent> FrameLedger::rendered(std::int64_t total) {
    const std::int64_t before = rendered_;
    rendered_ = std::clamp(total, rendered_, pushed_);
    std::vector<std::pair<std::int64_t, std::int64_t>> heard;
    std::vector<EngineEvent> events;
    for (Entry& entry : entries_) {
        const std::int64_t step = std::min(entry.frames, rendered_ - entry.at);
        if (step < 0 || (step == 0 && entry.frames > 0)) {
            continue;
        }
        auto* const span = std::get_if<FramesRendered>(&entry.event);
        if (!span) {
            events.push_back(entry.event);
        } else {
            FramesRendered part = *span;
            part.at = base_ + entry.at;
            part.frames = step;
            heard.emplace_back(entry.at, entry.at + step);
            if (step < entry.frames) {
                part.end = part.begin + (part.end - part.begin) * step / entry.frames;
            }
            add_event(events, part);
            span->begin = part.end;
        }
        entry.at += step;
        entry.frames -= step;
        // What is told has no frames left and lies at a place that was passed.
        entry.at = entry.frames == 0 ? -1 : entry.at;
    }
    std::erase_if(entries_, [](const Entry& entry) { return entry.at < 0; });
    balance(before, rendered_, heard);
    return events;
}

void FrameLedger::balance(std::int64_t from, std::int64_t to,
                          const std::vector<std::pair<std::int64_t, std::int64_t>>& heard) {
    // Where a stretch begins (+1) and ends (-1).
    std::vector<std::pair<std::int64_t, std::int64_t>> edges{{from, 0}, {to, 0}};
    for (const auto& [begin, end] : heard) {
        edges.emplace_back(std::clamp(begin, from, to), 1);
        edges.emplace_back(std::clamp(end, from, to), -1);
    }
    std::sort(edges.begin(), edges.end());
    std::int64_t at = from, plays = 0;
    for (const auto& [place, change] : edges) {
        (plays == 0 ? balance_.silence : balance_.overlap) += (place - at) * (plays == 0 ? 1 : plays - 1);
        at = place;
        plays += change;
    }
}

std::vector<EngineEvent> FrameLedger::abandon() {
    std::vector<EngineEvent> events;
    for (Entry& entry : entries_) {
        if (!std::holds_alternative<FramesRendered>(entry.event)) {
            events.push_back(std::move(entry.event));
        }
    }
    FrameLedger fresh;
    fresh.base_ = base_ + rendered_;
    fresh.balance_ = balance_;
    *this = std::move(fresh);
    return events;
}

bool FrameLedger::holds(PlayId play) const {
    return std::any_of(entries_.begin(), entries_.end(), [play](const Entry& entry) {
        const auto* span = std::get_if<FramesRendered>(&entry.event);
        const auto* ended = std::get_if<PlayEnded>(&entry.event);
        return (span && span->play == play) || (ended && ended->play == play);
    });
}

}  // namespace refrain
