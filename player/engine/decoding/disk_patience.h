// How long a disk that does not answer is waited for, and what becomes of further files on it.
// Pure; any thread. Nothing fails.
//
// The rule. A disk that sleeps answers after some seconds, and its tracks must not be lost for that; a dead
// one must not hold up the music. So playback looks for something else to play after `hesitation` (of a file
// that has sounded already: `hesitation_inside`), leaves the silent file only once that is ready, and gives
// it up after `silence`. Time counts from when the disk was asked, also for a file that nobody reads yet: a
// track prepared minutes ago on a dead disk is given up the moment it is needed.
#pragma once

#include "library_scanner/core/time.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace refrain {

struct DiskLimits {
    /// A deck that is not closed after so long hangs; a file that is not open after so long keeps others of
    /// its folder from being asked for: they wait behind it.
    Milliseconds patience{1000};
    /// A file from which nothing came for so long counts as failed.
    Milliseconds silence{10000};
    /// So many hanging decks are left alone; while there are as many no other is opened.
    int most_hanging = 8;
};

/// So that the next track sounds within a second.
inline constexpr Milliseconds hesitation{800};
/// A disk on the network pauses now and then; what has begun is worth waiting for.
inline constexpr Milliseconds hesitation_inside{3000};

/// Should something else be looked for? `started`: the file has given sound before.
constexpr bool holds_up(bool started, Milliseconds silent) {
    return silent >= (started ? hesitation_inside : hesitation);
}

/// May what follows sound in place of a file that is held up? Where it did not come either at first
/// (`waited_too`), the disk of both has just woken up, and the one that was asked for gets its time again.
constexpr bool stands_in(bool waited_too, Milliseconds ready_for) {
    return !waited_too || ready_for >= hesitation;
}

/// A file that a deck works on.
struct DiskRequest {
    using Time = std::chrono::steady_clock::time_point;
    std::string folder;
    Time asked{};
    bool opened = false;
    /// Since when its deck is not wanted any more.
    std::optional<Time> dismissed;
    /// It was given up because nothing came.
    bool given_up = false;
};

struct Admission {
    enum class Kind { open, wait, refuse };
    Kind kind = Kind::open;
    /// With `wait`: since when the folder does not answer.
    std::optional<DiskRequest::Time> silent_since;
};

/// May another file in `folder` be opened, while these are at work?
Admission admit(const std::string& folder, std::span<const DiskRequest> at_work, DiskRequest::Time now,
                const DiskLimits& limits);

}  // namespace refrain
