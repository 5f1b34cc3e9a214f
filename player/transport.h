// What plays and what is ready to follow: the engine and the open listens, joined. Knows one current play and
// one prepared one, winds, loops a stretch, opens a file again where the engine has gone past it. What
// follows what is decided by its owner.
//
// One owner on one thread (the player's), which also hands in the engine's events. Nothing fails out of it:
// failures are told to the owner.
#pragma once

#include "player/engine/engine.h"
#include "player/listening/listen_book.h"
#include "player/queue/queue_entry.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

namespace refrain {

/// Told on the player's thread, while a function of the transport runs.
class TransportListener {
  public:
    virtual ~TransportListener() = default;
    virtual void position_moved() = 0;
    virtual void length_known() = 0;
    virtual void listen_ended(const Listen& listen) = 0;
    /// The engine has gone on with what was prepared; adopt_prepared() is awaited.
    virtual void went_on() = 0;
    /// The current play was heard to its end and nothing followed.
    virtual void ended() = 0;
    /// `no_answer`: the disk kept everybody waiting.
    virtual void failed(const Error& error, bool no_answer) = 0;
    /// The disk of the current play does not answer; what was prepared could sound in its place, if `ready`.
    virtual void waits(bool ready) = 0;
    /// And what was prepared does not come either.
    virtual void prepared_waits() = 0;
    /// There is no device any more; everything was dropped.
    virtual void output_failed(const Error& error) = 0;
};

/// How an entry is to be played.
struct PlayPlan {
    QueueEntry entry;
    Milliseconds from{0};
    double gain = 1.0;
    Milliseconds crossfade{0};
};

class Transport {
  public:
    /// `events` is called on the engine's thread; hand what it gets to handle() on the player's.
    Transport(ListeningHistory& history, AudioSinkOptions sink, const DiskLimits& disks,
              Engine::Listener events, TransportListener& listener);

    void handle(const EngineEvent& event);
    /// Stops the engine. Its last events are still to be handled, then end_listens() closes what is open.
    void shut_down() { engine_.reset(); }
    void end_listens(EndReason reason);

    // --- what plays

    bool active() const { return current_.valid(); }
    /// Of the current play; only while active().
    const QueueEntry& entry() const { return plan_.entry; }
    Milliseconds position() const { return position_; }
    /// The decoder's word once it is known, else the tag's.
    Milliseconds duration() const { return duration_; }
    /// Where the current play began.
    Milliseconds begun_from() const { return plan_.from; }

    /// Plays at once. What played before has been left.
    void start(PlayPlan plan, const ListenContext& context);
    /// Takes what the engine went on with as the current play.
    void adopt_prepared(const ListenContext& context);
    /// What follows when the current play ends; nothing: it ends there. The same plan again changes nothing
    /// but its gain.
    void prepare(std::optional<PlayPlan> plan);
    const std::optional<PlayPlan>& prepared() const { return prepared_; }
    void forget_prepared();
    /// The current play ends for this reason; it fades out by itself under what comes next.
    void leave(EndReason reason);
    /// The sound stops, and nothing follows.
    void halt();

    void hold();
    void resume();
    /// Returns where it went.
    Milliseconds seek(Milliseconds position);
    void set_gain(double gain);

    /// Plays [from, to) again and again; nothing: plays on.
    void set_stretch(const std::optional<RepeatStretch>& stretch);
    /// Jumps of the position that playing on does not explain.
    std::uint64_t jumps() const { return jumps_; }

    Engine& engine() { return *engine_; }
    /// Nothing of what was left or dropped can be heard any more: every listen but the current one is told.
    bool listens_settled() const { return dropped_.empty() && !book_.any_leaving(); }
    ListenBook& book() { return book_; }
    const ListenBook& book() const { return book_; }

  private:
    void on(const FramesRendered& event);
    void on(const SinkBalance& event) { book_.balance(event); }
    void on(const DurationKnown& event);
    void on(const PlayEnded& event);
    void on(const PlayFailed& event);
    void on(const PlayWaits& event);
    void on(const SeekTooLate& event);
    void on(const OutputFailed& event);
    void on(const OutputRemoved&) {}
    void on(const DevicesChanged&) {}

    void close(PlayId play, EndReason otherwise);
    void drop_prepared(EndReason reason);
    void count(const FramesRendered& span);
    PlayId new_play() { return PlayId(++last_play_); }
    TrackSource source_of(PlayId play, const PlayPlan& plan) const;
    void begin(PlayId play, PlayPlan plan, const ListenContext& context);
    /// The same listen goes on in a play of its own, from `position`.
    void reopen(Milliseconds position);

    TransportListener& listener_;
    ListenBook book_;

    /// The play that is on, as it was asked for.
    PlayId current_;
    PlayPlan plan_;
    Milliseconds position_{0}, duration_{0};
    bool held_ = false;
    /// Number of the newest seek of the current play; what was read before it no longer moves the position.
    std::uint64_t seek_awaited_ = 0;
    std::uint64_t last_seek_ = 0;
    std::uint64_t jumps_ = 0;

    /// What the engine has been given to go on with.
    PlayId next_;
    std::optional<PlayPlan> prepared_;
    Milliseconds next_duration_{0};
    /// What was prepared and dropped, until the engine says that nothing of it follows: it may have gone on
    /// with it before it heard of that.
    struct Dropped {
        QueueEntry entry;
        EndReason reason = EndReason::unknown;
    };
    std::map<PlayId, Dropped> dropped_;
    /// The stretch that is looped; nothing is prepared beside it.
    std::optional<RepeatStretch> stretch_;

    std::int64_t last_play_ = 0;
    /// Calls of Engine::play(); see OutputFailed.
    std::uint64_t plays_ = 0;
    /// Which call of it began a play that had been prepared: it sounds anew where the engine lost its device
    /// before that came.
    std::map<PlayId, std::uint64_t> begun_as_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace refrain
