// Keeps two processes from doing the same thing to one data folder: a second training, scan, window.
// The lock is the kernel's (flock): it ends with the processes that hold it, however they end. One thread at
// a time. What can fail: another holds it (`busy`), the folder cannot be written.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <string>

namespace refrain {

class FileLock {
  public:
    enum class Children {
        /// A child that outlives us does not hold the lock.
        let_go,
        /// It does: a trainer whose player was killed goes on, and keeps a second one away.
        keep
    };
    /// `busy` is what the user reads when another process holds it.
    static Result<FileLock> take(const std::filesystem::path& file, const std::string& busy,
                                 Children children);

    /// Any number of processes may share it; while one has it, nobody takes it, and the other way round.
    static Result<FileLock> share(const std::filesystem::path& file, const std::string& busy);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

  private:
    static Result<FileLock> lock(const std::filesystem::path& file, const std::string& busy, int flags,
                                 int how);
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace refrain
