// The mixer's thread: takes notes of what is asked for, keeps the output supplied, tells what was heard.
// Only engine.cpp makes one. Split by purpose: engine_loop.cpp (the thread), engine_commands.cpp (what is
// asked), engine_feeding.cpp (sound and account), engine_output.cpp (care of the device).
//
// Threads: post() from any; all else on the loop's own thread. What can fail: files and devices; both are
// told as events.
#pragma once

#include "player/engine/decoding/deck.h"
#include "player/engine/decoding/deck_crew.h"
#include "player/engine/engine.h"
#include "player/engine/mixing/equaliser.h"
#include "player/engine/mixing/final_stage.h"
#include "player/engine/mixing/frame_ledger.h"
#include "player/engine/mixing/mixer.h"
#include "player/engine/output/device_watch.h"
#include "player/engine/output/output.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace refrain {

class EngineLoop {
  public:
    EngineLoop(EngineOptions options, Engine::Listener listener);
    ~EngineLoop();
    EngineLoop(const EngineLoop&) = delete;
    EngineLoop& operator=(const EngineLoop&) = delete;

    using Command = std::function<void(EngineLoop&)>;
    void post(Command command);

    // From here on: the mixer's thread.
    void play(TrackSource source);
    void set_next(std::optional<TrackSource> source);
    void pause();
    void resume();
    void seek(PlayId play, Milliseconds position, std::uint64_t number);
    void stop(std::optional<Milliseconds> fade);
    void set_sound(PlaybackSettings settings);
    void set_gain(PlayId play, double gain);
    void set_speed(double speed);
    void set_stretch(PlayId play, std::optional<RepeatStretch> stretch);
    void set_volume(double volume, bool muted);
    void look_for_devices();

  private:
    using Clock = std::chrono::steady_clock;
    using DeckPtr = std::shared_ptr<Deck>;

    // The thread.
    void run();
    void wake();
    bool wait_for_work(bool busy);
    std::optional<Clock::time_point> next_look() const;
    bool step();
    void set_calm(bool calm);

    // Sound and account.
    bool feed();
    void hand_over(std::size_t frames);
    void finish_and_push(std::size_t frames, std::size_t mixed);
    void push_silence();
    void take_back();
    /// A device that takes much ahead, of which what is ahead can be replaced.
    bool takes_back() const { return output_ && output_->paced() && output_->is_device(); }
    void plan();
    bool due() const;
    bool go_on_without_data();
    bool played_out() const;
    void cut_stuck_fades();
    void account();
    void heed_lateness();
    void tell_heard(bool all);
    void tell(const EngineEvent& event);
    void tell(const std::vector<EngineEvent>& events);
    void drop_next();
    bool look_after_next();
    void look_after_lengths(bool next_primed);
    void look_after_decks();
    void tell_silent_disks();
    DeckPtr deck_of(const Voice* voice) const;
    DeckPtr awaited_deck() const;

    // Commands.
    Voice open(TrackSource source);
    Voice open_round();
    void leave_rounds_ahead(PlayId play);
    void end_stretch();
    std::int64_t frames_of(Milliseconds time) const;
    std::int64_t fade_frames(Milliseconds time) const;

    // Care of the device.
    bool ready_output();
    bool open_output();
    Result<OutputPtr> open_device(const std::string& id);
    void lose_output(const Error& error);
    void close_output();
    void give_up_output(const Error& error);
    void look_after_devices();
    void heed_devices();
    void heed_removal(const OutputDevice& removed);
    bool stands_still();
    void change_device();
    void rest_output();
    void give_back_output();
    std::string wanted_device() const;
    void apply_sound();
    void learn_device_in_use();

    // Fixed.
    const EngineOptions options_;
    const Engine::Listener listener_;

    // The mixer's thread.
    /// Commands to play that were carried out.
    std::uint64_t plays_ = 0;
    /// Handed over last.
    PlayId newest_play_;
    /// What was last set to follow: it is on or over without anybody's word when it is not next any more.
    PlayId follower_;
    Mixer mixer_;
    FrameLedger ledger_;
    std::shared_ptr<DeckCrew> crew_;
    PlaybackSettings settings_;
    double speed_ = 1.0, volume_ = 1.0;
    bool muted_ = false, paused_ = false;
    /// Everything was stopped: the output is given back when it has nothing left to render.
    bool closing_ = false;
    /// Nobody has clicked for a while; see lively_until_.
    bool calm_ = false;
    /// feed() had to wait for due_.
    bool not_due_ = false;
    int looks_at_idle_deck_ = 0;
    /// As long as a block can be; see block_frames_.
    std::vector<float> block_;
    std::size_t block_frames_ = 0;
    /// Of a paced output: when the next block must be mixed.
    Clock::time_point due_{};
    /// Until then the listener may click again, and little is mixed ahead.
    Clock::time_point lively_until_{};
    std::vector<MixedSpan> spans_;
    /// What is done to all that was mixed, just before it is handed over.
    Equaliser equaliser_;
    FinalStage final_;
    /// The blocks handed over last, and how both were before: where the output can be taken back to.
    struct Handed {
        std::int64_t at = 0, mixed = 0;
        Equaliser::State equaliser;
        FinalStage::State final;
    };
    std::deque<Handed> handed_;
    /// Why plays that are being broken off failed.
    std::map<PlayId, PlayFailed> failures_;
    /// Heard, and not told yet: telling is bundled.
    std::vector<EngineEvent> untold_;
    FramesRendered told_;
    SinkBalance balance_told_;
    Clock::time_point told_at_{};
    /// The stretch that is looped, and whose. Its next round is what follows.
    std::optional<RepeatStretch> stretch_;
    PlayId stretched_;
    /// Plays whose length was told.
    PlayId current_told_, next_told_;
    /// The play without which there is no going on and that gives nothing.
    PlayId waiting_for_;
    Clock::time_point next_look_{};
    /// Told last.
    PlayWaits current_waits_, next_waits_;
    /// What was to follow and did not come either when that was told; it was last seen not ready then.
    PlayId waited_too_;
    Clock::time_point woke_{};
    /// Since when something fades and has nothing to fade.
    std::optional<Clock::time_point> stuck_since_;

    // The mixer's thread: the device.
    /// Since the first sound, or somebody asked.
    std::unique_ptr<DeviceWatch> devices_;
    OutputPtr output_;
    /// How far the device was at the last look that saw it come on, and for how long it has not since.
    std::int64_t device_at_ = 0;
    Clock::duration still_for_{};
    Clock::time_point looked_at_device_{};
    /// The one in use; an empty id is the system's default.
    std::string device_;
    /// Where that plays at last, where it is known: a sound server moves what sounds.
    std::optional<OutputDevice> in_use_;
    /// It failed, and the list may still name it.
    std::string lost_device_;
    bool resting_ = false;
    /// Fading out so as to go on with another device.
    bool moving_ = false;

    // Shared: guarded by mutex_. Nothing is called while it is held.
    std::mutex mutex_;
    std::condition_variable woken_;
    std::deque<Command> commands_;
    bool woken_flag_ = false;
    bool quitting_ = false;

    // Last, so that all the rest is there when it starts.
    std::thread thread_;
};

}  // namespace refrain
