#include "library_scanner/watch/change_gatherer.h"

#include <algorithm>
#include <utility>

namespace refrain {

void ChangeGatherer::note(const ChangedFolder& folder, Time now) {
    if (folders_.empty()) {
        first_ = now;
    }
    last_ = now;
    auto& whole = folders_[folder.path];
    whole = whole || folder.whole;
}

void ChangeGatherer::begin_writing(const std::string& path, Time now) {
    writing_[path] = {-1, now + written_after};
}

void ChangeGatherer::end_writing(const std::string& path) {
    writing_.erase(path);
}

void ChangeGatherer::look_at_writing(
    Time now, const std::function<std::optional<std::int64_t>(const std::string&)>& size_of) {
    for (auto file = writing_.begin(); file != writing_.end();) {
        auto& [path, growing] = *file;
        if (now < growing.look_at) {
            ++file;
            continue;
        }
        const auto size = size_of(path);
        if (size && *size != growing.size) {
            growing = {*size, now + written_after};
            ++file;
            continue;
        }
        note({path.substr(0, path.rfind('/')), false}, now);
        file = writing_.erase(file);
    }
}

std::optional<ChangeGatherer::Time> ChangeGatherer::settled_at() const {
    if (folders_.empty()) {
        return std::nullopt;
    }
    return std::min(last_ + settles_after, first_ + told_after);
}

std::optional<ChangeGatherer::Time> ChangeGatherer::due() const {
    auto due = settled_at();
    for (const auto& [path, growing] : writing_) {
        due = due ? std::min(*due, growing.look_at) : growing.look_at;
    }
    return due;
}

std::vector<ChangedFolder> ChangeGatherer::take(Time now) {
    const auto settled = settled_at();
    if (!settled || now < *settled) {
        return {};
    }
    std::vector<ChangedFolder> taken;
    taken.reserve(folders_.size());
    for (const auto& [path, whole] : std::exchange(folders_, {})) {
        taken.push_back({path, whole});
    }
    return taken;
}

}  // namespace refrain
