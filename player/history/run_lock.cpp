#include "player/history/run_lock.h"

#include <fcntl.h>
#include <unistd.h>

namespace refrain {
namespace {

struct flock byte_of(RunId run) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = run.value();
    lock.l_len = 1;
    return lock;
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& database, RunId run) : run_(run) {
    auto path = database;
    path += ".runs";
    constexpr mode_t owner_only = 0600;
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (file_ >= 0) {
        auto lock = byte_of(run);
        locks_work_ = ::fcntl(file_, F_OFD_SETLK, &lock) == 0;
    }
}

RunLock::~RunLock() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

bool RunLock::lives(RunId run) const {
    if (run == run_ || !locks_work_) {
        return true;
    }
    auto lock = byte_of(run);
    return ::fcntl(file_, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

}  // namespace refrain
