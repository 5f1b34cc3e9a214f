#include "app/queue_entries.h"

#include <filesystem>

namespace refrain::app {

QueueEntry queue_entry(const Track& track, Intent intent, std::string origin) {
    QueueEntry entry;
    entry.track = track.id;
    entry.path = track.path;
    entry.title = track.title;
    entry.artist = track.artist;
    entry.album = track.album;
    entry.duration = track.duration;
    entry.intent = intent;
    entry.origin = std::move(origin);
    return entry;
}

QueueEntry queue_entry_of_file(const std::string& path, Intent intent, std::string origin) {
    QueueEntry entry;
    entry.path = path;
    entry.title = std::filesystem::path(path).stem().string();
    entry.intent = intent;
    entry.origin = std::move(origin);
    return entry;
}

std::vector<QueueEntry> queue_entries(const GuessList& list, const LibrarySnapshot& library) {
    std::vector<QueueEntry> entries;
    for (const Guess& guess : list.tracks) {
        const Track* track = library.find(guess.track);
        if (track == nullptr || track->missing) {
            continue;
        }
        QueueEntry entry = queue_entry(*track, Intent::guess, "guess");
        entry.model_generation = list.model;
        entry.route = guess.route;
        entry.reason = guess.reason;
        entry.score = guess.score;
        entry.terms = guess.terms;
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace refrain::app
