#include "library_scanner/audio_file/replacing_file.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <random>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace refrain {
namespace {

/// ".8123456789012345678.part": 64 random bits.
std::string temporary_ending() {
    std::random_device source;
    const std::uint64_t number = (std::uint64_t{source()} << 32U) | source();
    return std::string(".").append(std::to_string(number)).append(".part");
}

}  // namespace

ReplacingFile::ReplacingFile(std::filesystem::path path, Sync sync) : path_(std::move(path)), sync_(sync) {}

ReplacingFile::~ReplacingFile() {
    if (file_ >= 0) {
        ::close(file_);
    }
    if (!temporary_.empty()) {
        ::unlink(temporary_.c_str());
    }
}

Status ReplacingFile::open() {
    std::error_code ignored;
    const auto status = std::filesystem::status(path_, ignored);
    if (std::filesystem::is_directory(status)) {
        return Error{ErrorCode::not_writable, "A folder is in the place of the file", path_.native()};
    }
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        file_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
        // A random name beside it: a rename within one folder cannot fail half way.
        temporary_ = path_.native() + temporary_ending();
        constexpr mode_t everyone_as_umask_allows = 0666;
        file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, everyone_as_umask_allows);
    }
    if (file_ < 0) {
        const auto failure = error(errno);
        temporary_.clear();
        return failure;
    }
    return Done{};
}

Status ReplacingFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return error(errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

Status ReplacingFile::commit() {
    // A pipe or a device cannot be synced and need not be.
    if (sync_ == Sync::to_disk && !temporary_.empty() && ::fsync(file_) != 0) {
        return error(errno);
    }
    if (::close(std::exchange(file_, -1)) != 0) {
        return error(errno);
    }
    if (!temporary_.empty()) {
        if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
            return error(errno);
        }
        temporary_.clear();
    }
    return Done{};
}

Error ReplacingFile::error(int error_number) const {
    const auto reason = std::generic_category().message(error_number);
    switch (error_number) {
        case ENOENT:
        case ENOTDIR:
            return {ErrorCode::not_found, "The folder of the file is not there", path_.native()};
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return {ErrorCode::not_writable, "No space is left for the file; nothing was written",
                    path_.native()};
        default:
            return {ErrorCode::not_writable, "The file cannot be written (" + reason + ")", path_.native()};
    }
}

}  // namespace refrain
