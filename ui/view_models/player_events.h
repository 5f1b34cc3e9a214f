// Brings the player's reports from its thread to the GUI thread, coalesced: however fast the player speaks,
// the GUI gets the newest picture once per turn of its event loop. The queue, which may be long, is copied
// only when it changed, and shared among the view models. Lives on the GUI thread; must go before the Player
// does. Nothing fails.
#pragma once

#include "player/player.h"

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <QObject>

namespace refrain {

/// Never changed once it is shared.
using QueuePtr = std::shared_ptr<const std::vector<QueueEntry>>;

/// The player at one moment, as the view models see it.
struct PlayerPicture {
    /// Everything but the queue's entries: `status.queue` is empty.
    PlayerState status;
    /// Never null. The same object for as long as the queue's revision is the same.
    QueuePtr queue = std::make_shared<const std::vector<QueueEntry>>();

    /// nullptr when nothing was started yet.
    const QueueEntry* current_entry() const {
        return status.current >= 0 && status.current < static_cast<int>(queue->size())
                   ? &(*queue)[static_cast<std::size_t>(status.current)]
                   : nullptr;
    }
};

/// `state` without its queue.
PlayerState status_of(const PlayerState& state);
/// A picture by itself, for where there is none to share with.
PlayerPicture picture_of(const PlayerState& state);

class PlayerEvents : public QObject, private PlayerObserver {
    Q_OBJECT
  public:
    explicit PlayerEvents(Player& player, QObject* parent = nullptr);
    ~PlayerEvents() override;

    /// The newest picture that was announced.
    const PlayerPicture& picture() const { return picture_; }

  Q_SIGNALS:
    void picture_changed(const refrain::PlayerPicture& picture);
    void position_moved(qint64 position_ms, qint64 duration_ms);
    void listen_closed();

  private:
    void player_changed(const PlayerState& state) override;
    void position_changed(Milliseconds position, Milliseconds duration) override;
    void listen_ended(const Listen& listen) override;
    void deliver();

    Player& player_;
    PlayerPicture picture_;
    /// Touched by the player's thread only, once it is an observer.
    std::uint64_t copied_revision_ = 0;

    struct Pending {
        std::optional<PlayerState> status;
        QueuePtr queue;
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
