#include "app/desktop/track_art.h"

#include <utility>

#include <QMetaObject>
#include <spdlog/spdlog.h>

namespace refrain {
namespace {

/// Of a file outside the library only what it carries itself is shown.
Track unknown_track(const QueueEntry& entry) {
    Track track;
    track.path = entry.path;
    track.cover = CoverKind::embedded;
    return track;
}

std::string picture_file(const Track& track, const CoverLoader& load_cover, const std::atomic<bool>& ending,
                         ArtCache& cache) {
    if (track.cover == CoverKind::folder) {
        return track.cover_path;
    }
    const auto cover = load_cover(track, &ending);
    if (!cover) {
        return {};
    }
    const auto file = cache.file_of(cover.value());
    if (!file) {
        spdlog::info("{}", file.error().text());
        return {};
    }
    return file.value().string();
}

}  // namespace

TrackArt::TrackArt(PlayerFollower& follower, std::function<std::optional<Track>(const QueueEntry&)> track_of,
                   CoverLoader load_cover, std::filesystem::path cache_folder, QObject* parent)
    : QObject(parent),
      follower_(follower),
      track_of_(std::move(track_of)),
      load_cover_(std::move(load_cover)),
      cache_(std::make_shared<ArtCache>(std::move(cache_folder))) {
    pool_.setMaxThreadCount(1);
    // The thread goes when nothing was looked for in a while.
    pool_.setExpiryTimeout(5000);
    connect(&follower_, &PlayerFollower::changed, this, &TrackArt::look);
    look();
}

TrackArt::~TrackArt() {
    *wanted_ = 0;
    ending_ = true;
    pool_.waitForDone();
}

void TrackArt::look_again() {
    if (file_.empty()) {
        entry_ = QueueEntryId();
        look();
    }
}

void TrackArt::look() {
    const auto* entry = follower_.state().current_entry();
    const auto id = entry != nullptr ? entry->id : QueueEntryId();
    if (id == entry_) {
        return;
    }
    entry_ = id;
    file_.clear();
    looked_ = false;
    *wanted_ = id.value();
    if (entry == nullptr) {
        return;
    }
    auto track = track_of_(*entry).value_or(unknown_track(*entry));
    pool_.start([this, id, track = std::move(track), wanted = wanted_, cache = cache_] {
        if (*wanted != id.value()) {
            return;
        }
        QMetaObject::invokeMethod(this, [this, id, file = picture_file(track, load_cover_, ending_, *cache)] {
            if (entry_ == id) {
                file_ = file;
                looked_ = true;
                Q_EMIT found(id, file_);
            }
        });
    });
}

}  // namespace refrain
