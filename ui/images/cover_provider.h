// "image://cover/<track id>/<corner radius in pixels>/<which picture it is>" for the views: asks CoverImages
// on a pool, so that neither the GUI thread nor the render thread waits for a disk. A row that scrolled away
// cancels its request. A track without a cover gets an empty picture of one pixel, over which the placeholder
// shows.
#pragma once

#include "ui/images/cover_images.h"

#include <memory>

#include <QQuickAsyncImageProvider>
#include <QThreadPool>

namespace refrain {

class CoverProvider : public QQuickAsyncImageProvider {
  public:
    explicit CoverProvider(std::shared_ptr<CoverImages> images);
    ~CoverProvider() override;

    /// A square of `requested_size` (its longer side), cropped around the middle.
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requested_size) override;

  private:
    std::shared_ptr<CoverImages> images_;
    QThreadPool pool_;
};

}  // namespace refrain
