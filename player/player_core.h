// What the player does with a click or a word of the engine: the queue, the engine and the open listens,
// joined. What things mean is decided by queue/ and listening/; here it is carried out, in order.
//
// One owner on one thread (the player's), which also hands in the engine's events. Nothing fails out of it:
// errors are part of the state.
#pragma once

#include "player/engine/engine.h"
#include "player/listening/decisions.h"
#include "player/listening/listen_book.h"
#include "player/player.h"
#include "player/queue/play_queue.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

/// Told on the player's thread, while a function of the core runs.
class PlayerCoreListener {
  public:
    virtual ~PlayerCoreListener() = default;
    virtual void core_position(Milliseconds position, Milliseconds duration) = 0;
    virtual void core_listen_ended(const Listen& listen) = 0;
    virtual void core_automatic_wanted() = 0;
    virtual void core_queue_ended() = 0;
};

class PlayerCore {
  public:
    /// `events` is called on the engine's thread; hand what it gets to handle() on the player's.
    PlayerCore(ListeningHistory& history, AudioSinkOptions sink, Engine::Listener events,
               PlayerCoreListener& listener);

    void handle(const EngineEvent& event);
    /// Stops the engine. Its last events are still to be handled, then end_listens() closes as `quit`.
    void shut_down() { engine_.reset(); }
    void end_listens();

    void play(std::vector<QueueEntry> entries, int start, StartReason reason);
    void play_next(std::vector<QueueEntry> entries);
    void append(std::vector<QueueEntry> entries);
    void remove(QueueEntryId entry);
    void move(QueueEntryId entry, int to_index);
    void clear();
    void jump_to(QueueEntryId entry);
    void replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision);
    void play();
    void pause();
    void toggle();
    void stop();
    void next() { skip(Cause::next); }
    void previous();
    void not_for_me() { skip(Cause::not_for_me); }
    void seek(Milliseconds position);
    void set_volume(double volume);
    void set_muted(bool muted);
    void set_private_session(bool on);
    void dismiss_error();
    void set_shuffle(bool on);
    void set_repeat(RepeatMode mode);
    void undo();
    void set_sleep_timer(std::optional<SleepTimer> timer);
    void set_stop_after_current(bool on);
    void set_stretch(std::optional<RepeatStretch> stretch);
    void set_speed(double speed);
    void set_settings(PlaybackSettings settings);
    void output_removed();

    const PlayQueue& queue() const { return queue_; }
    /// Everything but the queue's entries, which are long: those only if they changed since `state`'s
    /// revision.
    void picture(PlayerState& state) const;
    /// Has something changed that observers are told of, since the last call?
    bool take_changed();

  private:
    void on(const FramesRendered& event);
    void on(const DurationKnown& event);
    void on(const PlayEnded& event);
    void on(const PlayFailed& event);
    void on(const SeekTooLate& event);
    void on(const OutputFailed& event);
    void on(const OutputRemoved& event);
    void on(const DevicesChanged& event);

    void start_current(StartReason reason);
    void adopt_current(PlayId play, StartReason reason);
    void leave(Cause cause);
    void skip(Cause cause);
    void end_of_queue();
    void halt();
    /// The listener's pause outlives the end of the track it was pressed in.
    void hold();
    void prepare_next();
    void forget_next();
    void want_automatic();
    void tell_position();
    void close(PlayId play, EndReason otherwise);
    TrackSource source_of(PlayId play, const QueueEntry& entry) const { return {play, entry.path, {}}; }

    PlayerCoreListener& listener_;
    PlayQueue queue_;
    ListenBook book_;

    PlaybackState state_ = PlaybackState::stopped;
    /// The play of the current entry; invalid while stopped.
    PlayId current_;
    /// What the engine has been given to go on with.
    PlayId next_;
    QueueEntryId next_entry_;
    Milliseconds next_duration_{0};
    std::int64_t last_play_ = 0;
    /// The queue came to its end: play() begins anew or goes on with what has been added since.
    bool queue_ended_ = false;
    int failures_in_a_row_ = 0;

    Milliseconds position_{0}, duration_{0}, position_told_{0};
    /// Number of the newest seek of the current play; what was read before it no longer moves the position.
    std::uint64_t seek_awaited_ = 0;
    std::uint64_t last_seek_ = 0;
    std::uint64_t seek_revision_ = 0;

    double volume_ = 1.0;
    bool muted_ = false;
    std::optional<Error> error_;
    bool shuffle_ = false;
    RepeatMode repeat_ = RepeatMode::off;
    std::optional<SleepTimer> sleep_timer_;
    bool stop_after_current_ = false;
    std::optional<RepeatStretch> stretch_;
    double speed_ = 1.0;
    PlaybackSettings settings_;
    std::vector<OutputDevice> devices_;
    QueueEntryId automatic_asked_for_;
    bool changed_ = false;

    std::unique_ptr<Engine> engine_;
};

}  // namespace refrain
