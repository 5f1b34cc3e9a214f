// Puts bytes together, number by number, for the files that tests make. One owner; throws when it cannot
// write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace refrain::testing_audio {

class ByteWriter {
  public:
    ByteWriter& text(std::string_view bytes) {
        bytes_ += bytes;
        return *this;
    }
    /// `text` and zeros, `width` bytes in all.
    ByteWriter& padded(std::string_view text, std::size_t width) {
        bytes_ += text;
        bytes_.append(width - text.size(), '\0');
        return *this;
    }
    ByteWriter& pad_to(std::size_t size) {
        bytes_.resize(size, '\0');
        return *this;
    }
    ByteWriter& little(std::uint64_t value, std::size_t width) {
        for (std::size_t i = 0; i < width; ++i) {
            bytes_.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
        }
        return *this;
    }
    ByteWriter& big(std::uint64_t value, std::size_t width) {
        for (std::size_t i = width; i > 0; --i) {
            bytes_.push_back(static_cast<char>((value >> (8 * (i - 1))) & 0xFFU));
        }
        return *this;
    }
    ByteWriter& append(const ByteWriter& other) { return text(other.bytes_); }

    std::size_t size() const { return bytes_.size(); }
    const std::string& bytes() const { return bytes_; }

    std::string write(const std::filesystem::path& path) const {
        std::ofstream file(path, std::ios::binary);
        file << bytes_;
        file.close();
        if (!file) {
            throw std::runtime_error("cannot write " + path.string());
        }
        return path.string();
    }

  private:
    std::string bytes_;
};

}  // namespace refrain::testing_audio
