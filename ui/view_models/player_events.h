// Brings the player's reports from its thread to the GUI thread, coalesced: however fast the player speaks,
// the GUI gets the newest picture once per turn of its event loop. Lives on the GUI thread; must go before
// the Player does. Nothing fails.
#pragma once

#include "player/player.h"

#include <mutex>
#include <optional>
#include <utility>

#include <QObject>

namespace refrain {

class PlayerEvents : public QObject, private PlayerObserver {
    Q_OBJECT
  public:
    explicit PlayerEvents(Player& player, QObject* parent = nullptr);
    ~PlayerEvents() override;

    /// The newest picture that was announced.
    const PlayerState& state() const { return state_; }

  Q_SIGNALS:
    void state_changed(const refrain::PlayerState& state);
    void position_moved(qint64 position_ms, qint64 duration_ms);
    void listen_closed();

  private:
    void player_changed(const PlayerState& state) override;
    void position_changed(Milliseconds position, Milliseconds duration) override;
    void listen_ended(const Listen& listen) override;
    void deliver();

    Player& player_;
    PlayerState state_;

    struct Pending {
        std::optional<PlayerState> state;
        std::optional<std::pair<Milliseconds, Milliseconds>> position;
        bool listen_closed = false;
    };
    /// Any thread: notes it and asks for one delivery.
    template <class Note>
    void post(Note note);

    std::mutex mutex_;  // protects pending_ and posted_
    Pending pending_;
    bool posted_ = false;
};

}  // namespace refrain
