#include "ui/view_models/library_changes.h"

#include <utility>

namespace refrain {

LibraryChanges::LibraryChanges(Library& library, QObject* parent)
    : QObject(parent), library_(library), current_(library.snapshot()) {
    subscription_ = library_.subscribe([this](LibraryPtr picture) {
        const std::lock_guard lock(mutex_);
        const bool under_way = pending_ != nullptr;
        pending_ = std::move(picture);
        if (!under_way) {
            QMetaObject::invokeMethod(this, &LibraryChanges::deliver, Qt::QueuedConnection);
        }
    });
}

LibraryChanges::~LibraryChanges() {
    library_.unsubscribe(subscription_);
}

void LibraryChanges::deliver() {
    {
        const std::lock_guard lock(mutex_);
        current_ = std::exchange(pending_, nullptr);
    }
    Q_EMIT changed(current_);
}

}  // namespace refrain
