#include "library_scanner/scan/folder_walk.h"

#include "library_scanner/audio_file/file_time.h"
#include "library_scanner/core/ascii.h"
#include "library_scanner/core/byte_path.h"
#include "library_scanner/covers/picture_key.h"
#include "library_scanner/scan/cover_names.h"
#include "library_scanner/tags/file_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace refrain {
namespace {

using namespace std::string_view_literals;

struct CloseFolder {
    void operator()(DIR* folder) const { closedir(folder); }
};

/// What the kernel shows of itself: below /proc lies the whole disk, once for each process.
bool is_view_of_kernel(int folder, const struct stat& status) {
    // Folders there have no size; of few others the file system is asked.
    struct statfs system {};
    if (status.st_size != 0 || fstatfs(folder, &system) != 0) {
        return false;
    }
    constexpr std::array<std::int64_t, 7> views{PROC_SUPER_MAGIC,    SYSFS_MAGIC,   CGROUP_SUPER_MAGIC,
                                                CGROUP2_SUPER_MAGIC, DEBUGFS_MAGIC, TRACEFS_MAGIC,
                                                SECURITYFS_MAGIC};
    return std::find(views.begin(), views.end(), static_cast<std::int64_t>(system.f_type)) != views.end();
}

enum class Kind { other, music, sheet, picture };

Kind kind_of(std::string_view name) {
    if (file_type_of(name)) {
        return Kind::music;
    }
    constexpr auto ending = ".cue"sv;
    if (name.size() > ending.size() && name.substr(0, 2) != "._"sv &&
        lower_ascii(name.substr(name.size() - ending.size())) == ending) {
        return Kind::sheet;
    }
    return cover_rank(name) >= 0 ? Kind::picture : Kind::other;
}

/// Lists one folder.
class Lister {
  public:
    Lister(const std::string& path, bool folders_only) : path_(path), folders_only_(folders_only) {}

    FolderListing list(const FolderPicture& cover_above) {
        const int descriptor = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor < 0) {
            found_.error = errno;
            return std::move(found_);
        }
        struct stat status {};
        const std::unique_ptr<DIR, CloseFolder> open_folder(fdopendir(descriptor));
        if (!open_folder) {
            found_.error = errno;
            close(descriptor);
            return std::move(found_);
        }
        if (fstat(descriptor, &status) != 0) {
            found_.error = errno;
            return std::move(found_);
        }
        found_.device = status.st_dev;
        found_.inode = status.st_ino;
        if (is_view_of_kernel(descriptor, status)) {
            return std::move(found_);
        }
        errno = 0;
        // The listing is of this walk alone, and glibc locks it besides.
        while (const dirent* entry = readdir(open_folder.get())) {  // NOLINT(concurrency-mt-unsafe)
            meet(descriptor, *entry);
            errno = 0;
        }
        if (errno != 0) {
            found_.failed.emplace_back(path_, errno);
        }
        if (!folders_only_) {
            look_for_artwork(descriptor);
        }
        if (found_.cover.path.empty()) {
            found_.cover = cover_above;
        }
        const auto& cover = found_.cover;
        const auto cover_key = picture_file_key(cover.path, cover.size, cover.mtime_ns);
        for (auto& file : found_.here.files) {
            file.cover_path = cover.path;
            file.cover_key = cover_key;
        }
        return std::move(found_);
    }

  private:
    void meet(int descriptor, const dirent& entry) {
        const std::string_view name = entry.d_name;
        if (name == "."sv || name == ".."sv) {
            return;
        }
        const Kind kind = folders_only_ ? Kind::other : kind_of(name);
        // Most file systems tell the kind for nothing; the others, and links, must be asked.
        const bool known = entry.d_type != DT_UNKNOWN && entry.d_type != DT_LNK;
        const bool folder_like = (known ? entry.d_type == DT_DIR : true) && is_walked_folder(name);
        if (kind == Kind::other && !folder_like) {
            return;
        }
        if (known && entry.d_type == DT_DIR) {
            take_folder(name, false);
        } else {
            ask(descriptor, entry, kind);
        }
    }

