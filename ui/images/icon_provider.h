// "image://icon/<name>/<#rrggbb>": an icon of the program in one colour, drawn at the size and density asked
// for. "image://icon/stars/<#rrggbb>/<0 to 10>": a row of five stars, so many halves of which are full.
// Shader effects do not run on the software renderer, so the colour goes into the drawing itself. GUI thread;
// the drawings are compiled into the program. An unknown name is an empty picture.
#pragma once

#include <QQuickImageProvider>

namespace refrain {

class IconProvider : public QQuickImageProvider {
  public:
    IconProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requested_size) override;
};

}  // namespace refrain
