// What the player does with a click or a word of the engine: queue, transport and memory, joined. What things
// mean is decided by queue/, listening/ and sound/; here it is carried out, in order.
// Split by purpose: player_core.cpp (what plays, what follows), player_core_queue.cpp (changes of the queue),
// player_core_settings.cpp (loudness, sound, speed, stretch, sleep), player_core_disks.cpp (disks that do not
// answer), player_core_memory.cpp (what is
// remembered, the picture).
//
// One owner on one thread (the player's), which also hands in the engine's events and the time. Nothing fails
// out of it: errors are part of the state.
#pragma once

#include "library_scanner/audio_file/mount_points.h"
#include "player/listening/decisions.h"
#include "player/player.h"
#include "player/queue/memory_keeper.h"
#include "player/queue/play_queue.h"
#include "player/transport.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
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

struct PlayerCoreParts {
    ListeningHistory& history;
    AudioSinkOptions sink;
    /// May be missing.
    PlayerMemory* memory = nullptr;
    PlaybackSettings settings;
    /// For lengths of time: goes only forward.
    std::function<Milliseconds()> clock;
    /// For shuffle seeds.
    std::function<std::uint64_t()> chance;
    std::function<std::vector<std::string>()> mounts = mount_points;
    /// How long a disk that does not answer is waited for.
    DiskLimits disks = {};
};

class PlayerCore final : private TransportListener {
  public:
    /// `events` is called on the engine's thread; hand what it gets to handle() on the player's.
    PlayerCore(PlayerCoreParts parts, Engine::Listener events, PlayerCoreListener& listener);

    /// Takes up what was remembered. Blocks on disk; once, before anything else.
    void restore();
    void handle(const EngineEvent& event);
    /// Looks at the clock: the sleep timer, what is to be saved.
    void tick();
    /// When tick() is wanted next.
    std::optional<Milliseconds> next_tick() const;
    /// Stops the engine. Its last events are still to be handled, then end_listens() closes as `quit`.
    void shut_down() { transport_.shut_down(); }
    void end_listens();

    // --- what plays
    void play(std::vector<QueueEntry> entries, int start, StartReason reason, QueueRestMaker rest = {});
    void jump_to(QueueEntryId entry);
    void play();
    void pause();
    void toggle();
    void stop();
    void next() { skip(Cause::next); }
    void previous() { go_back(Resting::ends); }
    /// The same, but what rests goes on resting: paused at the start of the other entry, or stopped there.
    void next_at_rest() { skip(Cause::next, Resting::goes_on); }
    void previous_at_rest() { go_back(Resting::goes_on); }
    void not_for_me() { skip(Cause::not_for_me); }
    void seek(Milliseconds position);

