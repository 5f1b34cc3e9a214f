// The player as the Qt side sees it: its newest picture on the thread of the event loop, however fast the
// player speaks one signal for all that changed in a turn of the loop, and the position at any moment. The
// window's view models and the desktop's parts share one.
//
// Lives on the Qt thread of its creator (an event loop is needed). Create after the player, destroy before
// it. Nothing fails.
#pragma once

#include "player/player.h"

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
    void changed(const refrain::PlayerState& state);
    /// About four times a second while playing; changed() says the position too.
    void position_moved(qint64 position_ms, qint64 duration_ms);
    void listen_closed();

  private:
    // On the player's thread:
    void player_changed(const PlayerState& state) override;
    void position_changed(Milliseconds position, Milliseconds duration) override;
    void listen_ended(const Listen& listen) override;

    // With mutex_ held:
    void note(Milliseconds position, Milliseconds duration);
    void note_repeat(const PlayerState& state);
    void ask_for_delivery();

    void deliver();

    Player& player_;

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
    /// What the Qt thread has not been told yet.
    struct News {
        bool changed = false;
        bool moved = false;
        bool listen_closed = false;
    };
    News news_;
    /// A delivery is on its way, so that many changes make one.
    bool posted_ = false;

    // The Qt thread.
    PlayerState state_;
    std::uint64_t repeats_ = 0;
};

}  // namespace refrain
