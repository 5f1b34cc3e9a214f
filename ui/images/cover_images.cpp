#include "ui/images/cover_images.h"

#include <algorithm>
#include <utility>

#include <QBuffer>
#include <QByteArray>
#include <QImageReader>

namespace refrain {

namespace {

constexpr int cache_kib = 48 * 1024;
/// Larger than any scan of a sleeve; a file that claims more is damaged or means harm.
constexpr int most_edge = 12000;
constexpr qint64 most_pixels = 64LL * 1000 * 1000;
constexpr int least_edge = 16;
constexpr int largest_request = 1024;

bool is_picture_format(const QByteArray& format) {
    return format == "jpeg" || format == "jpg" || format == "png" || format == "webp" || format == "bmp" ||
           format == "gif";
}

}  // namespace

QImage decode_cover(const CoverImage& cover, int edge) {
    if (cover.bytes.empty() || cover.bytes.size() > max_cover_bytes) {
        return {};
    }
    QByteArray bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(cover.bytes.data()),
                                               static_cast<qsizetype>(cover.bytes.size()));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    // The format is decided by the content, whatever the tag calls it.
    if (!is_picture_format(reader.format())) {
        return {};
    }
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty() || size.width() > most_edge || size.height() > most_edge ||
        qint64{size.width()} * size.height() > most_pixels) {
        return {};
    }
    reader.setAutoTransform(true);
    if (size.width() > edge || size.height() > edge) {
        reader.setScaledSize(size.scaled(edge, edge, Qt::KeepAspectRatioByExpanding).expandedTo({1, 1}));
    }
    return reader.read();
}

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
