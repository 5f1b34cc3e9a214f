// A listening life for the demo and the end-to-end test: what is played, in which order, and what the real
// player made of it. Blocks while the player plays (as fast as the machine decodes); not for the GUI thread.
// What can fail: the player; its words come back as the Error.
#pragma once

#include "app/services.h"
#include "library_scanner/core/result.h"
#include "library_scanner/store/library_snapshot.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace refrain::app {

/// The tracks of the library in an order that the seed alone decides; missing ones and those shorter than
/// half a minute are left out (too short for a few seconds to be little).
std::vector<Track> shuffled(const LibrarySnapshot& library, std::uint32_t seed);

/// What a round of the life plays: in the first everything, later only what takes up to two minutes and what
/// is skipped anyway, since the engine must decode all that is heard. Rounds count from 1.
std::vector<Track> order_of_round(const LibrarySnapshot& library, std::uint32_t round,
                                  const std::string& disliked);

/// Has the track this style among its genres? Compared as written.
bool has_style(const TrackView& track, const std::string& style);

/// Plays `tracks` one after another through the real engine into the fake sink at full speed, with a listener
/// who presses Next a few seconds into each track that `dislikes`. Every listen lands in the history and in
/// Guess You Like. `told` is called with each listen as it ends, on the player's thread; it may be empty.
Result<std::vector<Listen>> live(Services& services, const std::vector<Track>& tracks,
                                 const std::function<bool(const TrackView&)>& dislikes,
                                 const std::function<void(const Listen&)>& told = {});

}  // namespace refrain::app
