// From history and library to a list: the whole of Guess You Like as one pure function. Any thread, nothing
// fails: where nothing can be proposed the list is empty and the note says why.
#pragma once

#include "recommender/ranking/damping.h"
#include "recommender/ranking/events.h"
#include "recommender/ranking/ranker.h"
#include "recommender/serving/guess.h"

#include <span>
#include <string>

namespace refrain::ranking {

struct Options {
    ActivationOptions activation;
    DampingOptions damping;
    RouteOptions routes;
    RankerWeights weights;
};

/// `events` ascending, none after `request.at`. A count below 1 asks for no tracks; above 500 it counts as
/// 500.
GuessList make_guess_list(const Catalogue& catalogue, std::span<const Event> events,
                          std::span<const Reaction> reactions, const EncoderView& encoder,
                          const GuessRequest& request, const Options& options = {});

}  // namespace refrain::ranking
