#include "ui/view_models/cover_keys.h"

namespace refrain {

CoverKeys::CoverKeys(LibraryChanges& library, QObject* parent) : QObject(parent), library_(library) {
    connect(&library_, &LibraryChanges::changed, this, [this] {
        ++revision_;
        Q_EMIT changed();
    });
}

QString CoverKeys::of(double track_id) const {
    const auto track = library_.current()->find(TrackId(static_cast<std::int64_t>(track_id)));
    return track ? QString::number(track->cover_key, 16) : QString();
}

}  // namespace refrain
