// Which picture a track's cover is now, as a piece of its address: a view that binds to it loads the picture
// anew when it has changed, and only then. GUI thread. Nothing fails: an unknown track has an empty one.
#pragma once

#include "ui/view_models/library_changes.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class CoverKeys : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Grows with each change of the library; to be named by bindings that call of().
    Q_PROPERTY(int revision READ revision NOTIFY changed)

  public:
    explicit CoverKeys(LibraryChanges& library, QObject* parent = nullptr);

    int revision() const { return revision_; }
    Q_INVOKABLE QString of(double track_id) const;

  Q_SIGNALS:
    void changed();

  private:
    LibraryChanges& library_;
    int revision_ = 0;
};

}  // namespace refrain
