#include "ui/images/decode_cover.h"

#include "library_scanner/covers/picture_header.h"

#include <algorithm>

#include <QBuffer>
#include <QByteArray>
#include <QImageReader>

namespace refrain {
namespace {

QByteArray decoder_of(PictureFormat format) {
    switch (format) {
        case PictureFormat::jpeg:
            return "jpeg";
        case PictureFormat::png:
            return "png";
        case PictureFormat::webp:
            return "webp";
        case PictureFormat::gif:
            return "gif";
        case PictureFormat::bmp:
            break;
    }
    return "bmp";
}

QImage middle_square(const QImage& image) {
    const int side = std::min(image.width(), image.height());
    return image.width() == image.height()
               ? image
               : image.copy((image.width() - side) / 2, (image.height() - side) / 2, side, side);
}

}  // namespace

QImage decode_cover(const CoverImage& cover, int edge) {
    if (cover.bytes.empty() || cover.bytes.size() > max_cover_bytes || edge < 1) {
        return {};
    }
    const auto* data = reinterpret_cast<const char*>(cover.bytes.data());
    const auto header = read_picture_header({data, cover.bytes.size()});
    if (!header || !is_safe_to_decode(*header, static_cast<std::uint32_t>(edge))) {
        return {};
    }
    QByteArray bytes = QByteArray::fromRawData(data, static_cast<qsizetype>(cover.bytes.size()));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    // The decoder of that format and no other: what Qt would try beside it is not bounded by the header.
    QImageReader reader(&buffer, decoder_of(header->format));
    reader.setAutoDetectImageFormat(false);
    const QSize size = reader.size();
    const QSize claimed(static_cast<int>(header->width), static_cast<int>(header->height));
    if (size.isEmpty() || size.width() > claimed.width() || size.height() > claimed.height()) {
        return {};
    }
    reader.setAutoTransform(true);
    if (std::min(size.width(), size.height()) > edge) {
        reader.setScaledSize(size.scaled(edge, edge, Qt::KeepAspectRatioByExpanding));
    }
    const QImage image = reader.read();
    if (image.isNull()) {
        return {};
    }
    return middle_square(image).convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                                        : QImage::Format_RGB32);
}

}  // namespace refrain
