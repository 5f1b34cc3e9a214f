// What can be played while the disk of the current entry does not answer: entries that lie elsewhere.
// Pure; any thread. Nothing fails.
#pragma once

#include "player/queue/queue_snapshot.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// The longest of `mounts` that `path` lies under; "/" where none is known. All as absolute paths.
std::string_view mount_of(std::string_view path, std::span<const std::string> mounts);

/// The index of the first entry of `queue` from `from` on and before `to` that does not lie with the `silent`
/// files: on another file system, where there is one; else in another folder of theirs, in case only some
/// files are bad. A file system of which two folders are silent is not asked a third time.
std::optional<int> entry_elsewhere(const QueueSnapshot& queue, int from, int to,
                                   std::span<const std::string> silent, std::span<const std::string> mounts);

}  // namespace refrain
