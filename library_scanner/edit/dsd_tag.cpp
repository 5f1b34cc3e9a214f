#include "library_scanner/edit/dsd_tag.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace refrain {
namespace {

Error not_at_the_end(const std::string& file) {
    return {ErrorCode::unsupported, "The tag of this DSD file does not stand at its end", file};
}

std::string number(std::uint64_t value, bool big_endian) {
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::size_t shift = 8 * (big_endian ? 7 - i : i);
        bytes[i] = static_cast<char>(value >> shift & 0xffU);
    }
    return bytes;
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, bool big_endian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const std::size_t from = at + (big_endian ? i : 7 - i);
        value = value << 8U | static_cast<unsigned char>(bytes[from]);
    }
    return value;
}

class Patch {
  public:
    explicit Patch(const std::string& file)
        : file_(file), stream_(file, std::ios::in | std::ios::out | std::ios::binary) {}

    std::uint64_t size() const { return std::filesystem::file_size(file_); }
    std::string read(std::uint64_t at, std::size_t count) {
        std::string bytes(count, '\0');
        stream_.clear();
        stream_.seekg(static_cast<std::streamoff>(at));
        stream_.read(bytes.data(), static_cast<std::streamsize>(count));
        bytes.resize(static_cast<std::size_t>(stream_.gcount()));
        return bytes;
    }
    void write(std::uint64_t at, std::string_view bytes) {
        stream_.clear();
        stream_.seekp(static_cast<std::streamoff>(at));
        stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        failed_ |= !stream_;
    }
    void cut(std::uint64_t size) {
        stream_.flush();
        std::error_code error;
        std::filesystem::resize_file(file_, size, error);
        failed_ |= static_cast<bool>(error);
    }
    Status finish() {
        stream_.flush();
        return !failed_ && stream_
                   ? Status(Done{})
                   : Error{ErrorCode::not_writable, "The tags of the file could not be written", file_};
    }

  private:
    std::string file_;
    std::fstream stream_;
    bool failed_ = false;
};

/// The bytes of an ID3v2 tag with its header (ID3v2.4.0 structure, section 3.1).
std::uint64_t size_of_tag(const std::string& head) {
    if (head.size() < 10 || head.compare(0, 3, "ID3") != 0) {
        return 0;
    }
    std::uint64_t size = 0;
    for (std::size_t i = 6; i < 10; ++i) {
        size = size << 7U | (static_cast<unsigned char>(head[i]) & 0x7fU);
    }
    const bool footer = (static_cast<unsigned char>(head[5]) & 0x10U) != 0;
    return size + 10 + (footer ? 10 : 0);
}

Status replace_in_dsf(Patch& patch, std::string_view tag, const std::string& file) {
    constexpr std::uint64_t total_at = 12;
    constexpr std::uint64_t pointer_at = 20;
    // The header, the format and the head of the data.
    constexpr std::uint64_t before_sound = 28 + 52 + 12;
    std::uint64_t at = number_at(patch.read(0, 28), pointer_at, false);
    const std::uint64_t size = patch.size();
    if (size < before_sound) {
        return Error{ErrorCode::malformed, "The file is no DSD file", file};
    }
    // A pointer elsewhere points to no tag: so it is read, too.
    if (at < before_sound || at >= size) {
        at = size;
    } else if (const auto tag_size = size_of_tag(patch.read(at, 10)); tag_size == 0 || at + tag_size < size) {
        return not_at_the_end(file);
    }
    patch.cut(at);
    patch.write(at, tag);
    patch.write(pointer_at, number(at, false));
    patch.write(total_at, number(at + tag.size(), false));
    return patch.finish();
}

Status replace_in_dsdiff(Patch& patch, std::string_view tag, const std::string& file) {
    constexpr std::size_t chunk_head = 12;
    const std::uint64_t size = patch.size();
    std::uint64_t at = 16;
    while (at + chunk_head <= size) {
        const std::string head = patch.read(at, chunk_head);
        const std::uint64_t length = number_at(head, 4, true);
        if (length > size) {
            return Error{ErrorCode::malformed, "The chunks of this DSD file do not fit into it", file};
        }
        const std::uint64_t next = at + chunk_head + length + length % 2;
        if (head.compare(0, 4, "ID3 ") == 0) {
            if (next < size) {
                return not_at_the_end(file);
            }
            break;
        }
        at = next;
    }
    if (at > size) {
        return Error{ErrorCode::malformed, "The last chunk of this DSD file is cut short", file};
    }
    patch.cut(at);
    std::string chunk = "ID3 " + number(tag.size(), true);
    chunk.append(tag);
    if (chunk.size() % 2 != 0) {
        chunk.push_back('\0');
    }
    patch.write(at, chunk);
    // What follows the name and the length of the form.
    patch.write(4, number(at + chunk.size() - chunk_head, true));
    return patch.finish();
}

}  // namespace

Status replace_dsd_tag(const std::string& file, std::string_view tag) {
    Patch patch(file);
    const std::string head = patch.read(0, 28);
    if (head.size() < 28) {
        return Error{ErrorCode::malformed, "The file is no DSD file", file};
    }
    return head.compare(0, 4, "DSD ") == 0 ? replace_in_dsf(patch, tag, file)
                                           : replace_in_dsdiff(patch, tag, file);
}

}  // namespace refrain
