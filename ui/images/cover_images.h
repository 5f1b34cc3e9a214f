// Covers as pictures of the sizes the window shows: out of memory, else from the thumbnails on disk, else
// read and decoded. Each picture is read, decoded and held once, however many tracks share it
// (Track::cover_key).
//
// Thread-safe: image() runs on pool threads, several at once; who asks for a picture that another thread is
// making waits for it. What can fail: no cover, a file that is no picture, a picture that would take too much
// to decode; each gives an empty image. A failed read is tried again after a while, and a picture that has
// changed since the library read it is shown but not kept under the old one's key.
#pragma once

#include "library_scanner/covers/cover_art.h"
#include "library_scanner/covers/thumbnail_store.h"
#include "library_scanner/store/library_snapshot.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include <QCache>
#include <QImage>

namespace refrain {

class CoverImages {
  public:
    using Clock = std::chrono::steady_clock;
    /// All are called on pool threads.
    struct Sources {
        CoverLoader loader;
        std::function<LibraryPtr()> library;
        /// Null: nothing is kept on disk.
        std::shared_ptr<ThumbnailStore> thumbnails = {};
        std::function<Clock::time_point()> now = Clock::now;
    };
    explicit CoverImages(Sources sources);

    /// A square of `edge` pixels or somewhat more; less where the picture itself is smaller. Waits for the
    /// disk: not for the GUI thread. Empty when there is no cover, and when `cancel`, unless null, was set on
    /// the way.
    QImage image(TrackId track, int edge, const std::atomic<bool>* cancel = nullptr);

    /// What memory holds, KiB; bounded.
    qsizetype held_kib();

  private:
    /// An empty image: there is none, until `again_at` or, without it, for good.
    struct Held {
        QImage image;
        std::optional<Clock::time_point> again_at;
    };
    class UnderWay;

    std::optional<QImage> held(const ThumbnailName& name);
    void hold(const ThumbnailName& name, const QImage& image, std::optional<Clock::time_point> again_at = {});
    QImage make(const TrackView& track, const ThumbnailName& name, const std::atomic<bool>* cancel);
    QImage decode(const CoverImage& cover, std::uint32_t edge);

    const Sources sources_;
    std::mutex mutex_;
    // Guarded by mutex_. Cost in KiB.
    QCache<ThumbnailName, Held> cache_;
    std::set<ThumbnailName> under_way_;
    std::condition_variable made_;
    /// Large pictures are decoded one at a time: two bounds would add up.
    std::mutex large_;
};

/// For QCache.
size_t qHash(const ThumbnailName& name, size_t seed = 0);

}  // namespace refrain
