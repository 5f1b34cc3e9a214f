// One place in the play queue. Plain value, any thread.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/score_term.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <string>
#include <vector>

namespace refrain {

struct QueueEntry {
    QueueEntryId id;
    /// Invalid for a file that is not in the library.
    TrackId track;
    std::string path;
    std::string title, artist, album;
    Milliseconds duration{0};
    Intent intent = Intent::track;
    std::string origin;
    /// For what Guess You Like queued: where it came from and why.
    std::string model_generation, route, reason;
    double score = 0.0;
    double propensity = 0.0;
    std::vector<ScoreTerm> terms;
};

}  // namespace refrain
