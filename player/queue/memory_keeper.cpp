#include "player/queue/memory_keeper.h"

#include <tuple>

namespace refrain {
namespace {

/// At most this much of a position is lost in a crash.
constexpr Milliseconds place_every{2000};
/// A queue may have to be written as a whole: the longer it is, the more seldom.
constexpr Milliseconds queue_every{1000};
constexpr std::int64_t entries_per_ms = 20;

bool same(const PlayerMemory::Place& a, const PlayerMemory::Place& b) {
    return std::tie(a.current, a.position, a.volume, a.muted, a.repeat) ==
           std::tie(b.current, b.position, b.volume, b.muted, b.repeat);
}

}  // namespace

Milliseconds resume_position(Milliseconds position, Milliseconds duration) {
    const bool hardly_begun = position * 100 < duration;
    const bool as_good_as_finished = position * 100 > duration * 98;
    return duration <= Milliseconds(0) || hardly_begun || as_good_as_finished ? Milliseconds(0) : position;
}

MemoryKeeper::Key MemoryKeeper::key_of(const QueueEntry& entry) {
    return {entry.track.valid() ? entry.track.value() : 0, entry.track.valid() ? std::string() : entry.path};
}

PlayerMemory::Remembered MemoryKeeper::load() {
    if (memory_ == nullptr) {
        return {};
    }
    PlayerMemory::Remembered all = memory_->load();
    for (const ResumePoint& point : all.resume_points) {
        points_[{point.track.value(), point.path}] = point.position;
    }
    return all;
}

void MemoryKeeper::look(const PlayQueue& queue, const PlayerMemory::Place& place, Milliseconds now) {
    const bool queue_changed = queue.revision() != saved_revision_;
    if (memory_ == nullptr || (!queue_changed && same(place, saved_place_))) {
        due_.reset();
        return;
    }
    const Milliseconds pause =
        queue_changed ? queue_every + Milliseconds(queue.size() / entries_per_ms) : place_every;
    const Milliseconds due = saved_at_ ? *saved_at_ + pause : now;
    if (now < due) {
        due_ = due;
        return;
    }
    save_all(queue, place);
    saved_at_ = now;
}

void MemoryKeeper::save_all(const PlayQueue& queue, const PlayerMemory::Place& place) {
    if (memory_ != nullptr) {
        if (queue.revision() != saved_revision_) {
            memory_->save(queue.saved(), place);
        } else {
            memory_->save(place);
        }
    }
    saved_revision_ = queue.revision();
    saved_place_ = place;
    due_.reset();
}

Milliseconds MemoryKeeper::resume_point(const QueueEntry& entry) const {
    const auto point = entry.long_audio ? points_.find(key_of(entry)) : points_.end();
    return point == points_.end() ? Milliseconds(0) : point->second;
}

void MemoryKeeper::set_point(const QueueEntry& entry, Milliseconds position) {
    if (!entry.long_audio || resume_point(entry) == position) {
        return;
    }
    const Key key = key_of(entry);
    if (position > Milliseconds(0)) {
        points_[key] = position;
    } else {
        points_.erase(key);
    }
    if (memory_ != nullptr) {
        memory_->save(ResumePoint{TrackId(key.first), key.second, position});
    }
}

void MemoryKeeper::left(const QueueEntry& entry, Milliseconds position, Milliseconds duration) {
    set_point(entry, resume_position(position, duration > Milliseconds(0) ? duration : entry.duration));
}

void MemoryKeeper::finished(const QueueEntry& entry) {
    set_point(entry, Milliseconds(0));
}

}  // namespace refrain
