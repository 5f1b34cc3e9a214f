// Covers as pictures of the size the window shows, out of the bytes a loader hands over.
// Thread-safe: image() runs on pool threads, several at once. What can fail: no cover, a file that is no
// picture, a picture too large to be decoded safely; each gives an empty image, once decided remembered.
#pragma once

#include "library_scanner/covers/cover_art.h"
#include "library_scanner/store/library_snapshot.h"

#include <functional>
#include <mutex>

#include <QCache>
#include <QImage>
#include <QPair>

namespace refrain {

class CoverImages {
  public:
    using Loader = std::function<Result<CoverImage>(const TrackView&)>;
    using Library = std::function<LibraryPtr()>;

    /// Both are called on pool threads.
    CoverImages(Loader loader, Library library);

    /// Waits for the disk: not for the GUI thread. Empty when there is no cover.
    QImage image(TrackId track, int edge);

  private:
    Loader loader_;
    Library library_;

    std::mutex mutex_;  // protects cache_
    /// Cost in KiB.
    QCache<QPair<qint64, int>, QImage> cache_;
};

}  // namespace refrain
