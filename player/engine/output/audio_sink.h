// Where the sound goes. Plain value, any thread.
#pragma once

#include <cstddef>
#include <functional>

namespace refrain {

/// `fake` renders into nothing: at the speed of the clock, or as fast as it can.
struct AudioSinkOptions {
    enum class Kind { automatic, fake } kind = Kind::automatic;
    enum class Speed { realtime, maximum } speed = Speed::realtime;
    /// For tests: every frame the fake sink took, interleaved float32, on a thread of the engine. It may
    /// wait, and holds up the sound for as long; it must not wait for the engine.
    std::function<void(const float* samples, std::size_t frames, int channels, int rate)> tap;
    /// For tests: asked before each block, on the same thread. True: the fake device is lost, and takes this
    /// block and all behind it no more; a new one may be opened.
    std::function<bool()> lost;
};

}  // namespace refrain
