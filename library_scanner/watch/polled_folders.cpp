#include "library_scanner/watch/polled_folders.h"

#include "library_scanner/audio_file/file_time.h"
#include "library_scanner/core/byte_path.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/known_files.h"

#include <sys/stat.h>
#include <utility>

namespace refrain {
namespace {

std::optional<std::int64_t> time_of_folder(const std::string& folder) {
    struct stat status {};
    if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return std::nullopt;
    }
    return mtime_ns(status);
}

}  // namespace

FolderQuestions ask_the_disk() {
    return {time_of_folder, [](const std::string& folder) {
                std::vector<std::string> names;
                for (auto& [name, link] : folders_in(folder)) {
                    // What lies behind a link has its own path, or is found by the whole scan.
                    if (!link) {
                        names.push_back(std::move(name));
                    }
                }
                return names;
            }};
}

PolledFolders::PolledFolders(std::string root, FolderQuestions questions)
    : root_(std::move(root)), questions_(std::move(questions)) {}

void PolledFolders::learn(const std::string& folder, const std::function<bool()>& stop) {
    std::vector<std::string> waiting{folder};
    while (!waiting.empty() && !stop()) {
        const auto next = std::move(waiting.back());
        waiting.pop_back();
        const auto time = questions_.time_of(next);
        if (!time) {
            continue;
        }
        times_[next] = *time;
        for (const auto& name : questions_.folders_in(next)) {
            if (auto inner = path_in(next, name); !times_.contains(inner)) {
                waiting.push_back(std::move(inner));
            }
        }
    }
}

void PolledFolders::forget_below(const std::string& folder) {
    const auto [first, second] = paths_below(folder);
    times_.erase(folder);
    times_.erase(times_.lower_bound(first), times_.lower_bound(second));
}

std::vector<ChangedFolder> PolledFolders::look(const std::function<bool()>& stop) {
    std::vector<ChangedFolder> changed;
    if (!has_looked_) {
        learn(root_, stop);
        has_looked_ = !stop() && !times_.empty();
        return changed;
    }
    std::vector<std::string> gone, other;
    for (auto& [folder, time] : times_) {
        if (stop()) {
            return changed;
        }
        const auto now = questions_.time_of(folder);
        if (!now) {
            gone.push_back(folder);
        } else if (*now != time) {
            time = *now;
            other.push_back(folder);
        }
    }
    for (const auto& folder : gone) {
        if (times_.contains(folder)) {
            changed.push_back({folder == root_ ? root_ : folder.substr(0, folder.rfind('/')), false});
            forget_below(folder);
        }
    }
    for (const auto& folder : other) {
        if (!times_.contains(folder)) {
            continue;
        }
        changed.push_back({folder, false});
        for (const auto& name : questions_.folders_in(folder)) {
            if (auto inner = path_in(folder, name); !times_.contains(inner)) {
                changed.push_back({inner, true});
                learn(inner, stop);
            }
        }
    }
    // A root that went away is learned anew when it is back.
    has_looked_ = !times_.empty();
    if (!has_looked_) {
        changed.assign(1, {root_, false});
    }
    return changed;
}

}  // namespace refrain
