// What the engine tells, kept to be looked at and waited for. Thread-safe.
#pragma once

#include "player/engine/engine.h"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace refrain::testing_audio {

/// Keeps what the engine tells and waits for it.
class EventLog {
  public:
    Engine::Listener listener() {
        return [this](const EngineEvent& event) {
            const std::lock_guard lock(mutex_);
            events_.push_back(event);
            came_.notify_all();
        };
    }
    template <class T>
    T wait_for(PlayId play) {
        std::unique_lock lock(mutex_);
        std::optional<T> found;
        came_.wait(lock, [&] {
            for (const EngineEvent& event : events_) {
                if (const auto* e = std::get_if<T>(&event); e && e->play == play) {
                    found = *e;
                    return true;
                }
            }
            return false;
        });
        return *found;
    }
    void wait_for_end(PlayId play) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] {
            return std::any_of(events_.begin(), events_.end(), [play](const EngineEvent& event) {
                const auto* ended = std::get_if<PlayEnded>(&event);
                const auto* failed = std::get_if<PlayFailed>(&event);
                return (ended && ended->play == play) || (failed && failed->play == play);
            });
        });
    }
    /// The newest event of a kind, once there is one.
    template <class T>
    T wait_for_any() {
        return wait_until<T>([](const T&) { return true; });
    }
    template <class T>
    T wait_until(const std::function<bool(const T&)>& wanted) {
        std::unique_lock lock(mutex_);
        std::optional<T> found;
        came_.wait(lock, [&] {
            for (const EngineEvent& event : events_) {
                if (const auto* e = std::get_if<T>(&event); e && wanted(*e)) {
                    found = *e;
                }
            }
            return found.has_value();
        });
        return *found;
    }
    std::int64_t frames_of(PlayId play) const {
        const std::lock_guard lock(mutex_);
        std::int64_t frames = 0;
        for (const EngineEvent& event : events_) {
            if (const auto* e = std::get_if<FramesRendered>(&event); e && e->play == play) {
                frames += e->end - e->begin;
            }
        }
        return frames;
    }
    std::map<PlayId, std::int64_t> frames_by_play() const {
        const std::lock_guard lock(mutex_);
        std::map<PlayId, std::int64_t> frames;
        for (const EngineEvent& event : events_) {
            if (const auto* e = std::get_if<FramesRendered>(&event)) {
                frames[e->play] += e->end - e->begin;
            }
        }
        return frames;
    }
    template <class T>
    int count() const {
        const std::lock_guard lock(mutex_);
        return static_cast<int>(std::count_if(events_.begin(), events_.end(), [](const EngineEvent& e) {
            return std::holds_alternative<T>(e);
        }));
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::vector<EngineEvent> events_;
};

}  // namespace refrain::testing_audio
