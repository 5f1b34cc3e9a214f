#include "player/queue/entry_of_track.h"

#include "player/sound/long_audio.h"

#include <filesystem>
#include <utility>

namespace refrain {

QueueEntry entry_of_track(const TrackView& track, Intent intent, std::string origin) {
    QueueEntry entry;
    entry.track = track.id;
    entry.path = track.path();
    entry.title = track.title;
    entry.artist = track.artist;
    entry.album = track.album;
    entry.album_artist = track.album_artist;
    entry.duration = track.duration;
    entry.loudness = track.loudness;
    entry.cue_begin = track.cue_begin;
    entry.cue_end = track.cue_end;
    entry.long_audio = is_long_audio(track);
    entry.intent = intent;
    entry.origin = std::move(origin);
    return entry;
}

QueueEntry entry_of_file(const std::string& path, Intent intent, std::string origin) {
    QueueEntry entry;
    entry.path = path;
    entry.title = std::filesystem::path(path).stem().string();
    entry.intent = intent;
    entry.origin = std::move(origin);
    return entry;
}

}  // namespace refrain
