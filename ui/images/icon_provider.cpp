#include "ui/images/icon_provider.h"

#include <QColor>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace refrain {

namespace {

constexpr int default_edge = 20;
constexpr int star_count = 5;
/// Of a star that is not given.
constexpr float faint = 0.4F;

void draw(QPainter& painter, const QString& name, const QColor& colour, const QRectF& place) {
    if (QFile drawing(QStringLiteral(":/refrain/icons/%1.svg").arg(name));
        drawing.open(QIODevice::ReadOnly)) {
        QByteArray svg = drawing.readAll();
        svg.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.render(&painter, place);
    }
}

/// One picture for all five: a list has a row of them on every line.
void draw_stars(QPainter& painter, const QColor& colour, const QSizeF& size, int halves) {
    const qreal edge = size.width() / star_count;
    const qreal opacity = painter.opacity();
    const QRectF first(0, (size.height() - edge) / 2, edge, edge);
    painter.setOpacity(opacity * faint);
    for (int i = 0; i < star_count; ++i) {
        draw(painter, QStringLiteral("star"), colour, first.translated(i * edge, 0));
    }
    painter.setOpacity(opacity);
    painter.setClipRect(QRectF(0, 0, size.width() * halves / (2 * star_count), size.height()));
    for (int i = 0; 2 * i < halves; ++i) {
        draw(painter, QStringLiteral("star-full"), colour, first.translated(i * edge, 0));
    }
}

}  // namespace

IconProvider::IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) {}

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requested_size) {
    const QString name = id.section(u'/', 0, 0);
    const QColor colour(id.section(u'/', 1, 1));
    const QSize wanted = requested_size.isEmpty() ? QSize(default_edge, default_edge) : requested_size;
    QImage image(wanted, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setOpacity(colour.isValid() ? colour.alphaF() : 1.0F);
    if (name == QStringLiteral("stars")) {
        draw_stars(painter, colour, wanted, id.section(u'/', 2, 2).toInt());
    } else {
        draw(painter, name, colour, QRectF(QPointF(), QSizeF(wanted)));
    }
    if (size) {
        *size = wanted;
    }
    return image;
}

}  // namespace refrain
