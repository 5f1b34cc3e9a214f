// Where the parsers of this folder read from: an open file, or memory in tests and fuzzers.
//
// Threads: as the one who calls. What can fail: reading; it then gives fewer bytes than asked for, and a
// parser takes what is missing as the end of the file.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {

class Bytes {
  public:
    virtual ~Bytes() = default;
    virtual std::uint64_t size() const = 0;
    /// Copies up to `length` bytes from `offset` on; returns how many there were.
    virtual std::size_t read(std::uint64_t offset, char* out, std::size_t length) const = 0;

    /// Exactly `length` bytes, or nothing.
    std::optional<std::string> take(std::uint64_t offset, std::size_t length) const {
        std::string bytes(length, '\0');
        return read(offset, bytes.data(), length) == length ? std::optional(std::move(bytes)) : std::nullopt;
    }
};

class BytesInMemory final : public Bytes {
  public:
    explicit BytesInMemory(std::string_view bytes) : bytes_(bytes) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override {
        if (offset >= bytes_.size()) {
            return 0;
        }
        const std::size_t there = std::min(length, bytes_.size() - static_cast<std::size_t>(offset));
        std::memcpy(out, bytes_.data() + offset, there);
        return there;
    }

  private:
    std::string_view bytes_;
};

/// A number of up to 8 bytes, most significant first; `at + length` must lie within `bytes`.
inline std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) {
        value = (value << 8U) | static_cast<std::uint8_t>(bytes[at + i]);
    }
    return value;
}
/// The same, least significant first.
inline std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i) {
        value = (value << 8U) | static_cast<std::uint8_t>(bytes[at + i - 1]);
    }
    return value;
}

}  // namespace refrain
