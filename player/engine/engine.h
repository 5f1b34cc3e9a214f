// The two-deck engine: decodes the current file and, ahead of time, the next one, joins them without a gap
// and sends them to one output. It decides nothing: what is next and what a click means it is told.
//
// Threads: every function may be called from any thread, leaves a note for the mixer's thread and returns at
// once. Events are told on the mixer's thread: the listener must return quickly and must not destroy the
// engine. What can fail: a file (PlayFailed; PlayWaits while its disk sleeps), the audio device
// (OutputFailed).
#pragma once

#include "player/engine/decoding/disk_patience.h"
#include "player/engine/engine_events.h"
#include "player/engine/output/audio_sink.h"
#include "player/playback_settings.h"

#include <functional>
#include <memory>
#include <optional>

namespace refrain {

struct EngineOptions {
    AudioSinkOptions sink;
    /// What everything is converted to; a file of that rate is played bit for bit.
    StreamFormat format;
    /// Length of the fade on pause, seek, skip and stop: long enough not to click, too short to be noticed.
    Milliseconds fade{20};
    /// How long a disk that does not answer is waited for.
    DiskLimits disks = {};
};

class Engine {
  public:
    using Listener = std::function<void(const EngineEvent&)>;

    Engine(EngineOptions options, Listener listener);
    /// Tells what was rendered to the last frame, then stops at once. Safe while paused or stuck.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Plays `source` now, in place of what plays; from where it is if that very play is on already. A
    /// pause ends. If it was handed to set_next() before, it is ready and starts at once; nothing happens if
    /// it was gone on with meanwhile and is over: PlayEnded or PlayFailed says so.
    void play(TrackSource source);
    /// What follows when the current file ends; nothing: playback ends there. Opened at once.
    void set_next(std::optional<TrackSource> source);
    void pause();
    void resume();
    /// `seek` numbers the seek in the events; rising.
    void seek(PlayId play, Milliseconds position, std::uint64_t seek);
    /// Ends the current play, faded out over the stop fade of the settings or over `fade`, and gives the
    /// device back once the rest was heard.
    void stop(std::optional<Milliseconds> fade = std::nullopt);
    /// Equaliser, mono, fades and device; heeded at once, without a click.
    void set_sound(PlaybackSettings settings);
    /// The linear factor for the loudness of a play that is on or next; slides there.
    void set_gain(PlayId play, double gain);
    /// 0.5 to 3, pitch kept; 1 leaves every sample as it is.
    void set_speed(double speed);
    /// The play goes back to `from` whenever it comes to `to`, without a gap and to the frame, and stays one
    /// play: its frames are told as they are heard, its end only when it leaves the stretch. At least 100 ms;
    /// a shorter stretch is made so long. Stands in the place of what was to follow. Nothing: plays on.
    /// SeekTooLate (with `from`, and seek 0) where the track has been read to its end already.
    void set_stretch(PlayId play, std::optional<RepeatStretch> stretch);
    /// `volume` 0..1 as heard (see amplitude_of()).
    void set_volume(double volume, bool muted);
    /// DevicesChanged is told from now on. Without being asked that begins with the first sound.
    void look_for_devices();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain
