#include "player/engine/decoding/disk_patience.h"

#include <algorithm>

namespace refrain {

Admission admit(const std::string& folder, std::span<const DiskRequest> at_work, DiskRequest::Time now,
                const DiskLimits& limits) {
    int hanging = 0;
    std::optional<DiskRequest::Time> since;
    for (const DiskRequest& request : at_work) {
        hanging += request.dismissed && now - *request.dismissed > limits.patience ? 1 : 0;
        if (request.folder != folder) {
            continue;
        }
        if (request.given_up) {
            return {Admission::Kind::refuse, {}};
        }
        // One that is open and wanted may read whenever it likes.
        const auto silent = request.opened ? request.dismissed : std::optional(request.asked);
        if (silent && now - *silent > limits.patience) {
            since = std::min(since.value_or(*silent), *silent);
        }
    }
    if (hanging >= limits.most_hanging || (since && now - *since >= limits.silence)) {
        return {Admission::Kind::refuse, {}};
    }
    return since ? Admission{Admission::Kind::wait, since} : Admission{};
}

}  // namespace refrain
