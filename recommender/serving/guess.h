// What Guess You Like asks and answers. Plain values, any thread.
#pragma once

#include "library_scanner/core/score_term.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace refrain {

struct GuessRequest {
    UtcTime at{};
    int count = 20;
    /// The track playing now; continuation and spacing start from it.
    std::optional<TrackId> current;
    /// Queued already: not proposed again.
    std::vector<TrackId> queued;
};

struct Guess {
    TrackId track;
    double score = 0.0;
    /// The route with the largest share: "encoder_familiar", "album_continuation", …
    std::string route;
    /// One plain sentence for the listener.
    std::string reason;
    /// Every term of the score; they sum to it.
    std::vector<ScoreTerm> terms;
};

/// A style that recent skips hold back.
struct HeldBack {
    std::string style;
    /// What tracks of exactly this style lose now, in the unit of the score; > 0.
    double amount = 0.0;
    /// When less than a tenth of the largest possible amount will be left.
    UtcTime until{};
};

struct GuessList {
    /// Name of the model generation in service; empty when none is.
    std::string model;
    std::vector<HeldBack> held_back;
    std::vector<Guess> tracks;
    /// One sentence when the list is short, empty, or made without a model: why.
    std::string note;
};

}  // namespace refrain
