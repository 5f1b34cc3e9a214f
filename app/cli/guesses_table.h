// A Guess You Like list as a table for people, with what is held back. Any thread.
#pragma once

#include "app/output.h"
#include "library_scanner/store/library_snapshot.h"
#include "recommender/serving/guess.h"

namespace refrain::app {

void print_guesses(Output& output, const GuessList& list, const LibrarySnapshot& library);
/// One line per style: "Holding back: Metal (0.42, until 2026-11-22 18:40)".
void print_held_back(Output& output, const std::vector<HeldBack>& held_back);

/// The reason of a guess, the route it came by, and each term in words with its amount.
void print_terms(Output& output, const Guess& guess);

}  // namespace refrain::app