    // --- changes of the queue
    void play_next(std::vector<QueueEntry> entries);
    void append(std::vector<QueueEntry> entries);
    void remove(const QueueIds& entries);
    void move(const QueueIds& entries, int to_index);
    void clear();
    void undo();
    void replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision);
    void set_shuffle(bool on);
    void set_repeat(RepeatMode mode);

    // --- how it is played
    void set_volume(double volume);
    void set_muted(bool muted);
    void set_private_session(bool on);
    void set_sleep_timer(std::optional<SleepTimer> timer);
    void set_stop_after_current(bool on);
    void set_stretch(std::optional<RepeatStretch> stretch);
    void set_speed(double speed);
    void set_settings(PlaybackSettings settings);
    void look_for_devices();
    void dismiss_error();

    /// O(n) in the length of the queue where that has changed since the last picture.
    PlayerState picture() const;
    /// Has something changed that observers are told of, since the last call?
    bool take_changed();
    /// Where all the sound went.
    const SoundAccount& account() const { return transport_.book().account(); }
    /// No listen waits for its end to be told.
    bool listens_settled() const { return transport_.listens_settled(); }

  private:
    // What the transport tells.
    void position_moved() override;
    void length_known() override;
    void listen_ended(const Listen& listen) override { listener_.core_listen_ended(listen); }
    void went_on() override;
    void ended() override;
    void failed(const Error& error, bool no_answer) override;
    void waits(bool ready) override;
    void prepared_waits() override;
    void output_failed(const Error& error) override;

    // What plays, what follows.
    void start_current(StartReason reason, std::optional<Milliseconds> from = std::nullopt);
    void current_began();
    void leave(Cause cause);
    enum class Resting { ends, goes_on };
    void skip(Cause cause, Resting resting = Resting::ends);
    void go_back(Resting resting);
    void start_or_rest(StartReason reason, Resting resting);
    void rest();
    void halt();
    void end_of_queue();
    /// The listener's pause outlives the end of the track it was pressed in.
    void hold();
    void prepare_next();
    bool rests_next() const;
    bool last_of_queue() const;
    ListenContext context_of_current(StartReason reason) const;
    void want_automatic();
    void tell_position();

    // Disks that do not answer.
    std::optional<int> entry_elsewhere_index(bool automatic_too) const;
    void go_on_elsewhere(QueueEntryId entry, bool paused);
    void end_waiting();

    // How it is played.
    PlayPlan plan_for(int index, const QueueEntry* before, const QueueEntry* behind) const;
    PlayPlan plan_for_current() const;
    void update_gains();
    Milliseconds resume_point_of(const QueueEntry& entry) const;
    void set_speed_for(const QueueEntry& entry);
    void look_at_sleep_timer();
    Milliseconds sleep_left() const;
    void end_sleep_timer();
    void fall_asleep();
    double level() const;
    /// Tells the engine how loud it is to be, if that has changed.
    void apply_volume();

    // What is remembered.
    void note_left();
    PlayerMemory::Place place() const;
    void look_at_memory();
    void look_at_history();

    PlayerCoreListener& listener_;
    const std::function<Milliseconds()> clock_;
    const std::function<std::uint64_t()> chance_;
    const std::function<std::vector<std::string>()> mounts_;
    PlayQueue queue_;
    /// The list that the queue of this filling was cut out of.
    QueueRestMaker rest_;
    std::uint64_t rest_of_filling_ = 0;
    MemoryKeeper memory_;
    PlaybackSettings settings_;

    PlaybackState state_ = PlaybackState::stopped;
    /// The queue came to its end: play() begins anew or goes on with what has been added since.
    bool queue_ended_ = false;
    int failures_in_a_row_ = 0;
    /// The current play does not come, and what could be played in its place is made ready.
    bool waiting_for_disk_ = false;
    /// Files that did not answer since something sounded last.
    std::vector<std::string> silent_;
    /// Where play() goes on while stopped: it was interrupted there, or remembered.
    struct Interrupted {
        QueueEntryId entry;
        Milliseconds position{0};
    };
    std::optional<Interrupted> interrupted_;
    /// Where what undo may bring back was left.
    std::vector<Interrupted> left_at_;
    Milliseconds position_told_{0};

    double volume_ = 1.0;
    bool muted_ = false;
    double speed_ = 1.0;
    /// It was chosen for long audio: music behind that begins at its own speed.
    bool speed_of_long_audio_ = false;
    bool stop_after_current_ = false;
    std::optional<RepeatStretch> stretch_;
    std::optional<SleepTimer> sleep_timer_;
    /// For SleepTimer::Until::time.
    Milliseconds sleep_at_{0};
    /// What the engine was told.
    double volume_told_ = 1.0;
    std::vector<OutputDevice> devices_;
    std::optional<Error> error_;
    /// It is about the device, and over when music sounds again.
    bool error_of_output_ = false;
    QueueEntryId automatic_asked_for_;
    bool changed_ = false;
    /// The transport's jumps that position_moved() has seen.
    std::uint64_t jumps_told_ = 0;

    Transport transport_;
};

}  // namespace refrain
