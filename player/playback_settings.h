// How the listener wants playback to be: loudness, fades, equaliser, device, what is remembered. Plain
// values, any thread, nothing fails; the player clips what lies outside the ranges given here.
#pragma once

#include "library_scanner/core/time.h"

#include <array>
#include <string>

namespace refrain {

/// `automatic` takes the album's gain where the neighbours in the queue are of the same album, else the
/// track's.
enum class ReplayGainMode { off, track, album, automatic };

struct ReplayGainSettings {
    ReplayGainMode mode = ReplayGainMode::automatic;
    /// Added to every gain, dB, -15 to 15.
    double preamp_db = 0.0;
    /// For music that nothing is known about, dB, -15 to 15.
    double unknown_db = -6.0;
    /// Never amplifies beyond full scale where the peak is known.
    bool prevent_clipping = true;

    friend bool operator==(const ReplayGainSettings&, const ReplayGainSettings&) = default;
};

struct FadeSettings {
    /// Overlap of two tracks, 0 to 12 s; 0 is gapless. Never between neighbours of one album.
    Milliseconds crossfade{0};
    /// 0 to 2 s each; at least the few milliseconds that avoid a click are always faded.
    Milliseconds pause{120};
    Milliseconds stop{300};
    Milliseconds skip{20};

    friend bool operator==(const FadeSettings&, const FadeSettings&) = default;
};

inline constexpr std::size_t equaliser_bands = 10;

struct EqualiserSettings {
    bool enabled = false;
    /// Per band (29, 59, 119, 237, 474, 947, 1889, 3770, 7523, 15011 Hz), dB, -12 to 12.
    std::array<double, equaliser_bands> gain_db{};

    friend bool operator==(const EqualiserSettings&, const EqualiserSettings&) = default;
};

struct PlaybackSettings {
    ReplayGainSettings replay_gain;
    FadeSettings fades;
    EqualiserSettings equaliser;
    bool mono = false;
    /// OutputDevice::id; empty for the system's default. A device that is not there is waited for, and the
    /// default is used meanwhile.
    std::string output_device;
    /// Long audio goes on where it was left.
    bool resume_long_audio = true;
    /// Queue and position of the last time are there at the start.
    bool restore_queue = true;
    /// Pause when headphones are unplugged or the device goes away, rather than go on aloud elsewhere.
    bool pause_on_removal = true;

    friend bool operator==(const PlaybackSettings&, const PlaybackSettings&) = default;
};

/// A place where sound can come out.
struct OutputDevice {
    /// Stable from start to start where the system gives such a name.
    std::string id;
    /// For the listener.
    std::string name;

    friend bool operator==(const OutputDevice&, const OutputDevice&) = default;
};

enum class RepeatMode { off, all, one };

/// When playback shall come to rest. In each case the sound fades out.
struct SleepTimer {
    enum class Until { time, end_of_track, end_of_queue } until = Until::time;
    /// For Until::time: how long it still runs, as of the picture it stands in.
    Milliseconds left{0};

    friend bool operator==(const SleepTimer&, const SleepTimer&) = default;
};

/// A stretch of the current track that is played again and again. `to` is missing while only A is set.
struct RepeatStretch {
    Milliseconds from{0};
    Milliseconds to{-1};

    bool complete() const { return to > from; }
    friend bool operator==(const RepeatStretch&, const RepeatStretch&) = default;
};

}  // namespace refrain
