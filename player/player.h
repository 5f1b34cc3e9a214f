// The player: queue, two-deck engine, listen tracker and history, joined. It decides nothing itself: what a
// click means is in queue/ and listening/, sound is in engine/.
//
// Threads: every public function may be called from any thread; it posts to the player's own thread and
// returns at once. Observers are called on the player's thread: they must return quickly and hand over to
// theirs. What can fail: files (the entry is skipped, its listen ends as `error`, PlayerState::error names
// the file; after three in a row playback stops and says so;
// while a disk keeps us waiting it is named, and what lies elsewhere is played as soon as it is ready), the
// audio device.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/result.h"
#include "player/engine/output/audio_sink.h"
#include "player/history/listening_history.h"
#include "player/playback_settings.h"
#include "player/queue/queue_rest.h"
#include "player/queue/queue_snapshot.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class PlayerMemory;
struct SoundAccount;

enum class PlaybackState { stopped, playing, paused };

/// A picture of the player at one moment. Cheap to copy, however long the queue is.
struct PlayerState {
    PlaybackState state = PlaybackState::stopped;
    /// The whole queue; `current` is an index into it, or -1. The same object for as long as `queue_revision`
    /// is the same.
    QueueSnapshot queue;
    int current = -1;
    /// From this index on the queue was filled by Guess You Like; queue.size() when nothing was.
    int auto_from = 0;
    Milliseconds position{0};
    /// Of the current track; the decoder's word once it is known, else the tag's.
    Milliseconds duration{0};
    /// Linear in loudness as heard, 0..1.
    double volume = 1.0;
    bool muted = false;
    /// Rises with every change of the queue's content or order.
    std::uint64_t queue_revision = 0;
    /// Rises with every jump of the position that playback alone does not explain.
    std::uint64_t seek_revision = 0;
    bool shuffle = false;
    RepeatMode repeat = RepeatMode::off;
    /// A change of the queue can be taken back.
    bool can_undo = false;
    bool stop_after_current = false;
    std::optional<SleepTimer> sleep_timer;
    std::optional<RepeatStretch> stretch;
    /// 0.5 to 3; the pitch is kept.
    double speed = 1.0;
    /// The current track is long audio and was begun here rather than at its start; 0 otherwise.
    Milliseconds resumed_from{0};
    PlaybackSettings settings;
    /// What is connected; the first is the system's default. Empty with a fake sink.
    std::vector<OutputDevice> devices;
    /// The newest error not yet dismissed, with words for the user.
    std::optional<Error> error;

    const QueueEntry* current_entry() const {
        return current >= 0 && current < static_cast<int>(queue.size())
                   ? &queue[static_cast<std::size_t>(current)]
                   : nullptr;
    }
};

class PlayerObserver {
  public:
    virtual ~PlayerObserver() = default;
    /// State, queue, volume, error or seek changed.
    virtual void player_changed(const PlayerState&) {}
    /// About four times a second while playing.
    virtual void position_changed(Milliseconds /*position*/, Milliseconds /*duration*/) {}
    /// A listen was closed; everything about it is final.
    virtual void listen_ended(const Listen&) {}
    /// Few automatic entries are left behind the current one (or none): please call replace_automatic().
    virtual void automatic_entries_wanted() {}
    /// The last entry ended and nothing follows.
    virtual void queue_ended() {}
};

class Player {
  public:
    /// With a `memory`, which must outlive the player, queue, place and volume of the last time are there
    /// shortly after (as far as `settings` want it), stopped; play() goes on at that place.
    Player(ListeningHistory& history, AudioSinkOptions sink, PlayerMemory* memory = nullptr,
           PlaybackSettings settings = {});
    /// quit(), if that was not called.
    ~Player();

    /// Closes the listen in progress as `quit`, tells observers of it, saves the place and ends. What is
    /// asked for later is not done. By the player's owner only.
    void quit();

    void add_observer(PlayerObserver* observer);
    /// After it returns the observer is not called any more.
    void remove_observer(PlayerObserver* observer);

    /// Replaces the queue and plays from `start`. The listen in progress ends as `chose_other`.
    void play(std::vector<QueueEntry> entries, int start = 0, StartReason reason = StartReason::chosen);
    /// The same with entries cut out of a longer list: while the order is shuffled, now or later, the rest of
    /// it is queued too.
    void play(std::vector<QueueEntry> entries, int start, StartReason reason, QueueRestMaker rest);
    void play_next(std::vector<QueueEntry> entries);
    /// Adds before the automatic entries.
    void append(std::vector<QueueEntry> entries);
    void remove(QueueEntryId entry);
    /// One change of the queue, which one undo() takes back. Where the current entry is among them, the first
    /// that stays behind it is played instead.
    void remove(std::vector<QueueEntryId> entries);
    void move(QueueEntryId entry, int to_index);
    /// So that they stand one behind the other, the first at `to_index`; one change, which one undo() takes
    /// back.
    void move(std::vector<QueueEntryId> entries, int to_index);
    void clear();
    /// Plays an entry of the queue at once.
    void jump_to(QueueEntryId entry);
    /// Puts `entries` in the place of the automatic ones behind the current entry; what the listener queued
    /// stays. `expected_revision` != 0: ignored if the queue has changed since that revision.
    void replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision = 0);

    void play();
    void pause();
    void toggle();
    void stop();
    void next();
    /// Back to the start when more than three seconds in, else the entry before.
    void previous();
    /// The same, but what rests goes on resting: paused at the start of the other entry, or stopped there. As
    /// MPRIS wants it.
    void next_at_rest();
    void previous_at_rest();
    /// Ends the current track as not_for_me and goes on to the next.
    void not_for_me();
    void seek(Milliseconds position);
    void set_volume(double volume);
    void set_muted(bool muted);
    void set_private_session(bool on);

    /// Plays every entry once in a drawn order, the current one first; off: the order as queued is back.
    void set_shuffle(bool on);
    void set_repeat(RepeatMode mode);
    /// Takes back the newest change the listener made to the queue (remove, move, clear, replace, add).
    void undo();
    /// Nothing: no timer.
    void set_sleep_timer(std::optional<SleepTimer> timer);
    void set_stop_after_current(bool on);
    /// Of the current track; ends with it. Nothing: plays on.
    void set_stretch(std::optional<RepeatStretch> stretch);
    /// 0.5 to 3, until it is changed; chosen while long audio plays, it ends when music follows.
    void set_speed(double speed);
    void set_settings(PlaybackSettings settings);
    /// PlayerState::devices is kept up from now on. Without being asked that begins with the first sound.
    void look_for_devices();
    void dismiss_error();

    /// The newest picture; any thread, does not wait for the player's thread.
    PlayerState state() const;
    /// Waits until everything posted before has been done, and listens that it ended have been told; for
    /// those two seconds at most, since a stuck device can hold up their end. For tests and the command line.
    void settle();
    /// Where all the sound went; of what plays, as far as the engine has told of it. Waits for the player's
    /// thread. For tests.
    SoundAccount account() const;
    /// Waits until playback has stopped (end of queue, error, stop) and every listen was told. For the
    /// command line.
    void wait_until_stopped();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain
