#include "library_scanner/tags/fetch_ahead.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace refrain {

int open_for_reading(const std::string& path) {
    // Without O_NONBLOCK opening a pipe waits until somebody writes into it.
    return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

void fetch_ends(int descriptor, std::int64_t size) {
    // One request for a small file; of a larger one most tags with their picture, and what stands at its end.
    constexpr std::int64_t small = std::int64_t{256} << 10;
    constexpr std::int64_t head = std::int64_t{64} << 10;
    constexpr std::int64_t tail = std::int64_t{16} << 10;
    if (size <= small) {
        posix_fadvise(descriptor, 0, size, POSIX_FADV_WILLNEED);
        return;
    }
    posix_fadvise(descriptor, 0, head, POSIX_FADV_WILLNEED);
    posix_fadvise(descriptor, size - tail, tail, POSIX_FADV_WILLNEED);
}

void fetch_ahead(const std::string& path) {
    const int descriptor = open_for_reading(path);
    if (descriptor < 0) {
        return;
    }
    struct stat status {};
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        fetch_ends(descriptor, status.st_size);
    }
    close(descriptor);
}

}  // namespace refrain
