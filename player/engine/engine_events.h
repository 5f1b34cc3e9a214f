// The words of the engine: what it is asked to play and what it tells. Plain values, any thread.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "player/playback_settings.h"

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace refrain {

/// One playing of one file; the same file played again has another.
using PlayId = StrongId<struct PlayTag>;

struct StreamFormat {
    /// Frames per second.
    int rate = 44100;
    int channels = 2;
};

struct TrackSource {
    PlayId play;
    /// The file, as bytes.
    std::string path;
    Milliseconds start{0};
    /// The part of the file that is the track; `end` 0 is the end of the file. `start` counts from `begin`.
    CdFrames begin{0}, end{0};
    /// Linear factor for its loudness.
    double gain = 1.0;
    /// How long it sounds together with the track it follows; 0 joins them without gap or overlap.
    Milliseconds crossfade{0};
};

/// Frames [begin, end) of the track, at the output rate (at twice the speed a second of sound is two seconds
/// of the track), came out of the sink.
struct FramesRendered {
    PlayId play;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    /// The number of the seek after which they were read; 0 before the first.
    std::uint64_t seek = 0;
    /// They were the frames [at, at + frames) of all that came out of the engine's sinks since it was made.
    std::int64_t at = 0;
    std::int64_t frames = 0;
};
/// What FramesRendered does not say of the frames that came out of the engine's sinks since it was made; told
/// when it has changed. With it the account is exact: frames out of the sinks = the sum of
/// FramesRendered::frames + silence - overlap.
struct SinkBalance {
    /// Frames that carried no play: silence, and what was made up so that a fade had something to fade.
    std::int64_t silence = 0;
    /// Frames that carried several plays, or one from several places (the rest before a seek): each counted
    /// once for every one beyond the first.
    std::int64_t overlap = 0;

    bool operator==(const SinkBalance&) const = default;
};
/// The decoder knows the length. Told of what follows, too, once enough of it was read to go on with it; and
/// again when it plays.
struct DurationKnown {
    PlayId play;
    Milliseconds duration{0};
};
/// Nothing of `play` follows any more. One for each play that was handed over, also of what was to follow and
/// was replaced before it sounded; unless PlayFailed or OutputFailed came, or the engine shut down.
struct PlayEnded {
    PlayId play;
    /// Heard to its end, rather than replaced or stopped.
    bool at_end = false;
    /// What the engine went on with without a gap; invalid if nothing was ready.
    PlayId followed_by;
};
/// The file cannot be played, or not on; what was read before it failed has been rendered.
struct PlayFailed {
    PlayId play;
    Error error;
    /// The disk did not answer for as long as it was waited for; others of its files will not either.
    bool no_answer = false;
};
/// The disk with `play` keeps the music waiting (see disk_patience.h). Told of the play that is to sound, and
/// of what follows it where that does not come either. It may still come: its frames are told then.
struct PlayWaits {
    PlayId play;
    /// What could sound at once in its place: what was set to follow; invalid while that is not ready.
    PlayId ready;

    bool operator==(const PlayWaits&) const = default;
};
/// A seek came when the track had been read to its end already: the file has to be opened again for it.
struct SeekTooLate {
    PlayId play;
    Milliseconds position{0};
    std::uint64_t seek = 0;
};
/// No device, or it went away. The engine has dropped everything; play() tries again.
struct OutputFailed {
    Error error;
    /// How many calls of Engine::play() it knew of. One that came later is not concerned.
    std::uint64_t plays = std::numeric_limits<std::uint64_t>::max();
    /// The newest play that had been handed over by then.
    PlayId newest{};
};

/// The device in use went away, or the headphones were pulled out of it; the engine pauses or goes on with
/// the default one, as the settings say. What had been handed over and was not heard is lost, and not
/// counted.
struct OutputRemoved {
    OutputDevice device;
    /// Why, in words for the listener.
    Error error = {};
};
/// What is connected now; the first is the system's default. Also told once when it is first known.
struct DevicesChanged {
    std::vector<OutputDevice> devices;
};

using EngineEvent = std::variant<FramesRendered, SinkBalance, DurationKnown, PlayEnded, PlayFailed, PlayWaits,
                                 SeekTooLate, OutputFailed, OutputRemoved, DevicesChanged>;

}  // namespace refrain
