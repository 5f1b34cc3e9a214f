#include "ui/images/cover_images.h"

#include "ui/images/decode_cover.h"

#include <algorithm>
#include <utility>

namespace refrain {

namespace {

constexpr int cache_kib = 48 * 1024;
constexpr int least_edge = 16;
constexpr int largest_request = 1024;

}  // namespace

CoverImages::CoverImages(Loader loader, Library library)
    : loader_(std::move(loader)), library_(std::move(library)), cache_(cache_kib) {}

QImage CoverImages::image(TrackId id, int edge) {
    edge = std::clamp(edge, least_edge, largest_request);
    const QPair<qint64, int> key(id.value(), edge);
    {
        const std::lock_guard lock(mutex_);
        if (const QImage* hit = cache_.object(key)) {
            return *hit;
        }
    }
    const LibraryPtr library = library_();
    const auto track = library->find(id);
    QImage image;
    if (track && track->cover != CoverKind::none && loader_) {
        if (const auto cover = loader_(*track)) {
            image = decode_cover(cover.value(), edge);
        }
    }
    const std::lock_guard lock(mutex_);
    cache_.insert(key, new QImage(image), std::max<qsizetype>(1, image.sizeInBytes() / 1024));
    return image;
}

}  // namespace refrain
