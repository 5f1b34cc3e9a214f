// One plain English sentence for each guess, from its largest terms and the facts behind them. A sentence is
// only said when the history or the library bears it out. Titles go in as they are: plain text, never markup.
// Pure, any thread, nothing fails, never empty.
#pragma once

#include "recommender/ranking/ranker.h"

#include <string>

namespace refrain::ranking {

/// "3 hours", "5 days", "8 months", "2 years": the largest unit of which there is one or more, rounded down;
/// under an hour "a few minutes".
std::string span_in_words(double seconds);

std::string reason_for(const RankedTrack& guess, const Situation& situation);

}  // namespace refrain::ranking
