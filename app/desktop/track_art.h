// Finds the picture of the track that plays, as a file: the one beside the music, or the one inside it, which
// is written into the art cache. For MPRIS and notifications alike, looked for once.
//
// Lives on the Qt thread of its creator; files are read on a thread of its own. What can fail: no picture, a
// disk that does not answer; then there is none.
#pragma once

#include "app/desktop/art_cache.h"
#include "library_scanner/core/track.h"
#include "ui/player_follower.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QObject>
#include <QThreadPool>

namespace refrain {

class TrackArt : public QObject {
    Q_OBJECT
  public:
    /// `track_of` gives the library's track of an entry; nothing for a file outside it. Qt thread.
    /// `load_cover` is called on this object's own thread.
    TrackArt(PlayerFollower& follower, std::function<std::optional<Track>(const QueueEntry&)> track_of,
             CoverLoader load_cover, std::filesystem::path cache_folder, QObject* parent = nullptr);
    /// Waits for the file being read.
    ~TrackArt() override;

    /// The picture of the current entry as bytes; empty while it is not known or there is none.
    const std::string& file() const { return file_; }
    /// Has the search for the picture of that entry, the current one, ended?
    bool has_looked(QueueEntryId entry) const { return entry == entry_ && looked_; }
    /// What track_of() says may have changed: looks again where nothing was found.
    void look_again();

  Q_SIGNALS:
    /// The search for the picture of an entry has ended; `file` is empty where there is none.
    void found(refrain::QueueEntryId entry, const std::string& file);

  private:
    void look();

    PlayerFollower& follower_;
    std::function<std::optional<Track>(const QueueEntry&)> track_of_;
    QueueEntryId entry_;
    std::string file_;
    bool looked_ = false;
    /// Of the entry looked for last: a search that comes too late is dropped.
    std::atomic<bool> ending_{false};
    std::shared_ptr<std::atomic<std::int64_t>> wanted_ = std::make_shared<std::atomic<std::int64_t>>(0);
    CoverLoader load_cover_;
    std::shared_ptr<ArtCache> cache_;
    /// One thread: the cache is for one. Last: its destructor waits.
    QThreadPool pool_;
};

}  // namespace refrain
