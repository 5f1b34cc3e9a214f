#include "ui/view_models/track_actions.h"

#include "player/queue/entry_of_track.h"
#include "ui/view_models/queue_entries.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <memory>

#include <QMetaObject>

namespace refrain {

TrackActions::TrackActions(Player& player, LibraryChanges& library, NoticeViewModel& notices,
                           PlaylistsViewModel* playlists, TasteViewModel* taste, QObject* parent)
    : QObject(parent),
      player_(player),
      library_(library),
      notices_(notices),
      playlists_(playlists),
      taste_(taste) {
    pool_.setMaxThreadCount(1);
}

TrackActions::~TrackActions() {
    pool_.waitForDone();
}

std::optional<TrackView> TrackActions::find(qint64 track) const {
    return library_.current()->find(TrackId(track));
}

std::vector<QueueEntry> TrackActions::entries(const std::vector<TrackId>& tracks, Intent intent,
                                              const std::string& origin) const {
    return queue_entries(*library_.current(), tracks, intent, origin);
}

void TrackActions::tell_of_addition(const QString& text) {
    notices_.tell(text, tr("Undo"), [this] { player_.undo(); });
}

void TrackActions::make_entries(MeantTracks tracks, Source source,
                                std::function<void(std::vector<QueueEntry>)> use) {
    auto make = [tracks = std::move(tracks), source = std::move(source)] {
        const auto& [intent, origin] = source;
        return queue_entries(*tracks.library, tracks.ids(), intent, origin);
    };
    pool_.start([this, make = std::move(make), use = std::move(use)] {
        const auto made = std::make_shared<std::vector<QueueEntry>>(make());
        QMetaObject::invokeMethod(this, [made, use] { use(std::move(*made)); });
    });
}

void TrackActions::play(const std::vector<TrackId>& tracks, int start, Intent intent,
                        const std::string& origin) {
    ++plays_;
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
    const auto [intent, origin] = source(*list, query);
    const int wanted = ++plays_;
    if (list->meantCount(row) > 1) {
        make_entries(list->meant(row), source(*list, query), [this, wanted](std::vector<QueueEntry> made) {
            if (wanted == plays_ && !made.empty()) {
                player_.play(std::move(made), 0);
            }
        });
        return;
    }
    // The pictures of the library are shared: what is kept here is the order of the rows.
    QueueRestMaker rest = [library = list->library(), rows = list->rows(), row, intent, origin] {
        const auto entries = [&](std::size_t from, std::size_t to) {
            std::vector<QueueEntry> made;
            made.reserve(to - from);
            for (std::size_t i = from; i < to; ++i) {
                made.push_back(entry_of_track(library->at((*rows)[i]), intent, origin));
            }
            return made;
        };
        const auto first = static_cast<std::size_t>(row);
        const std::size_t queued = std::min(first + queue_limit, rows->size());
        return QueueRest{entries(0, first), entries(queued, rows->size())};
    };
    std::vector<QueueEntry> queued = entries(list->ids_from(row, queue_limit), intent, origin);
    player_.play(std::move(queued), 0, StartReason::chosen, std::move(rest));
}

TrackActions::Source TrackActions::source(const TrackListModel& list, const QString& query) {
    if (list.source()) {
        return *list.source();
    }
    const QString words = query.trimmed();
    return words.isEmpty() ? std::pair(Intent::track, std::string("songs"))
                           : std::pair(Intent::search, "search:" + words.toStdString());
}

void TrackActions::playNextFrom(const TrackListModel* list, int row, const QString& query) {
    const int count = list ? list->meantCount(row) : 0;
    if (count == 1) {
        playNext(list->meant(row).ids().front().value());
    } else if (count > 1) {
        make_entries(list->meant(row), source(*list, query), [this, count](std::vector<QueueEntry> made) {
            player_.play_next(std::move(made));
            tell_of_addition(tr("%n song(s) play next.", nullptr, count));
        });
    }
}

void TrackActions::addToQueueFrom(const TrackListModel* list, int row, const QString& query) {
    const int count = list ? list->meantCount(row) : 0;
    if (count == 1) {
        addToQueue(list->meant(row).ids().front().value());
    } else if (count > 1) {
        make_entries(list->meant(row), source(*list, query), [this, count](std::vector<QueueEntry> made) {
            player_.append(std::move(made));
            tell_of_addition(tr("%n song(s) are in the queue.", nullptr, count));
        });
    }
}

void TrackActions::play(qint64 track) {
    play({TrackId(track)}, 0, Intent::track, "songs");
}

void TrackActions::playNext(qint64 track) {
    if (const auto found = find(track)) {
        player_.play_next(entries({found->id}, Intent::track, "songs"));
        tell_of_addition(tr("%1 plays next.").arg(display_title(*found)));
    }
}

void TrackActions::addToQueue(qint64 track) {
    if (const auto found = find(track)) {
        player_.append(entries({found->id}, Intent::track, "songs"));
        tell_of_addition(tr("%1 is in the queue.").arg(display_title(*found)));
    }
}

void TrackActions::playAlbum(qint64 track) {
    if (const auto found = find(track)) {
        const std::vector<TrackId> tracks = album_tracks(*library_.current(), found->id);
        const auto at = std::find(tracks.begin(), tracks.end(), found->id);
        play(tracks, static_cast<int>(at - tracks.begin()), Intent::album,
             "album:" + std::string(found->album));
    }
}

void TrackActions::addAlbumToQueue(qint64 track) {
    if (const auto found = find(track)) {
        player_.append(entries(album_tracks(*library_.current(), found->id), Intent::album,
                               "album:" + std::string(found->album)));
        tell_of_addition(tr("%1 is in the queue.")
                             .arg(found->album.empty() ? display_title(*found) : plain_text(found->album)));
    }
}

void TrackActions::playArtist(qint64 track) {
    if (const auto found = find(track)) {
        const std::vector<TrackId> tracks = artist_tracks(*library_.current(), found->id);
        const auto at = std::find(tracks.begin(), tracks.end(), found->id);
        play(tracks, static_cast<int>(at - tracks.begin()), Intent::artist,
             "artist:" + std::string(found->artist));
    }
}

}  // namespace refrain
