// One place in the play queue. Plain value, any thread.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/loudness.h"
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
    std::string album_artist;
    Milliseconds duration{0};
    Loudness loudness;
    /// The part of the file that is this track; `cue_end` 0 is the end of the file.
    CdFrames cue_begin{0}, cue_end{0};
    /// An audiobook, a podcast, a set: goes on where it was left.
    bool long_audio = false;
    Intent intent = Intent::track;
    std::string origin;
    /// For what Guess You Like queued: where it came from and why.
    std::string model_generation, route, reason;
    double score = 0.0;
    double propensity = 0.0;
    std::vector<ScoreTerm> terms;
};

}  // namespace refrain
