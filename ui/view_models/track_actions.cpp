#include "ui/view_models/track_actions.h"

#include "ui/view_models/queue_entries.h"
#include "ui/view_models/track_text.h"

#include <algorithm>

namespace refrain {

TrackActions::TrackActions(Player& player, LibraryChanges& library, NoticeViewModel& notices, QObject* parent)
    : QObject(parent), player_(player), library_(library), notices_(notices) {}

const Track* TrackActions::find(qint64 track) const {
    return library_.current()->find(TrackId(track));
}

void TrackActions::play(const std::vector<TrackId>& tracks, int start, Intent intent,
                        const std::string& origin) {
    std::vector<QueueEntry> entries = queue_entries(*library_.current(), tracks, intent, origin);
    if (!entries.empty()) {
        const int last = static_cast<int>(entries.size()) - 1;
        player_.play(std::move(entries), std::clamp(start, 0, last));
    }
}

void TrackActions::playFrom(const TrackListModel* list, int row, const QString& query) {
    if (!list || !list->track_at(row)) {
        return;
    }
    const bool searched = !query.trimmed().isEmpty();
    play(list->ids_from(row, queue_limit), 0, searched ? Intent::search : Intent::track,
         searched ? "search:" + query.trimmed().toStdString() : std::string("songs"));
}

void TrackActions::play(qint64 track) {
    play({TrackId(track)}, 0, Intent::track, "songs");
}

void TrackActions::playNext(qint64 track) {
    if (const Track* found = find(track)) {
        player_.play_next(queue_entries(*library_.current(), {found->id}, Intent::track, "songs"));
        notices_.tell(tr("%1 plays next.").arg(display_title(*found)));
    }
}

void TrackActions::addToQueue(qint64 track) {
    if (const Track* found = find(track)) {
        player_.append(queue_entries(*library_.current(), {found->id}, Intent::track, "songs"));
        notices_.tell(tr("%1 is in the queue.").arg(display_title(*found)));
    }
}

void TrackActions::playAlbum(qint64 track) {
    if (const Track* found = find(track)) {
        const std::vector<TrackId> tracks = album_tracks(*library_.current(), *found);
        const auto at = std::find(tracks.begin(), tracks.end(), found->id);
        play(tracks, static_cast<int>(at - tracks.begin()), Intent::album, "album:" + found->album);
    }
}

void TrackActions::playArtist(qint64 track) {
    if (const Track* found = find(track)) {
        const std::vector<TrackId> tracks = artist_tracks(*library_.current(), *found);
        const auto at = std::find(tracks.begin(), tracks.end(), found->id);
        play(tracks, static_cast<int>(at - tracks.begin()), Intent::artist, "artist:" + found->artist);
    }
}

}  // namespace refrain
