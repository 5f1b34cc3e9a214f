#include "library_scanner/tags/unmarked_utf16.h"

#include "library_scanner/tags/mpeg_frames.h"

#include <algorithm>
#include <array>
#include <utility>

namespace refrain {
namespace {

using namespace std::string_view_literals;

/// Of a text frame: encoding 1 is UTF-16 with a mark, 2 is UTF-16 of big-endian order without one.
/// (ID3v2.4.0 structure, section 4)
constexpr char with_mark = 1;
constexpr char big_endian = 2;

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

bool is_mark(std::string_view unit) {
    return unit == "\xff\xfe"sv || unit == "\xfe\xff"sv;
}

/// How much a unit of UTF-16 looks like one of a text that people write.
int likelihood(unsigned unit) {
    constexpr std::array<std::pair<unsigned, unsigned>, 9> scripts{{{0x0100, 0x024f},
                                                                    {0x0370, 0x052f},
                                                                    {0x0590, 0x06ff},
                                                                    {0x0900, 0x0e7f},
                                                                    {0x2010, 0x2040},
                                                                    {0x3000, 0x30ff},
                                                                    {0x4e00, 0x9fff},
                                                                    {0xac00, 0xd7a3},
                                                                    {0xff00, 0xffef}}};
    if (unit == 0) {
        return 0;
    }
    if (unit < 0x100) {
        return unit >= 0x20 ? 3 : 0;
    }
    // Latin letters in the wrong order look like Chinese of which each character ends in a zero.
    if ((unit & 0xff) == 0) {
        return 1;
    }
    return std::any_of(scripts.begin(), scripts.end(),
                       [unit](auto script) { return unit >= script.first && unit <= script.second; })
               ? 2
               : 0;
}

int likelihood(std::string_view utf16, bool little) {
    int sum = 0;
    for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
        const auto first = byte_at(utf16, i);
        const auto second = byte_at(utf16, i + 1);
        sum += likelihood(little ? second << 8 | first : first << 8 | second);
    }
    return sum;
}

bool has_mark(std::string_view utf16) {
    for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
        if (is_mark(utf16.substr(i, 2))) {
            return true;
        }
    }
    return false;
}

struct Frame {
    std::string id;
    std::int64_t body = 0, size = 0;
    /// Compressed, encrypted or otherwise not as it reads.
    bool is_changed = false;
};

/// The frame at `at`; its name is empty when there is none.
Frame frame_at(const std::function<std::string(std::int64_t, std::size_t)>& bytes_at, std::int64_t at,
               unsigned version) {
    const std::size_t id_size = version == 2 ? 3 : 4;
    const std::size_t header_size = version == 2 ? 6 : 10;
    const auto header = bytes_at(at, header_size);
    Frame frame;
    if (header.size() < header_size ||
        !std::all_of(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(id_size),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); })) {
        return frame;
    }
    frame.id = header.substr(0, id_size);
    frame.body = at + static_cast<std::int64_t>(header_size);
    const auto size = std::string_view(header).substr(id_size, version == 2 ? 3 : 4);
    // Some writers of version 2.4 do not know that a byte of the size has seven bits.
    const bool seven_bits =
        version == 4 && std::none_of(size.begin(), size.end(), [](char c) { return (c & 0x80) != 0; });
    for (std::size_t i = 0; i < size.size(); ++i) {
        frame.size = frame.size << (seven_bits ? 7 : 8) | byte_at(size, i);
    }
    frame.is_changed = version > 2 && header.back() != 0;
    return frame;
}

/// Where its text begins behind the encoding; 0 when it is no text.
std::size_t text_in(std::string_view id) {
    // Words have a language of three letters in front.
    return id.front() == 'T' ? 1 : id == "USLT"sv || id == "ULT"sv ? 4 : 0;
}

}  // namespace

bool is_likely_little_endian(std::string_view utf16) {
    return likelihood(utf16, true) >= likelihood(utf16, false);
}

std::vector<MendedBytes> mend_unmarked_utf16(
    const std::function<std::string(std::int64_t at, std::size_t size)>& bytes_at) {
    constexpr std::int64_t header_size = 10;
    constexpr int most_frames = 512;
    constexpr std::int64_t longest_text = std::int64_t{64} << 10;
    // Unsynchronisation and an extended header.
    constexpr unsigned odd_flags = 0xc0;
    std::vector<MendedBytes> mended;
    const auto header = bytes_at(0, header_size);
    const auto end = id3v2_length(header);
    if (end == 0 || byte_at(header, 3) < 2 || byte_at(header, 3) > 4 ||
        (byte_at(header, 5) & odd_flags) != 0) {
        return mended;
    }
    std::int64_t at = header_size;
    for (int i = 0; i < most_frames && at < end; ++i) {
        const auto frame = frame_at(bytes_at, at, byte_at(header, 3));
        if (frame.id.empty() || frame.size > end - frame.body) {
            break;
        }
        at = frame.body + frame.size;
        const auto text_at = text_in(frame.id);
        if (text_at == 0 || frame.is_changed || frame.size > longest_text ||
            frame.size < static_cast<std::int64_t>(text_at) + 2) {
            continue;
        }
        // Most texts are of another encoding, and are not looked into.
        if (bytes_at(frame.body, 1) != std::string_view(&with_mark, 1)) {
            continue;
        }
        auto bytes = bytes_at(frame.body, static_cast<std::size_t>(frame.size));
        // The file ends within the frame, or has changed meanwhile.
        if (bytes.size() != static_cast<std::size_t>(frame.size)) {
            break;
        }
        const auto text = std::string_view(bytes).substr(text_at);
        if (has_mark(text)) {
            continue;
        }
        if (is_likely_little_endian(text)) {
            for (std::size_t k = text_at; k + 1 < bytes.size(); k += 2) {
                std::swap(bytes[k], bytes[k + 1]);
            }
        }
        bytes.front() = big_endian;
        mended.push_back({frame.body, std::move(bytes)});
    }
    return mended;
}

}  // namespace refrain
