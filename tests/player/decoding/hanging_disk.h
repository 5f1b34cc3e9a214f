// A disk that stops answering: calls on files whose path contains a given part wait until it answers again.
// It stands between the program and the C library, for open, pread and stat alike. Thread-safe.
#pragma once

#include <string>

namespace refrain::testing_audio {

class HangingDisk {
  public:
    enum class At { opening, reading };

    /// From now on files under `folder` hang: when they are opened, or when more than their first
    /// `readable` bytes are read.
    static void hang(const std::string& folder, At at, long readable = 0);
    /// Everything goes on, and nothing hangs any more.
    static void answer();
    /// How many calls wait now.
    static int waiting();
    /// Waits until that many do.
    static void wait_for(int calls);
};

}  // namespace refrain::testing_audio
