// What can be played while the disk of the current entry does not answer: entries that lie elsewhere.
// Pure; any thread. Nothing fails.
#pragma once

#include "player/queue/queue_entry.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// The longest of `mounts` that `path` lies under; "/" where none is known. All as absolute paths.
std::string_view mount_of(std::string_view path, std::span<const std::string> mounts);

/// The index of the first of `entries` at or behind `from` that does not lie with the `silent` files: on
/// another file system, where there is one; else in another folder of theirs, in case only some files are
/// bad. A file system of which two folders are silent is not asked a third time.
std::optional<int> entry_elsewhere(std::span<const QueueEntry> entries, int from,
                                   std::span<const std::string> silent, std::span<const std::string> mounts);

}  // namespace refrain
