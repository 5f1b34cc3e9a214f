#include "library_scanner/scan/folder_walk.h"

#include "library_scanner/covers/embedded_picture.h"
#include "library_scanner/tags/file_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace refrain {
namespace {

using namespace std::string_view_literals;

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::string joined(const std::string& folder, std::string_view name) {
    std::string path = folder;
    if (path.empty() || path.back() != '/') {
        path += '/';
    }
    return path.append(name);
}

std::string reason_of(int error) {
    return "cannot be opened: " + std::generic_category().message(error);
}

/// Tells about this one folder and will do so tomorrow; all other errors may mean that the disk went away.
bool concerns_one_place(int error) {
    return error == EACCES || error == EPERM || error == ENAMETOOLONG || error == ELOOP;
}

/// Went away since its folder was listed, or is a link that leads nowhere.
bool is_not_there(int error) {
    return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

struct CloseFolder {
    void operator()(DIR* folder) const { closedir(folder); }
};

enum class Kind { other, music, sheet, picture };

Kind kind_of(std::string_view name) {
    if (file_type_of(name)) {
        return Kind::music;
    }
    constexpr auto ending = ".cue"sv;
    if (name.size() > ending.size() && name.substr(0, 2) != "._"sv &&
        lower_case(name.substr(name.size() - ending.size())) == ending) {
        return Kind::sheet;
    }
    return cover_rank(name) >= 0 ? Kind::picture : Kind::other;
}

/// A picture file; without a path there is none.
struct Picture {
    std::string path;
    std::int64_t size = 0, mtime_ns = 0;
};

/// What was met in one folder so far.
struct Listing {
    FoundFolder here;
    std::vector<std::pair<std::string, bool>> folders;  // name, is a link
    Picture cover;
    int best_rank = -1;
};

class Walk {
  public:
    Walk(const WalkVisitor& visitor, const std::atomic<bool>* cancel) : visitor_(visitor), cancel_(cancel) {}

    WalkOutcome run(const std::string& root) {
        if (const int error = visit({root, {}, false}); error != 0) {
            return {false, false, reason_of(error)};
        }
        while (!pending_.empty() || !links_.empty()) {
            if (cancelled()) {
                return {true, false, {}};
            }
            auto& source = pending_.empty() ? links_ : pending_;
            const auto folder = std::move(source.back());
            source.pop_back();
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
        Picture cover_above;
        bool is_link = false;
    };

    bool cancelled() const { return cancel_ != nullptr && cancel_->load(std::memory_order_relaxed); }

    void fail(const std::string& path, int error) {
        clean_ = clean_ && concerns_one_place(error);
        visitor_.failed(path, reason_of(error));
    }

    /// Lists one folder. Its folders wait; 0 or the error of opening it.
    int visit(const Folder& folder) {
        const int descriptor = open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor < 0) {
            return errno;
        }
        struct stat status {};
        const std::unique_ptr<DIR, CloseFolder> open_folder(fdopendir(descriptor));
        if (!open_folder) {
            const int error = errno;
            close(descriptor);
            return error;
        }
        if (fstat(descriptor, &status) != 0) {
            return errno;
        }
        if (!visited_.emplace(status.st_dev, status.st_ino).second) {
            return 0;
        }
        if (folder.is_link && visitor_.link) {
            visitor_.link(folder.path);
        }

        Listing found;
        errno = 0;
        // The listing is of this walk alone, and glibc locks it besides.
        while (const dirent* entry = readdir(open_folder.get())) {  // NOLINT(concurrency-mt-unsafe)
            const std::string_view name = entry->d_name;
            if (name == "."sv || name == ".."sv) {
                continue;
            }
            const Kind kind = kind_of(name);
            // Most file systems tell the kind for nothing; the others, and links, must be asked.
            const bool known = entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK;
            const bool folder_like = known ? entry->d_type == DT_DIR : is_walked_folder(name);
            if (kind == Kind::other && !folder_like) {
                errno = 0;
                continue;
            }
            if (known && entry->d_type == DT_DIR) {
                found.folders.emplace_back(name, false);
            } else {
                take(folder.path, descriptor, *entry, kind, found);
            }
            errno = 0;
        }
        if (errno != 0) {
            fail(folder.path, errno);
        }
        const Picture& cover_here = found.cover.path.empty() ? folder.cover_above : found.cover;
        const auto cover_key = picture_file_key(cover_here.path, cover_here.size, cover_here.mtime_ns);
        for (auto& file : found.here.files) {
            file.cover_path = cover_here.path;
            file.cover_key = cover_key;
        }
        visitor_.folder(std::move(found.here));
        for (const auto& [name, link] : found.folders) {
            if (is_walked_folder(name)) {
                (link ? links_ : pending_)
                    .push_back(
                        {joined(folder.path, name), disc_of_folder(name) > 0 ? cover_here : Picture(), link});
            }
        }
        return 0;
    }

    /// An entry that must be asked what it is.
    void take(const std::string& folder, int descriptor, const dirent& entry, Kind kind, Listing& found) {
        struct stat status {};
        if (fstatat(descriptor, entry.d_name, &status, 0) != 0) {
            if (!is_not_there(errno) && kind != Kind::picture) {
                fail(joined(folder, entry.d_name), errno);
            }
            return;
        }
        if (S_ISDIR(status.st_mode)) {
            found.folders.emplace_back(entry.d_name, entry.d_type == DT_LNK);
            return;
        }
        if (!S_ISREG(status.st_mode)) {
            return;
        }
        constexpr std::int64_t ns_per_s = 1'000'000'000;
        const auto time = status.st_mtim.tv_sec * ns_per_s + status.st_mtim.tv_nsec;
        if (kind == Kind::music) {
            found.here.files.push_back({joined(folder, entry.d_name), status.st_size, time, {}, 0});
        } else if (kind == Kind::sheet) {
            found.here.sheets.push_back({joined(folder, entry.d_name), status.st_size, time});
        } else if (kind == Kind::picture) {
            const int rank = cover_rank(entry.d_name);
            if (found.best_rank < 0 || rank < found.best_rank) {
                found.best_rank = rank;
                found.cover = {joined(folder, entry.d_name), status.st_size, time};
            }
        }
    }

    const WalkVisitor& visitor_;
    const std::atomic<bool>* cancel_;
    std::vector<Folder> pending_, links_;
    std::set<std::pair<dev_t, ino_t>> visited_;
    bool clean_ = true;
};

}  // namespace

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

int cover_rank(std::string_view file_name) {
    constexpr std::array stems{"cover"sv, "folder"sv, "front"sv, "albumart"sv};
    constexpr std::array endings{"jpg"sv, "jpeg"sv, "png"sv, "webp"sv};
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos || file_name.size() > 16) {
        return -1;
    }
    const auto stem = std::find(stems.begin(), stems.end(), lower_case(file_name.substr(0, dot)));
    const auto ending = std::find(endings.begin(), endings.end(), lower_case(file_name.substr(dot + 1)));
    if (stem == stems.end() || ending == endings.end()) {
        return -1;
    }
    return static_cast<int>((stem - stems.begin()) * std::ssize(endings) + (ending - endings.begin()));
}

std::int32_t disc_of_folder(std::string_view name) {
    const auto lower = lower_case(name);
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

WalkOutcome walk_folder(const std::string& root, const WalkVisitor& visitor,
                        const std::atomic<bool>* cancel) {
    return Walk(visitor, cancel).run(root);
}

}  // namespace refrain
