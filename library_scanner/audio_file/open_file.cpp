#include "library_scanner/audio_file/open_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace refrain {

Result<std::shared_ptr<const OpenFile>> OpenFile::open(const std::string& path) {
    // Without O_NONBLOCK a pipe would keep us waiting for ever; files do not heed it.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR) {
            return Error{ErrorCode::not_found, "The file is not there any more", path};
        }
        if (reason == EACCES || reason == EPERM) {
            return Error{ErrorCode::unreadable, "The file may not be read", path};
        }
        return Error{ErrorCode::unreadable,
                     "The file cannot be opened (" + std::generic_category().message(reason) + ")", path};
    }
    struct stat status {};
    const bool known = ::fstat(descriptor, &status) == 0;
    const std::shared_ptr<const OpenFile> file(
        new OpenFile(descriptor, known ? static_cast<std::uint64_t>(status.st_size) : 0));
    if (!known || !S_ISREG(status.st_mode)) {
        return Error{ErrorCode::unreadable, "This is not a file that can be played", path};
    }
    if (status.st_size == 0) {
        return Error{ErrorCode::malformed, "The file is empty", path};
    }
    return file;
}

OpenFile::~OpenFile() {
    ::close(descriptor_);
}

std::uint64_t OpenFile::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        return 0;
    }
    newest_size_ = static_cast<std::uint64_t>(status.st_size);
    return newest_size_;
}

std::size_t OpenFile::read(std::uint64_t offset, char* out, std::size_t length) const {
    std::size_t done = 0;
    while (done < length) {
        const ssize_t got =
            ::pread(descriptor_, out + done, length - done, static_cast<off_t>(offset + done));
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (got == 0 || errno != EINTR) {
            break;
        }
    }
    return done;
}

}  // namespace refrain
