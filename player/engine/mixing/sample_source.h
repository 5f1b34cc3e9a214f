// Where the mixer gets a track's frames from. The deck is one; tests hand in memory.
//
// Threads: all functions on the mixer's thread; none waits. Nothing fails: a source with nothing ready gives
// fewer frames.
#pragma once

#include <cstddef>
#include <cstdint>

namespace refrain {

/// Frames of one track, in order: interleaved float32, two channels, at the file's own rate, without encoder
/// delay and padding. Frame 0 is the first frame of the track (of a cue sheet's track, where it is one).
class SampleSource {
  public:
    virtual ~SampleSource() = default;
    /// Frames per second; 0 until the first frame was decoded, fixed from then on.
    virtual int rate() const = 0;
    /// Writes up to `frames` frames; returns how many there were. Does not wait.
    virtual std::size_t read(float* out, std::size_t frames) = 0;
    /// Everything was read; nothing will follow.
    virtual bool ended() const = 0;
    /// Position in the track of the frame that read() gives next, at rate().
    virtual std::int64_t next_frame() const = 0;
};

}  // namespace refrain