    void take_folder(std::string_view name, bool link) {
        if (is_walked_folder(name)) {
            found_.folders.emplace_back(name, link);
        }
    }

    /// An entry that must be asked what it is.
    void ask(int descriptor, const dirent& entry, Kind kind) {
        struct stat status {};
        if (fstatat(descriptor, entry.d_name, &status, 0) != 0) {
            if (!is_not_there(errno) && kind != Kind::picture) {
                found_.failed.emplace_back(path_in(path_, entry.d_name), errno);
            }
            return;
        }
        if (S_ISDIR(status.st_mode)) {
            take_folder(entry.d_name, entry.d_type == DT_LNK);
            return;
        }
        if (!S_ISREG(status.st_mode)) {
            return;
        }
        const auto time = mtime_ns(status);
        if (kind == Kind::music) {
            found_.here.files.push_back({path_in(path_, entry.d_name),
                                         status.st_size,
                                         time,
                                         {},
                                         0,
                                         static_cast<std::int64_t>(status.st_ino)});
        } else if (kind == Kind::sheet) {
            found_.here.sheets.push_back({path_in(path_, entry.d_name), status.st_size, time});
        } else if (kind == Kind::picture) {
            take_picture({path_in(path_, entry.d_name), status.st_size, time}, cover_rank(entry.d_name));
        }
    }

    /// The better of two names; of equal ones the first in the alphabet, for listings have no order.
    void take_picture(FolderPicture picture, int rank) {
        if (best_rank_ < 0 || rank < best_rank_ || (rank == best_rank_ && picture.path < found_.cover.path)) {
            best_rank_ = rank;
            found_.cover = std::move(picture);
        }
    }

    /// An album without a cover beside it may have one in a folder of scans.
    void look_for_artwork(int descriptor) {
        const bool has_discs =
            std::any_of(found_.folders.begin(), found_.folders.end(),
                        [](const auto& folder) { return disc_of_folder(folder.first) > 0; });
        if (!found_.cover.path.empty() || (found_.here.files.empty() && !has_discs)) {
            return;
        }
        for (const auto& [name, link] : found_.folders) {
            if (!is_artwork_folder(name)) {
                continue;
            }
            const int art = openat(descriptor, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
            const std::unique_ptr<DIR, CloseFolder> listing(art < 0 ? nullptr : fdopendir(art));
            if (!listing) {
                if (art >= 0) {
                    close(art);
                }
                // The walk comes by again and says so.
                continue;
            }
            while (const dirent* entry = readdir(listing.get())) {  // NOLINT(concurrency-mt-unsafe)
                struct stat status {};
                const int rank = cover_rank(entry->d_name);
                if (rank >= 0 && fstatat(art, entry->d_name, &status, 0) == 0 && S_ISREG(status.st_mode)) {
                    take_picture(
                        {path_in(path_in(path_, name), entry->d_name), status.st_size, mtime_ns(status)},
                        rank);
                }
            }
        }
    }

    const std::string& path_;
    const bool folders_only_;
    FolderListing found_;
    int best_rank_ = -1;
};

class Walk {
  public:
    Walk(const WalkVisitor& visitor, const std::atomic<bool>* cancel) : visitor_(visitor), cancel_(cancel) {}

    WalkOutcome run(const std::string& root, const FolderPicture& cover_above) {
        if (const int error = visit({root, cover_above, false}); error != 0) {
            return {false, false, closed_reason(error)};
        }
        while (!pending_.empty() || !links_.empty()) {
            if (cancelled()) {
                return {true, false, {}};
            }
            auto& source = pending_.empty() ? links_ : pending_;
            const auto folder = std::move(source.back());
            source.pop_back();
            if (folder.is_link && visitor_.follows && !visitor_.follows(folder.path)) {
                continue;
            }
            if (const int error = visit(folder); error != 0 && !is_not_there(error)) {
                fail(folder.path, error);
            }
        }
        return {true, clean_ && !cancelled(), {}};
    }

