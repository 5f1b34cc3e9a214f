#include "ui/images/icon_provider.h"

#include <QColor>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace refrain {

namespace {
constexpr int default_edge = 20;
}

IconProvider::IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) {}

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requested_size) {
    const QString name = id.section(u'/', 0, 0);
    const QColor colour(id.section(u'/', 1, 1));
    const QSize wanted = requested_size.isEmpty() ? QSize(default_edge, default_edge) : requested_size;
    QImage image(wanted, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (QFile drawing(QStringLiteral(":/refrain/icons/%1.svg").arg(name));
        drawing.open(QIODevice::ReadOnly)) {
        QByteArray svg = drawing.readAll();
        svg.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(svg);
        QPainter painter(&image);
        painter.setOpacity(colour.isValid() ? colour.alphaF() : 1.0F);
        renderer.render(&painter);
    }
    if (size) {
        *size = wanted;
    }
    return image;
}

}  // namespace refrain
