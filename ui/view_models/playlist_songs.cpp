#include "ui/view_models/playlist_songs.h"

#include "player/queue/entry_of_track.h"
#include "ui/view_models/track_actions.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {

PlaylistSongs::PlaylistSongs(Entries given, LibraryPtr picture)
    : entries(std::move(given)), library(std::move(picture)) {
    rows.reserve(entries->size());
    lengths.reserve(entries->size());
    for (const PlaylistEntry& entry : *entries) {
        const auto row = entry.track.valid() ? library->row_of(entry.track) : std::nullopt;
        outdated = outdated || (entry.track.valid() && !row);
        rows.push_back(row.value_or(no_row));
        lengths.push_back(row ? library->at(*row).duration.count() : entry.duration.count());
    }
}

std::optional<TrackView> PlaylistSongs::track(std::size_t entry) const {
    return rows[entry] == no_row ? std::nullopt : std::optional(library->at(rows[entry]));
}

bool PlaylistSongs::missing(std::size_t entry) const {
    return rows[entry] == no_row || library->row(rows[entry]).missing;
}

QueueEntry PlaylistSongs::queue_entry(std::size_t entry, const std::string& origin) const {
    if (const auto found = track(entry)) {
        return entry_of_track(*found, Intent::playlist, origin);
    }
    const PlaylistEntry& kept = (*entries)[entry];
    QueueEntry made = entry_of_file(kept.path, Intent::playlist, origin);
    if (!kept.title.empty()) {
        made.title = kept.title;
    }
    made.artist = kept.artist;
    made.album = kept.album;
    made.duration = kept.duration;
    return made;
}

std::vector<std::uint32_t> playable(const PlaylistSongs& songs, const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> there;
    there.reserve(order.size());
    std::copy_if(order.begin(), order.end(), std::back_inserter(there),
                 [&](std::uint32_t entry) { return !songs.missing(entry); });
    return there;
}

void play_songs(Player& player, std::shared_ptr<const PlaylistSongs> songs, std::vector<std::uint32_t> order,
                std::size_t start, const std::string& origin) {
    const auto made = [](const PlaylistSongs& of, const std::vector<std::uint32_t>& entries, std::size_t from,
                         std::size_t to, const std::string& noted) {
        std::vector<QueueEntry> queued;
        queued.reserve(to - from);
        for (std::size_t i = from; i < to; ++i) {
            queued.push_back(of.queue_entry(entries[i], noted));
        }
        return queued;
    };
    const std::size_t end = std::min(start + TrackActions::queue_limit, order.size());
    std::vector<QueueEntry> first = made(*songs, order, start, end, origin);
    player.play(std::move(first), 0, StartReason::chosen,
                [made, songs = std::move(songs), order = std::move(order), start, end, origin] {
                    return QueueRest{made(*songs, order, 0, start, origin),
                                     made(*songs, order, end, order.size(), origin)};
                });
}

std::string playlist_origin(const std::string& name) {
    return "playlist:" + name;
}

}  // namespace refrain
