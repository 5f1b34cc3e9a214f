#include "recommender/retrieval/generation_store.h"

#include "recommender/retrieval/model_generation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <xxhash.h>

namespace refrain {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view draft_prefix = ".tmp-";

Error not_writable(const fs::path& path, int error) {
    const std::string why = std::error_code(error, std::generic_category()).message();
    return {ErrorCode::not_writable, "The model cannot be written (" + why + ")", path.string()};
}

/// fsync of a file or folder.
Status see_to_disk(const fs::path& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return not_writable(path, errno);
    }
    const int outcome = fsync(file);
    const int error = errno;
    close(file);
    if (outcome != 0) {
        return not_writable(path, error);
    }
    return Done{};
}

/// A locked handle of a folder, or -1 when another process holds it or it is gone.
int lock_folder(const fs::path& folder) {
    const int handle = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) {
        return -1;
    }
    struct stat opened {};
    struct stat named {};
    // Between open and lock a cleaner may have removed it: the name must still be the folder that is locked.
    if (flock(handle, LOCK_EX | LOCK_NB) != 0 || fstat(handle, &opened) != 0 ||
        stat(folder.c_str(), &named) != 0 || opened.st_ino != named.st_ino) {
        const int error = errno;
        close(handle);
        errno = error;
        return -1;
    }
    return handle;
}

}  // namespace

std::string generation_name(UtcTime at, std::string_view suffix) {
    const std::int64_t ms = to_ms(at);
    const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
    std::array<char, 16> fraction{};
    std::snprintf(fraction.data(), fraction.size(), "-%03d-", static_cast<int>(ms % 1000));
    return std::string(text.data(), length) + fraction.data() + std::string(suffix);
}

bool is_generation_name(std::string_view name) {
    constexpr std::string_view form = "dddddddd.dddddd.";
    if (name.size() < form.size() || name[8] != 'T' || name[15] != 'Z') {
        return false;
    }
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (form[i] == 'd' && (name[i] < '0' || name[i] > '9')) {
            return false;
        }
    }
    const auto rest = name.substr(form.size());
    return rest.empty() || (rest[0] == '-' && std::all_of(rest.begin(), rest.end(), [](char c) {
                                return c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0;
                            }));
}

Result<std::string> read_file(const fs::path& file, std::uintmax_t limit) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    std::error_code code;
    if (!in || !fs::is_regular_file(file, code)) {
        const bool there = fs::exists(file, code);
        return Error{there ? ErrorCode::unreadable : ErrorCode::not_found,
                     there ? "A file of the model cannot be read" : "A file of the model is missing",
                     file.string()};
    }
    const std::streamoff size = in.tellg();
    if (size < 0 || static_cast<std::uintmax_t>(size) > limit) {
        return Error{ErrorCode::damaged, "A file of the model is larger than it can be", file.string()};
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    in.seekg(0);
    in.read(bytes.data(), size);
    if (!in) {
        return Error{ErrorCode::unreadable, "A file of the model cannot be read", file.string()};
    }
    return bytes;
}

std::string checksum(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return text.data();
}

Result<GenerationDraft> GenerationDraft::create(const fs::path& model_directory, const std::string& name) {
    std::error_code code;
    fs::create_directories(model_directory, code);
    if (code) {
        return not_writable(model_directory, code.value());
    }
    const fs::path folder =
        model_directory / (std::string(draft_prefix) + name + '-' + std::to_string(getpid()));
    // A cleaner may take the new folder before it is locked; then it is made again.
    for (int attempt = 0; attempt < 3; ++attempt) {
        if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) {
            return not_writable(folder, errno);
        }
        if (const int lock = lock_folder(folder); lock >= 0) {
            return GenerationDraft(folder, model_directory / name, lock);
        }
    }
    return Error{ErrorCode::busy, "Another training writes to the same place", folder.string()};
}

GenerationDraft::GenerationDraft(GenerationDraft&& other) noexcept
    : folder_(std::move(other.folder_)),
      target_(std::move(other.target_)),
      lock_(std::exchange(other.lock_, -1)) {}

GenerationDraft::~GenerationDraft() {
    if (lock_ >= 0) {
        std::error_code code;
        fs::remove_all(folder_, code);
        close(lock_);
    }
}

Status GenerationDraft::write(std::string_view file, std::string_view bytes) const {
    const fs::path path = folder_ / file;
    const int handle = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (handle < 0) {
        return not_writable(path, errno);
    }
    int error = 0;
    while (!bytes.empty() && error == 0) {
        const ssize_t written = ::write(handle, bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            error = errno == 0 ? EIO : errno;
        }
    }
    if (error == 0 && fsync(handle) != 0) {
        error = errno;
    }
    if (close(handle) != 0 && error == 0) {
        error = errno;
    }
    if (error != 0) {
        return not_writable(path, error);
    }
    return Done{};
}

Status GenerationDraft::sync(std::string_view file) const {
    return see_to_disk(folder_ / file);
}

Status GenerationDraft::publish() {
    if (auto status = see_to_disk(folder_); !status) {
        return status;
    }
    if (std::rename(folder_.c_str(), target_.c_str()) != 0) {
        return not_writable(target_, errno);
    }
    close(std::exchange(lock_, -1));
    return see_to_disk(target_.parent_path());
}

void remove_dead_drafts(const fs::path& model_directory) {
    std::error_code code;
    std::vector<fs::path> drafts;
    for (const auto& entry : fs::directory_iterator(model_directory, code)) {
        if (entry.path().filename().string().rfind(draft_prefix, 0) == 0 && entry.is_directory(code)) {
            drafts.push_back(entry.path());
        }
    }
    for (const auto& draft : drafts) {
        if (const int lock = lock_folder(draft); lock >= 0) {
            fs::remove_all(draft, code);
            close(lock);
        }
    }
}

void remove_old_generations(const fs::path& model_directory, std::size_t keep) {
    const auto names = list_generations(model_directory);
    for (std::size_t i = keep; i < names.size(); ++i) {
        std::error_code code;
        fs::remove_all(model_directory / names[i], code);
    }
}

std::vector<std::string> list_generations(const fs::path& model_directory) {
    std::vector<std::string> names;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(model_directory, code)) {
        const std::string name = entry.path().filename().string();
        if (is_generation_name(name) && entry.is_directory(code)) {
            names.push_back(name);
        }
    }
    std::sort(names.rbegin(), names.rend());
    return names;
}

}  // namespace refrain
