#include "player/engine/decoding/trimming/id3_tags.h"

#include <algorithm>
#include <string_view>

namespace refrain {
namespace {

constexpr std::size_t id3v2_header = 10, id3v1_bytes = 128, ape_footer = 32;
/// More tags than this in a row are no tags.
constexpr int most_tags = 16;
/// A comment that says what we look for is some 150 bytes long, twice that in UTF-16.
constexpr std::size_t most_comment = 1024;

std::uint64_t seven_bits(std::string_view bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = (value << 7U) | (static_cast<std::uint8_t>(bytes[at + i]) & 0x7FU);
    }
    return value;
}

/// The text of a comment named iTunSMPB. It is ASCII, in one byte a letter or in two: what remains without
/// zeros and byte order marks is the same in every encoding.
std::string gapless_of_comment(std::string_view comment) {
    std::string letters;
    for (const char c : comment.substr(std::min<std::size_t>(4, comment.size()))) {
        if (c > 0) {
            letters.push_back(c);
        }
    }
    constexpr std::string_view name = "iTunSMPB";
    return letters.starts_with(name) ? letters.substr(name.size()) : std::string();
}

struct FrameForm {
    std::size_t name, size, header;
    std::string_view comment;
};

/// Walks the frames of one tag, without reading the pictures.
std::string find_gapless(const Bytes& file, int version, std::uint64_t at, std::uint64_t end) {
    const FrameForm form = version == 2 ? FrameForm{3, 3, 6, "COM"} : FrameForm{4, 4, 10, "COMM"};
    while (at + form.header < end) {
        const auto header = file.take(at, form.header);
        if (!header || (*header)[0] == '\0') {
            break;
        }
        const std::uint64_t size =
            version == 4 ? seven_bits(*header, form.name) : big_endian(*header, form.name, form.size);
        at += form.header;
        if (size > end - at) {
            break;
        }
        if (std::string_view(*header).substr(0, form.name) == form.comment && size <= most_comment) {
            const auto comment = file.take(at, static_cast<std::size_t>(size));
            if (std::string text = comment ? gapless_of_comment(*comment) : std::string(); !text.empty()) {
                return text;
            }
        }
        at += size;
    }
    return {};
}

}  // namespace

Id3Tags find_id3_tags(const Bytes& file) {
    Id3Tags tags;
    const std::uint64_t size = file.size();
    for (int i = 0; i < most_tags; ++i) {
        const auto header = file.take(tags.end, id3v2_header);
        if (!header || header->compare(0, 3, "ID3") != 0) {
            break;
        }
        const int version = static_cast<std::uint8_t>((*header)[3]);
        const auto flags = static_cast<std::uint8_t>((*header)[5]);
        const std::uint64_t begin = tags.end + id3v2_header, end = begin + seven_bits(*header, 6);
        constexpr std::uint8_t unsynchronised = 0x80, extended = 0x40, footer = 0x10;
        if (version >= 2 && version <= 4 && (flags & (unsynchronised | extended)) == 0 &&
            tags.gapless.empty()) {
            tags.gapless = find_gapless(file, version, begin, std::min(end, size));
        }
        tags.end = end + ((flags & footer) != 0 ? id3v2_header : 0);
    }
    tags.end = std::min(tags.end, size);
    return tags;
}

std::uint64_t end_before_tags(const Bytes& file, std::uint64_t begin) {
    std::uint64_t end = file.size();
    if (end >= begin + id3v1_bytes && file.take(end - id3v1_bytes, 3) == "TAG") {
        end -= id3v1_bytes;
    }
    const auto footer = end >= begin + ape_footer ? file.take(end - ape_footer, ape_footer) : std::nullopt;
    if (footer && footer->compare(0, 8, "APETAGEX") == 0) {
        // The size counts items and footer; a flag says that a header stands before them.
        const std::uint64_t header = (little_endian(*footer, 20, 4) >> 31U) != 0 ? ape_footer : 0;
        const std::uint64_t size = little_endian(*footer, 12, 4) + header;
        end -= size >= ape_footer && size <= end - begin ? size : 0;
    }
    return end;
}

}  // namespace refrain
