// The listens that are open: begun in the history when their play starts, refreshed while it goes on, closed
// when the engine says that nothing of it follows. Joins the pure tracker with the history and the clocks.
//
// One owner on one thread (the player's). Nothing fails here: the history keeps what it cannot write.
#pragma once

#include "library_scanner/core/listen.h"
#include "player/engine/engine_events.h"
#include "player/history/listening_history.h"
#include "player/listening/browsing.h"
#include "player/listening/listen_tracker.h"
#include "player/queue/queue_entry.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

/// How the listener came to the track, beside what stands in its entry.
struct ListenContext {
    StartReason reason = StartReason::unknown;
    /// Index in the queue, from 0.
    int queue_position = -1;
    Intent intent = Intent::unknown;
    /// 0 where the order was not drawn.
    std::int64_t shuffle_pool = 0, shuffle_seed = 0;
};

/// Where all the sound went, in frames of the output. Exact at any moment when everything rendered was told:
/// frames out of the sinks = listens + again + unowned + balance.silence - balance.overlap.
struct SoundAccount {
    /// Counted for a listen.
    std::int64_t listens = 0;
    /// What closed listens say was heard of their tracks, before it was rounded to milliseconds: as many as
    /// `listens` where nothing was played at a speed of its own.
    std::int64_t heard = 0;
    /// A listen sounded from two places at once, beyond the first.
    std::int64_t again = 0;
    /// Of plays without an open listen. Anything but 0 is music heard and not recorded.
    std::int64_t unowned = 0;
    SinkBalance balance;
};

class ListenBook {
  public:
    /// Starts a session of the history. `rate`: frames per second of the rendered spans.
    ListenBook(ListeningHistory& history, int rate);

    /// The row is written now.
    void begin(PlayId play, const QueueEntry& entry, const ListenContext& context);
    /// `as` goes on with the listen of `play`: the same track, opened again.
    void go_on_as(PlayId play, PlayId as);

    /// A listen for what was heard against the listener's word, because that came when it was on its way to
    /// the sink already: it ends for that reason, and says nothing about the track.
    void begin_stray(PlayId play, const QueueEntry& entry, EndReason reason);

    /// Counts; refreshes the row after every `refresh_every` of music.
    void rendered(const FramesRendered& span);
    void balance(const SinkBalance& balance) { account_.balance = balance; }
    const SoundAccount& account() const { return account_; }
    void duration_known(PlayId play, Milliseconds duration);
    void paused(PlayId play);
    void resumed(PlayId play);
    void seeked(PlayId play, Milliseconds from, Milliseconds to);
    /// The listener or an event decided that the play ends, and why. It stays open until ended() is called:
    /// what is on its way to the sink is still heard. The first reason counts.
    void leaving(PlayId play, EndReason reason);
    /// Nothing of the play follows: closes its listen, for the reason given to leaving() before, else
    /// `otherwise`. Nothing when the play is unknown or goes on under another id.
    std::optional<Listen> ended(PlayId play, EndReason otherwise);
    /// Closes all that are still open, the same way.
    std::vector<Listen> end_all(EndReason otherwise);

    /// Of what is `gone` nothing follows. Closes those that were left, the same way; of one that goes on as
    /// another play, forgets the play.
    std::vector<Listen> end_left(const std::function<bool(PlayId)>& gone, EndReason otherwise);

    /// For the listens open now and those to come.
    void set_muted(bool muted);
    /// Turning it on makes the listens open now private too; turning it off leaves them so.
    void set_private(bool on);
    bool private_session() const { return private_; }

    /// Listens that were left and wait for the engine to say that nothing of them follows.
    bool any_leaving() const;
    /// What keeps the history from writing; told once, and again only after it has been able to write.
    std::optional<Error> trouble();

  private:
    struct Open {
        ListenTracker tracker;
        std::int64_t frames_since_refresh = 0;
        std::optional<EndReason> reason;
        bool stray = false;
    };
    Open* find(PlayId play);
    void refresh(Open& open);
    Listen close(Open& open, EndReason otherwise);

    ListeningHistory& history_;
    SessionId session_;
    int rate_;
    BrowsingRule browsing_;
    SoundAccount account_;
    std::map<std::int64_t, std::shared_ptr<Open>> open_;
    bool muted_ = false;
    bool private_ = false;
    bool trouble_told_ = false;
};

}  // namespace refrain
