#include "library_scanner/edit/safe_rewrite.h"

#include "library_scanner/audio_file/file_time.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <climits>

namespace refrain {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) {
            close(descriptor_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return descriptor_; }

  private:
    int descriptor_;
};

/// Goes away with the object unless it took the place of the file.
struct Copy {
    std::string path;
    bool kept = false;
    ~Copy() {
        if (!kept && !path.empty()) {
            unlink(path.c_str());
        }
    }
};

Error system_error(const char* what, const std::string& path, int number) {
    const bool no_room =
        number == ENOSPC || number == EDQUOT || number == EACCES || number == EPERM || number == EROFS;
    return {no_room ? ErrorCode::not_writable : ErrorCode::failed,
            std::string(what) + ": " + std::generic_category().message(number), path};
}

void copy_extended_attributes(int from, int to) {
    std::vector<char> names(static_cast<std::size_t>(std::max(ssize_t{0}, flistxattr(from, nullptr, 0))));
    const auto length = flistxattr(from, names.data(), names.size());
    for (std::size_t at = 0; length > 0 && at < static_cast<std::size_t>(length);) {
        const std::string name(&names[at]);
        at += name.size() + 1;
        const auto size = fgetxattr(from, name.c_str(), nullptr, 0);
        if (size < 0) {
            continue;
        }
        std::vector<char> value(static_cast<std::size_t>(size));
        if (fgetxattr(from, name.c_str(), value.data(), value.size()) == size) {
            // Some belong to the system and may not be set; the music is no worse for it.
            static_cast<void>(fsetxattr(to, name.c_str(), value.data(), value.size(), 0));
        }
    }
}

Status copy_bytes(int from, int to, std::int64_t size, const std::string& path) {
    constexpr std::size_t piece = std::size_t{8} << 20;
    while (size > 0) {
        const auto copied = sendfile(to, from, nullptr, std::min(piece, static_cast<std::size_t>(size)));
        if (copied < 0 && errno == EINTR) {
            continue;
        }
        if (copied < 0) {
            return system_error("The file cannot be copied beside itself", path, errno);
        }
        if (copied == 0) {
            return Error{ErrorCode::failed, "The file became shorter while it was copied", path};
        }
        size -= copied;
    }
    return Done{};
}

/// Beside the file, under a name that no scan takes for music and that is the same each time: one that a
/// crash left behind is found again. The file's own number in its file system keeps two files apart whose
/// names are as long as names can be.
std::string copy_name(const std::string& path, const struct stat& status) {
    return path.substr(0, path.rfind('/') + 1) + ".refrain-" + std::to_string(status.st_ino) + ".part";
}

/// Empties the copy for the one who changes the file now: it is new, or was left behind. False when another
/// process is at it.
bool lock_copy(int copy, const std::string& name) {
    struct stat opened {};
    struct stat named {};
    return flock(copy, LOCK_EX | LOCK_NB) == 0 && fstat(copy, &opened) == 0 && S_ISREG(opened.st_mode) &&
           // Another process may have given it the file's name, or removed it, before the lock was ours.
           opened.st_nlink == 1 && lstat(name.c_str(), &named) == 0 && named.st_ino == opened.st_ino &&
           ftruncate(copy, 0) == 0;
}

bool same_file(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
           a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

/// What the copy has of the file besides its bytes; then all of it is put on disk.
Status finish_copy(int copy, int from, const struct stat& status, const std::string& path, bool keep_times) {
    copy_extended_attributes(from, copy);
    // Only root may give a file away; one's own stays one's own.
    static_cast<void>(fchown(copy, status.st_uid, status.st_gid) == 0);
    std::array<timespec, 2> times{status.st_atim, status.st_mtim};
    if (!keep_times) {
        times[1].tv_nsec = UTIME_NOW;
    }
    if (fchmod(copy, status.st_mode & 07777) != 0 || futimens(copy, times.data()) != 0 || fsync(copy) != 0) {
        return system_error("The copy of the file could not be finished", path, errno);
    }
    return Done{};
}

}  // namespace

Result<Rewritten> rewrite_file(const std::string& path, const RewriteOptions& options,
                               const std::function<Status(const std::string& copy)>& change) {
    if (path.empty() || path.front() != '/') {
        return Error{ErrorCode::not_found, "The file must be named with its whole path", path};
    }
    std::string target = path;
    if (options.follow_links) {
        const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
        if (!real) {
            return system_error("The file cannot be opened", path, errno);
        }
        target = real.get();
    }
    const Descriptor from(open(target.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (from.get() < 0) {
        return errno == ELOOP ? Error{ErrorCode::unsupported, "The file is a link to another one", path}
                              : system_error("The file cannot be opened", path, errno);
    }
    struct stat status {};
    if (fstat(from.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return Error{ErrorCode::unsupported, "The file is no regular file", path};
    }
    if (faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0) {
        // A file that may not be written is meant to stay as it is, though its folder would let it be
        // replaced.
        return system_error("The file may not be changed", path, errno);
    }
    const auto name = copy_name(target, status);
    // Held, and with it the lock, until the copy has taken the name of the file or is gone.
    const Descriptor to(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (to.get() < 0) {
        return system_error("A copy cannot be made beside the file", path, errno);
    }
    if (!lock_copy(to.get(), name)) {
        return Error{ErrorCode::busy, "The file is being changed by another program", path};
    }
    Copy copy{name};
    if (auto copied = copy_bytes(from.get(), to.get(), status.st_size, path); !copied) {
        return copied.error();
    }
    if (auto changed = change(copy.path); !changed) {
        return changed.error();
    }
    if (auto finished = finish_copy(to.get(), from.get(), status, path, options.keep_times); !finished) {
        return finished.error();
    }
    struct stat now {};
    if (lstat(target.c_str(), &now) != 0 || !same_file(now, status)) {
        return Error{ErrorCode::failed, "The file was changed by another program meanwhile", path};
    }
    struct stat fresh {};
    if (fstat(to.get(), &fresh) != 0 || rename(copy.path.c_str(), target.c_str()) != 0) {
        return system_error("The file could not be replaced", path, errno);
    }
    copy.kept = true;
    const Descriptor folder(
        open(target.substr(0, target.rfind('/') + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    fsync(folder.get());
    return Rewritten{fresh.st_size, mtime_ns(fresh), static_cast<std::int64_t>(fresh.st_ino),
                     status.st_nlink > 1};
}

}  // namespace refrain
