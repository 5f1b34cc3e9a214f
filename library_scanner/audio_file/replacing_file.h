// A file that appears under its name whole or not at all: written beside it under a temporary name, synced,
// then renamed over it. (Unsynced, a power cut may leave it empty: for what checks itself and can be made
// anew.) What exists and is no ordinary file (a device, a pipe) is written directly. Threads: none of its
// own; for one thread at a time; blocks on the disk. What can fail: the folder, the permission, the space; as
// Status that names the file. Nothing is left behind then.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace refrain {

class ReplacingFile {
  public:
    enum class Sync { to_disk, none };
    explicit ReplacingFile(std::filesystem::path path, Sync sync = Sync::to_disk);
    /// Without commit() before it, removes what was written.
    ~ReplacingFile();
    ReplacingFile(const ReplacingFile&) = delete;
    ReplacingFile& operator=(const ReplacingFile&) = delete;

    Status open();
    Status write(std::string_view bytes);
    /// After it the file is there under its name.
    Status commit();

  private:
    Error error(int error_number) const;

    std::filesystem::path path_;
    Sync sync_;
    /// Empty when `path_` is written directly.
    std::string temporary_;
    int file_ = -1;
};

}  // namespace refrain
