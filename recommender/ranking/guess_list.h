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

/// What a list is made from.
struct Sources {
    const Catalogue& catalogue;
    /// Ascending, none after the question.
    std::span<const Event> events;
    std::span<const Reaction> reactions;
    const Views& views;
    /// This evening's private session, ascending: it holds back and is not repeated, and is no history.
    std::span<const Event> in_private{};
    /// Of exactly these events; nullptr: it is made anew, which takes its time with a long history.
    const TasteState* taste = nullptr;
    /// nullptr: the prior.
    const RankerModel* model = nullptr;
};

struct Options {
    ActivationOptions activation;
    DampingOptions damping;
    RouteOptions routes;
    RankerWeights weights;
    FocusOptions focus;
};

/// A count below 1 asks for no tracks; above 500 it counts as 500.
GuessList make_guess_list(const Sources& sources, const GuessRequest& request, const Options& options = {});

/// What is held back at that time.
Damping damping_of(const Sources& sources, UtcTime at, const DampingOptions& options = {});

}  // namespace refrain::ranking
