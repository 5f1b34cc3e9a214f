// How long a tag reader may take with one file, and whose fault it is. A reader that computes without an end
// has met a hostile file. One that does nothing waits for a disk: it may sleep, and so the file is not to
// blame, but no scan waits for ever. Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/time.h"

#include <chrono>

namespace refrain {

struct ReaderLimits {
    /// Processor time for one file: a thousand times what a large one takes.
    Milliseconds computing{5'000};
    /// Time in which the reader neither answers nor computes: a disk that sleeps wakes up within 15 s.
    Milliseconds idle{30'000};
};

enum class ReaderVerdict {
    patience,       // go on waiting
    endless,        // the file keeps the reader busy: the file is to blame
    disk_is_silent  // the disk does not answer: nobody is
};

/// `computing`: processor time that the reader has used for this file; `idle`: how long it has used none.
/// Time on the clock does not count against a file: the machine may be busy, and the disk slow.
inline ReaderVerdict judge_reader(std::chrono::nanoseconds computing, std::chrono::nanoseconds idle,
                                  const ReaderLimits& limits) {
    if (computing >= limits.computing) {
        return ReaderVerdict::endless;
    }
    return idle >= limits.idle ? ReaderVerdict::disk_is_silent : ReaderVerdict::patience;
}

}  // namespace refrain
