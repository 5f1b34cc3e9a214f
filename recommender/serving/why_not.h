// Why a track is not among the guesses: what stands against it, in plain English sentences. For a question
// asked by hand: it reads the whole history anew. Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"
#include "library_scanner/store/library_snapshot.h"
#include "recommender/serving/guess.h"

#include <string>
#include <vector>

namespace refrain {

/// The gravest first: what rules it out, then what speaks against it. Empty when nothing does: others had
/// more for them. `listens` ascending; those after `request.at` do not count.
std::vector<std::string> why_not(const LibraryPtr& library, const std::vector<Listen>& listens,
                                 const std::vector<Reaction>& reactions, const GuessRequest& request,
                                 TrackId track);

}  // namespace refrain
