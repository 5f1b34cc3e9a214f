#include "app/queue_entries.h"

#include "player/queue/entry_of_track.h"

#include <utility>

namespace refrain::app {

std::vector<QueueEntry> queue_entries(const GuessList& list, const LibrarySnapshot& library) {
    std::vector<QueueEntry> entries;
    for (const Guess& guess : list.tracks) {
        const auto track = library.find(guess.track);
        if (!track || track->missing) {
            continue;
        }
        QueueEntry entry = entry_of_track(*track, Intent::guess, "guess");
        entry.model_generation = list.model;
        entry.route = guess.route;
        entry.reason = guess.reason;
        entry.score = guess.score;
        entry.propensity = guess.propensity;
        entry.terms = guess.terms;
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace refrain::app
