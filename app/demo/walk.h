// The demo without a window: scan, listens, training, guesses, and what three skips change, printed as it
// happens. Every step is the real one. Needs a QCoreApplication; blocks. What can fail: any of the steps.
#pragma once

#include "app/output.h"
#include "app/services.h"

#include <string>

namespace refrain::app {

struct WalkOptions {
    /// The style whose tracks the walk's listener skips all along.
    std::string disliked_style = "Metal";
    /// The style skipped three times in a row at the end, though it was liked before.
    std::string tired_of = "Electronic";
    /// Passes through the whole library, each in another order.
    int rounds = 4;
};

Status walk(Services& services, Output& output, const WalkOptions& options = {});

/// How many of the list's tracks have the style.
std::size_t count_style(const GuessList& list, const LibrarySnapshot& library, const std::string& style);

}  // namespace refrain::app
