// The lock that every training of a data folder takes, by whoever it is started. Any thread; what can fail: as
// FileLock.
#pragma once

#include "library_scanner/database/file_lock.h"

namespace refrain::app {

/// Held by the trainer, too: one whose player was killed goes on, and keeps a second one away.
inline Result<FileLock> take_training_lock(const std::filesystem::path& file) {
    return FileLock::take(file, "A training of this data folder is running already",
                          FileLock::Children::keep);
}

}  // namespace refrain::app
