#include "library_scanner/database/file_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace refrain {

Result<FileLock> FileLock::take(const std::filesystem::path& file, const std::string& busy,
                                Children children) {
    return lock(file, busy, O_RDWR | O_CREAT | (children == Children::let_go ? O_CLOEXEC : 0), LOCK_EX);
}

Result<FileLock> FileLock::share(const std::filesystem::path& file, const std::string& busy) {
    return lock(file, busy, O_RDWR | O_CREAT | O_CLOEXEC, LOCK_SH);
}

Result<FileLock> FileLock::lock(const std::filesystem::path& file, const std::string& busy, int flags,
                                int how) {
    const int descriptor = ::open(file.c_str(), flags, 0600);
    if (descriptor < 0) {
        return Error{ErrorCode::not_writable,
                     "The lock file cannot be created (" + std::system_category().message(errno) + ")",
                     file.string()};
    }
    if (::flock(descriptor, how | LOCK_NB) != 0) {
        ::close(descriptor);
        return Error{ErrorCode::busy, busy, file.string()};
    }
    return FileLock(descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileLock::~FileLock() {
    // Closes our descriptor alone: a child that kept it still holds the lock.
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

}  // namespace refrain
