// Measures how loud audio is: ITU-R BS.1770-4 integrated loudness, by libebur128, and the highest sample.
// True peak would cost five times as much (19 against 3.7 s of processor time for an hour of stereo), and
// what little it adds is left to the player's limiter. Threads: one object, one thread at a time. What can
// fail: memory.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/content/analyzer/decoder.h"
#include "recommender/content/analyzer/gating_blocks.h"

#include <memory>
#include <optional>

namespace refrain::analysis {

struct MeasuredLoudness {
    /// LUFS; nothing when no part of it is louder than -70 LUFS.
    std::optional<double> integrated;
    /// The highest sample of all channels, 1.0 = full scale.
    double peak = 0.0;
    /// Of what was measured.
    Milliseconds length{0};
    GatingBlocks blocks;
};

class LoudnessMeter {
  public:
    LoudnessMeter();
    ~LoudnessMeter();
    LoudnessMeter(const LoudnessMeter&) = delete;
    LoudnessMeter& operator=(const LoudnessMeter&) = delete;

    /// A mono file counts as one channel, as tags of other programs count it. Rate and channels may change on
    /// the way.
    Status add(const AudioPiece& piece);
    MeasuredLoudness result() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain::analysis
