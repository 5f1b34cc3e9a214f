// Which of many printed tracks are one recording. Pure, any thread; fails only as the given function does.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "recommender/content/analyzer/acoustic_print.h"

#include <functional>
#include <span>
#include <vector>

namespace refrain::analysis {

/// What is in memory of each track of a library: 144 bytes, 43 MB of 300,000.
struct SketchedTrack {
    TrackId id;
    Milliseconds duration{0};
    PrintSketch sketch{};
};

/// May the two be one recording, so that their prints are worth comparing?
bool may_be_one(const SketchedTrack& a, const SketchedTrack& b);

struct GroupedTrack {
    TrackId id;
    /// The lowest of the group.
    TrackId group;
    /// The highest that was found to another of the group.
    double similarity = 0.0;

    friend bool operator==(const GroupedTrack&, const GroupedTrack&) = default;
};

/// Tracks in groups of two and more, by group and id. What is like one of a group belongs to it, and is not
/// compared with the others of it. `print_of` is asked for two prints at a time, of tracks that may be one;
/// they are not kept.
std::vector<GroupedTrack> group_up(std::span<const SketchedTrack> tracks,
                                   const std::function<AcousticPrint(TrackId)>& print_of);

}  // namespace refrain::analysis
