#include "ui/view_models/track_rows_model.h"

namespace refrain {

std::size_t MeantTracks::size() const {
    std::size_t size = 0;
    for (const auto& interval : intervals) {
        size += static_cast<std::size_t>(interval.last - interval.first);
    }
    return size;
}

std::optional<TrackId> MeantTracks::first() const {
    std::optional<TrackId> first;
    all([&first](TrackId id) {
        first = id;
        return false;
    });
    return first;
}

std::vector<TrackId> MeantTracks::ids() const {
    std::vector<TrackId> ids;
    ids.reserve(size());
    all([&ids](TrackId id) {
        ids.push_back(id);
        return true;
    });
    return ids;
}

}  // namespace refrain
