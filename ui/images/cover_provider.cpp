#include "ui/images/cover_provider.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include <QBrush>
#include <QPainter>
#include <QQuickTextureFactory>

namespace refrain {

namespace {

constexpr int default_edge = 96;
constexpr int largest_edge = 1024;
constexpr int reading_threads = 2;

class CoverResponse : public QQuickImageResponse {
  public:
    /// Shared with the worker, which may outlive the wish.
    std::shared_ptr<std::atomic<bool>> cancelled = std::make_shared<std::atomic<bool>>(false);

    void finish(QImage image) {
        image_ = std::move(image);
        Q_EMIT finished();
    }
    QQuickTextureFactory* textureFactory() const override {
        return QQuickTextureFactory::textureFactoryForImage(image_);
    }
    void cancel() override { *cancelled = true; }

  private:
    QImage image_;
};

/// The middle of the picture as a square with round corners.
QImage sleeve(const QImage& picture, int edge, int radius) {
    const QSize covering = picture.size().scaled(edge, edge, Qt::KeepAspectRatioByExpanding);
    // A texture, because a clip path has no soft edge.
    QBrush texture(picture.scaled(covering, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    // Whole pixels: half a pixel would blur every cover.
    const int left = (edge - covering.width()) / 2;
    const int above = (edge - covering.height()) / 2;
    texture.setTransform(QTransform::fromTranslate(left, above));
    QImage square(edge, edge, QImage::Format_ARGB32_Premultiplied);
    square.fill(Qt::transparent);
    QPainter painter(&square);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(texture);
    painter.drawRoundedRect(square.rect(), radius, radius);
    return square;
}

QImage nothing_to_see() {
    QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

}  // namespace

CoverProvider::CoverProvider(std::shared_ptr<CoverImages> images) : images_(std::move(images)) {
    pool_.setMaxThreadCount(reading_threads);
}

CoverProvider::~CoverProvider() {
    pool_.clear();
    pool_.waitForDone();
}

QQuickImageResponse* CoverProvider::requestImageResponse(const QString& id, const QSize& requested_size) {
    auto* response = new CoverResponse;
    const int edge = std::min(std::max(requested_size.width(), requested_size.height()), largest_edge);
    // The engine deletes a response only after finished(), so the worker may hold on to it.
    pool_.start([response, cancelled = response->cancelled, images = images_,
                 track = TrackId(id.section(u'/', 0, 0).toLongLong()),
                 radius = id.section(u'/', 1, 1).toInt(), edge = edge > 0 ? edge : default_edge] {
        QImage image = *cancelled ? QImage() : images->image(track, edge, cancelled.get());
        response->finish(image.isNull() ? nothing_to_see() : sleeve(image, edge, radius));
    });
    return response;
}

}  // namespace refrain