  private:
    struct Folder {
        std::string path;
        /// The cover of the folder above, for the discs of an album.
        FolderPicture cover_above;
        bool is_link = false;
    };

    bool cancelled() const { return cancel_ != nullptr && cancel_->load(std::memory_order_relaxed); }

    void fail(const std::string& path, int error) {
        clean_ = clean_ && concerns_one_place(error);
        visitor_.failed(path, closed_reason(error));
    }

    /// Lists one folder. Its folders wait; 0 or the error of opening it.
    int visit(const Folder& folder) {
        auto found = list_folder(folder.path, folder.cover_above);
        if (found.error != 0) {
            return found.error;
        }
        if (!visited_.emplace(found.device, found.inode).second) {
            return 0;
        }
        if (folder.is_link && visitor_.link) {
            visitor_.link(folder.path);
        }
        for (const auto& [path, error] : found.failed) {
            fail(path, error);
        }
        visitor_.folder(std::move(found.here));
        for (const auto& [name, link] : found.folders) {
            (link ? links_ : pending_)
                .push_back({path_in(folder.path, name),
                            disc_of_folder(name) > 0 ? found.cover : FolderPicture(), link});
        }
        return 0;
    }

    const WalkVisitor& visitor_;
    const std::atomic<bool>* cancel_;
    std::vector<Folder> pending_, links_;
    std::set<std::pair<std::uint64_t, std::uint64_t>> visited_;
    bool clean_ = true;
};

}  // namespace

std::string closed_reason(int error) {
    return "cannot be opened: " + std::generic_category().message(error);
}

bool concerns_one_place(int error) {
    return error == EACCES || error == EPERM || error == ENAMETOOLONG || error == ELOOP;
}

bool is_not_there(int error) {
    return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

FolderListing list_folder(const std::string& path, const FolderPicture& cover_above) {
    return Lister(path, false).list(cover_above);
}

std::vector<std::pair<std::string, bool>> folders_in(const std::string& path) {
    return Lister(path, true).list({}).folders;
}

bool is_of_interest(std::string_view file_name) {
    return kind_of(file_name) != Kind::other;
}

bool is_walked_folder(std::string_view name) {
    constexpr std::array bins{"$RECYCLE.BIN"sv, "System Volume Information"sv, "#recycle"sv, "@eaDir"sv};
    if (std::find(bins.begin(), bins.end(), name) != bins.end()) {
        return false;
    }
    if (name.empty() || name.front() != '.') {
        return !name.empty();
    }
    if (name.size() == 1) {
        return false;
    }
    const bool goes_on_like_a_title =
        name[1] == '.' || std::isdigit(static_cast<unsigned char>(name[1])) != 0;
    return goes_on_like_a_title || name.back() == '.' || name.find(' ') != std::string_view::npos;
}

std::int32_t disc_of_folder(std::string_view name) {
    const auto lower = lower_ascii(name);
    for (const auto prefix : {"cd"sv, "disc"sv, "disk"sv}) {
        if (lower.compare(0, prefix.size(), prefix) != 0) {
            continue;
        }
        const auto digits = lower.find_first_not_of(" _-", prefix.size());
        if (digits == std::string::npos) {
            return 0;
        }
        std::int32_t disc = 0;
        for (auto at = digits; at < lower.size() && lower[at] >= '0' && lower[at] <= '9'; ++at) {
            disc = disc * 10 + (lower[at] - '0');
            if (disc > 999) {
                return 0;
            }
        }
        return disc;
    }
    return 0;
}

WalkOutcome walk_folder(const std::string& root, const WalkVisitor& visitor, const std::atomic<bool>* cancel,
                        const FolderPicture& cover_above) {
    return Walk(visitor, cancel).run(root, cover_above);
}

}  // namespace refrain
