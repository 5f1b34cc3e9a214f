// What the play command hears of the player: says it to the listener, collects it, waits for the end.
//
// Threads: told on the player's thread, asked on the command's; interrupt() from any. Nothing fails.
#pragma once

#include "app/output.h"
#include "player/player.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace refrain::app {

class PlayListener final : public PlayerObserver {
  public:
    explicit PlayListener(Output& output) : output_(output) {}

    void player_changed(const PlayerState& state) override;
    void listen_ended(const Listen& listen) override;

    void interrupt();

    /// Returns when playback has stopped by itself, or pauses because its device went away (nobody here could
    /// press Play again), or the listener has had enough.
    void wait();

    std::vector<Listen> listens() const;
    std::optional<Error> error() const;

  private:
    void tell(const Error& error);

    Output& output_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Listen> listens_;
    std::optional<Error> error_;
    QueueEntryId announced_;
    bool stopped_ = true;
    bool device_gone_ = false;
    bool interrupted_ = false;
};

}  // namespace refrain::app
