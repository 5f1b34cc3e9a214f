// A listener with a taste, for the demo and the end-to-end test: sits at the real player, hears what it likes
// to the end, and presses Next a few seconds into what it does not.
//
// Threads: construct and destroy on the thread that owns the player's life; its observer functions run on the
// player's thread, the tap on the engine's. It never waits for a time: the count of frames that the sink took
// decides when to press. What can fail: nothing of its own; errors of the player are handed out by error().
#pragma once

#include "player/player.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace refrain::app {

class WalkListener : public PlayerObserver {
  public:
    /// Would this listener skip the entry?
    using Dislikes = std::function<bool(const QueueEntry&)>;

    /// `told` is called with each listen as it ends, on the player's thread; it may be empty.
    explicit WalkListener(Dislikes dislikes, std::function<void(const Listen&)> told = {});

    /// Counts frames; to be put into AudioSinkOptions before the player is made.
    std::function<void(const float*, std::size_t, int, int)> tap();
    /// The player to press Next on; add_observer() is the caller's.
    void sit_at(Player& player);

    /// Waits until `count` listens have ended, or playback has stopped for an error.
    void wait_for(std::size_t count);

    std::vector<Listen> listens() const;
    std::optional<Error> error() const;

    void player_changed(const PlayerState& state) override;
    void listen_ended(const Listen& listen) override;

  private:
    void frames_taken(std::size_t frames, int rate);

    const Dislikes dislikes_;
    const std::function<void(const Listen&)> told_;
    std::atomic<Player*> player_{nullptr};

    // Written on the player's thread, read on the engine's.
    std::atomic<bool> skipping_{false};
    /// Sound of the current entry until Next is pressed, in ms.
    std::atomic<std::int64_t> skip_after_ms_{0};
    std::atomic<std::int64_t> heard_frames_{0};

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    // Under mutex_.
    QueueEntryId current_;
    bool stopped_ = false;
    std::vector<Listen> listens_;
    std::optional<Error> error_;
};

}  // namespace refrain::app
