// The player as the desktop's parts see it: its newest picture on the Qt thread, one signal for many changes,
// and the position at any moment without a copy of the queue.
//
// Lives on the Qt thread of its creator (an event loop is needed). Create after the player, destroy before
// it. Nothing fails.
#pragma once

#include "player/player.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

#include <QObject>

namespace refrain {

class PlayerFollower : public QObject, private PlayerObserver {
    Q_OBJECT
  public:
    explicit PlayerFollower(Player& player, QObject* parent = nullptr);
    ~PlayerFollower() override;

    Player& player() { return player_; }
    /// As of the last changed(). Its position is that of the moment of the change: ask position().
    const PlayerState& state() const { return state_; }
    /// How often the current entry has begun again without a seek: repeat one, or a queue of one entry. As of
    /// the last changed().
    std::uint64_t repeats() const { return repeats_; }
    /// Now: what the player last said, carried on by the clock while it plays. Any thread.
    Milliseconds position() const;

  Q_SIGNALS:
    void changed();

  private:
    // On the player's thread:
    void player_changed(const PlayerState& state) override;
    void position_changed(Milliseconds position, Milliseconds duration) override;

    void note(Milliseconds position, Milliseconds duration);
    void note_repeat(const PlayerState& state);
    void refresh();

    Player& player_;
    /// Set while a refresh is on its way, so that many changes make one.
    std::atomic<bool> refresh_posted_ = false;

    /// Guards what follows: written on the player's thread.
    mutable std::mutex mutex_;
    Milliseconds position_{0}, duration_{0};
    std::chrono::steady_clock::time_point noted_at_;
    double speed_ = 1.0;
    bool playing_ = false;
    QueueEntryId entry_;
    std::uint64_t seeks_ = 0, repeats_noted_ = 0;
    /// The position went back, and why is not known yet.
    bool went_back_ = false;

    // The Qt thread.
    PlayerState state_;
    std::uint64_t repeats_ = 0;
};

}  // namespace refrain
