#include "app/demo/life.h"

#include "app/demo/walk_listener.h"
#include "player/queue/entry_of_track.h"

#include <algorithm>
#include <random>

namespace refrain::app {

std::vector<Track> shuffled(const LibrarySnapshot& library, std::uint32_t seed) {
    constexpr Milliseconds shortest{30'000};
    std::vector<Track> tracks;
    for (const TrackView track : library.tracks()) {
        if (!track.missing && track.duration >= shortest) {
            tracks.push_back(copy_of(track));
        }
    }
    // By path first: ids depend on the order in which a scan came by.
    std::sort(tracks.begin(), tracks.end(), [](const Track& a, const Track& b) { return a.path < b.path; });
    std::mt19937 random(seed);
    for (std::size_t i = tracks.size(); i > 1; --i) {
        // Fisher-Yates by hand: std::shuffle differs from one standard library to the next.
        std::swap(tracks[i - 1], tracks[random() % i]);
    }
    return tracks;
}

std::vector<Track> order_of_round(const LibrarySnapshot& library, std::uint32_t round,
                                  const std::string& disliked) {
    constexpr Milliseconds quick{120'000};
    std::vector<Track> tracks = shuffled(library, round);
    if (round > 1) {
        std::erase_if(tracks, [&](const Track& track) {
            return track.duration > quick && !has_style(track, disliked);
        });
    }
    return tracks;
}

bool has_style(const TrackView& track, const std::string& style) {
    return std::find(track.genres.begin(), track.genres.end(), style) != track.genres.end();
}

Result<std::vector<Listen>> live(Services& services, const std::vector<Track>& tracks,
                                 const std::function<bool(const TrackView&)>& dislikes,
                                 const std::function<void(const Listen&)>& told) {
    const LibraryPtr library = services.library().snapshot();
    WalkListener listener(
        [library, dislikes](const QueueEntry& entry) {
            const auto track = library->find(entry.track);
            return track && dislikes(*track);
        },
        told);
    AudioSinkOptions sink;
    sink.kind = AudioSinkOptions::Kind::fake;
    sink.speed = AudioSinkOptions::Speed::maximum;
    sink.tap = listener.tap();

    std::vector<QueueEntry> entries;
    for (const Track& track : tracks) {
        entries.push_back(entry_of_track(track, Intent::shuffle, "shuffle"));
    }
    {
        Player player(services.history(), std::move(sink));
        listener.sit_at(player);
        player.add_observer(&listener);
        player.play(std::move(entries));
        player.settle();
        listener.wait_for(tracks.size());
        player.stop();
        player.settle();
        player.remove_observer(&listener);
    }
    if (auto flushed = services.history().flush(); !flushed) {
        return flushed.error();
    }
    if (const auto error = listener.error()) {
        return *error;
    }
    std::vector<Listen> listens = listener.listens();
    for (const Listen& listen : listens) {
        services.guesses().add_listen(listen);
    }
    return listens;
}

}  // namespace refrain::app
