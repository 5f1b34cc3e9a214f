#include "ui/view_models/track_actions.h"

#include "ui/view_models/queue_entries.h"
#include "ui/view_models/track_text.h"

#include <algorithm>

namespace refrain {

TrackActions::TrackActions(Player& player, PlayerFollower& follower, LibraryChanges& library,
                           NoticeViewModel& notices, QObject* parent)
    : QObject(parent), player_(player), follower_(follower), library_(library), notices_(notices) {}

const Track* TrackActions::find(qint64 track) const {
    return library_.current()->find(TrackId(track));
}

std::vector<QueueEntry> TrackActions::entries(const std::vector<TrackId>& tracks, Intent intent,
                                              const std::string& origin) const {
    return queue_entries(*library_.current(), tracks, intent, origin);
}

void TrackActions::tell_of_addition(const QString& text) {
    notices_.tell(text, tr("Undo"), [this] { player_.undo(); });
}

void TrackActions::play(const std::vector<TrackId>& tracks, int start, Intent intent,
                        const std::string& origin) {
    std::vector<QueueEntry> queued = entries(tracks, intent, origin);
    if (!queued.empty()) {
        const int last = static_cast<int>(queued.size()) - 1;
        player_.play(std::move(queued), std::clamp(start, 0, last));
    }
}

void TrackActions::playFrom(const TrackListModel* list, int row, const QString& query) {
    if (!list || !list->track_at(row)) {
        return;
    }
    const bool searched = !query.trimmed().isEmpty();
    const Intent intent = searched ? Intent::search : Intent::track;
    const std::string origin = searched ? "search:" + query.trimmed().toStdString() : std::string("songs");
    if (follower_.state().shuffle) {
        const int first = list->count() <= shuffled_limit ? 0 : row;
        play(list->ids_from(first, shuffled_limit), row - first, intent, origin);
    } else {
        play(list->ids_from(row, queue_limit), 0, intent, origin);
    }
}

void TrackActions::play(qint64 track) {
    play({TrackId(track)}, 0, Intent::track, "songs");
}

void TrackActions::playNext(qint64 track) {
    if (const Track* found = find(track)) {
        player_.play_next(entries({found->id}, Intent::track, "songs"));
        tell_of_addition(tr("%1 plays next.").arg(display_title(*found)));
    }
}

void TrackActions::addToQueue(qint64 track) {
    if (const Track* found = find(track)) {
        player_.append(entries({found->id}, Intent::track, "songs"));
        tell_of_addition(tr("%1 is in the queue.").arg(display_title(*found)));
    }
}

void TrackActions::playAlbum(qint64 track) {
    if (const Track* found = find(track)) {
        const std::vector<TrackId> tracks = album_tracks(*library_.current(), *found);
        const auto at = std::find(tracks.begin(), tracks.end(), found->id);
        play(tracks, static_cast<int>(at - tracks.begin()), Intent::album, "album:" + found->album);
    }
}

void TrackActions::addAlbumToQueue(qint64 track) {
    if (const Track* found = find(track)) {
        player_.append(
            entries(album_tracks(*library_.current(), *found), Intent::album, "album:" + found->album));
        tell_of_addition(tr("%1 is in the queue.")
                             .arg(found->album.empty() ? display_title(*found) : plain_text(found->album)));
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
