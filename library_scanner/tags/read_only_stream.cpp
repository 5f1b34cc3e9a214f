#include "library_scanner/tags/read_only_stream.h"

#include "library_scanner/tags/fetch_ahead.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <tbytevector.h>
#include <unistd.h>
#include <utility>

namespace refrain {

Result<std::unique_ptr<ReadOnlyStream>> ReadOnlyStream::open(const std::string& path) {
    const int descriptor = open_for_reading(path);
    if (descriptor < 0) {
        const int reason = errno;
        const auto code =
            reason == ENOENT || reason == ENOTDIR ? ErrorCode::not_found : ErrorCode::unreadable;
        return Error{code, "cannot be opened: " + std::generic_category().message(reason), path};
    }
    struct stat status {};
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return Error{ErrorCode::unreadable, "is not a regular file", path};
    }
    if (status.st_size == 0) {
        ::close(descriptor);
        return Error{ErrorCode::malformed, "is empty", path};
    }
    // Of a file of many megabytes some kilobytes are read; the system would fetch much more around them.
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM);
    fetch_ends(descriptor, status.st_size);
    return std::unique_ptr<ReadOnlyStream>(new ReadOnlyStream(path, descriptor, status.st_size));
}

ReadOnlyStream::ReadOnlyStream(std::string path, int descriptor, std::int64_t size)
    : path_(std::move(path)), descriptor_(descriptor), size_(size) {}

ReadOnlyStream::~ReadOnlyStream() {
    ::close(descriptor_);
}

std::size_t ReadOnlyStream::read_through(std::int64_t offset, char* to, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
        const auto got =
            pread(descriptor_, to + done, size - done, offset + left_out_ + static_cast<std::int64_t>(done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            error_number_ = got < 0 ? errno : error_number_;
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    const auto at = static_cast<std::size_t>(offset);
    if (at < head_.size()) {
        std::memcpy(to, head_.data() + at, std::min(done, head_.size() - at));
    }
    for (const auto& mended : mended_) {
        const auto begin = std::max(offset, mended.at);
        const auto end = std::min(offset + static_cast<std::int64_t>(done),
                                  mended.at + static_cast<std::int64_t>(mended.bytes.size()));
        if (begin < end) {
            std::memcpy(to + (begin - offset), mended.bytes.data() + (begin - mended.at),
                        static_cast<std::size_t>(end - begin));
        }
    }
    return done;
}

void ReadOnlyStream::leave_out_extended_header() {
    // ID3v2.3.0 section 3.2, ID3v2.4.0 structure section 3.2.
    constexpr std::size_t header = 10;
    constexpr unsigned char extended = 0x40;
    const auto bytes = bytes_at(0, header + 4);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (bytes.size() < header + 4 || bytes.compare(0, 3, "ID3") != 0 || (byte(5) & extended) == 0 ||
        (byte(3) != 3 && byte(3) != 4)) {
        return;
    }
    const auto number = [&](std::size_t from, int bits) {
        std::int64_t value = 0;
        for (std::size_t i = from; i < from + 4; ++i) {
            value = value << bits | byte(i);
        }
        return value;
    };
    // The size in version 2.3 does not count itself.
    const auto left_out = byte(3) == 3 ? number(header, 8) + 4 : number(header, 7);
    const auto left = number(6, 7) - left_out;
    if (left_out < 6 || left < 0) {
        return;
    }
    head_ = bytes.substr(0, header);
    head_[5] = static_cast<char>(byte(5) & ~extended);
    for (std::size_t i = 0; i < 4; ++i) {
        head_[6 + i] = static_cast<char>(left >> (7 * (3 - i)) & 0x7f);
    }
    left_out_ = left_out;
    size_ = std::max<std::int64_t>(0, size_ - left_out);
    cache_ = {};
}

void ReadOnlyStream::mend_texts() {
    auto mended =
        mend_unmarked_utf16([this](std::int64_t at, std::size_t size) { return bytes_at(at, size); });
    if (!mended.empty()) {
        mended_ = std::move(mended);
        cache_ = {};
    }
}

std::vector<MendedBytes> ReadOnlyStream::mended_in_file() const {
    auto mended = mended_;
    for (auto& piece : mended) {
        piece.at += left_out_;
    }
    return mended;
}

const ReadOnlyStream::Block& ReadOnlyStream::block(std::int64_t number) {
    auto& place = cache_[static_cast<std::size_t>(number) % cache_.size()];
    if (place.number != number) {
        expect_read_through(number);
        place.bytes.resize(block_size);
        place.filled =
            read_through(number * static_cast<std::int64_t>(block_size), place.bytes.data(), block_size);
        place.number = number;
    }
    return place;
}

/// Some kinds of files are read from their head to their end: there the system is to read ahead.
void ReadOnlyStream::expect_read_through(std::int64_t number) {
    constexpr int enough = 4;
    filled_in_order_ = number == last_filled_ + 1 ? filled_in_order_ + 1 : 0;
    last_filled_ = number;
    if (filled_in_order_ == enough) {
        posix_fadvise(descriptor_, 0, 0, POSIX_FADV_NORMAL);
    }
}

std::optional<Error> ReadOnlyStream::read_error() const {
    if (error_number_ == 0) {
        return std::nullopt;
    }
    return Error{ErrorCode::unreadable,
                 "could not be read: " + std::generic_category().message(error_number_), path_};
}

std::size_t ReadOnlyStream::read_at(std::int64_t offset, char* to, std::size_t size) {
    if (offset < 0 || offset >= size_) {
        return 0;
    }
    size = std::min(size, static_cast<std::size_t>(size_ - offset));
    if (size >= block_size) {
        return read_through(offset, to, size);
    }
    std::size_t done = 0;
    while (done < size) {
        const auto at = offset + static_cast<std::int64_t>(done);
        const auto& source = block(at / static_cast<std::int64_t>(block_size));
        const auto within = static_cast<std::size_t>(at) % block_size;
        if (within >= source.filled) {
            break;
        }
        const auto length = std::min(size - done, source.filled - within);
        std::memcpy(to + done, source.bytes.data() + within, length);
        done += length;
    }
    return done;
}

std::string ReadOnlyStream::bytes_at(std::int64_t offset, std::size_t size) {
    std::string bytes(size, '\0');
    bytes.resize(read_at(offset, bytes.data(), size));
    return bytes;
}

TagLib::ByteVector ReadOnlyStream::readBlock(unsigned long length) {
    // A damaged length field asks for gigabytes; no more is handed out than there is.
    const auto left = static_cast<unsigned long>(std::max<std::int64_t>(0, size_ - position_));
    if (std::min(length, left) > max_block_bytes) {
        return {};
    }
    TagLib::ByteVector bytes(static_cast<unsigned int>(std::min(length, left)), '\0');
    const auto got = bytes.isEmpty() ? 0 : read_at(position_, bytes.data(), bytes.size());
    bytes.resize(static_cast<unsigned int>(got));
    position_ += static_cast<long>(got);
    return bytes;
}

void ReadOnlyStream::seek(long offset, Position from) {
    const long base = from == Beginning ? 0 : from == Current ? position_ : size_;
    position_ = std::max(0L, base + offset);
}

}  // namespace refrain
