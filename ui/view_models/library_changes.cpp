#include "ui/view_models/library_changes.h"

namespace refrain {

LibraryChanges::LibraryChanges(Library& library, QObject* parent)
    : QObject(parent), library_(library), current_(library.snapshot()) {
    subscription_ = library_.subscribe([this](const LibraryPtr&, const LibraryDelta&) {
        // The picture is asked for when it is taken over: it is the newest then, whoever told last.
        if (!under_way_.exchange(true)) {
            QMetaObject::invokeMethod(this, &LibraryChanges::deliver, Qt::QueuedConnection);
        }
    });
}

LibraryChanges::~LibraryChanges() {
    library_.unsubscribe(subscription_);
}

void LibraryChanges::deliver() {
    under_way_ = false;
    current_ = library_.snapshot();
    Q_EMIT changed(current_);
}

}  // namespace refrain
