#include "library_scanner/identity/sound_key.h"

#include "library_scanner/tags/mpeg_frames.h"
#include "library_scanner/tags/read_only_stream.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <xxhash.h>

namespace refrain {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t looked_at = std::size_t{16} * 1024;

/// A piece of a file.
struct Span {
    std::int64_t begin = 0, end = 0;
};

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t count, bool big_endian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i) {
        const auto byte = std::uint64_t{static_cast<unsigned char>(bytes[at + i])};
        value |= byte << (8 * (big_endian ? count - 1 - i : i));
    }
    return value;
}

SoundKey key_of(std::string_view audio, std::uint64_t length) {
    if (audio.empty() || is_monotonous(audio)) {
        return {};
    }
    const auto hash = XXH3_64bits_withSeed(audio.data(), audio.size(), length);
    return {static_cast<std::int64_t>(std::max<std::uint64_t>(1, hash))};
}

SoundKey key_of(ReadOnlyStream& stream, Span audio) {
    if (audio.end <= audio.begin) {
        return {};
    }
    const auto length = static_cast<std::uint64_t>(audio.end - audio.begin);
    return key_of(
        stream.bytes_at(audio.begin, static_cast<std::size_t>(std::min<std::uint64_t>(length, looked_at))),
        length);
}

std::int64_t end_of_leading_tags(ReadOnlyStream& stream) {
    // A file may be made of nothing but empty ones.
    constexpr int most_tags = 64;
    std::int64_t at = 0;
    for (int i = 0; i < most_tags; ++i) {
        const auto length = id3v2_length(stream.bytes_at(at, 10));
        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}

/// Before ID3v1 (128 bytes from "TAG" on) and APE tags, whose last 32 bytes tell their length without and
/// whether there is a header of 32 more.
std::int64_t begin_of_trailing_tags(ReadOnlyStream& stream) {
    constexpr std::int64_t id3v1_size = 128;
    constexpr std::int64_t ape_footer = 32;
    constexpr std::uint64_t has_header = std::uint64_t{1} << 31;
    auto end = stream.size();
    for (int i = 0; i < 4; ++i) {
        if (stream.bytes_at(end - id3v1_size, 3) == "TAG") {
            end -= id3v1_size;
            continue;
        }
        const auto footer = stream.bytes_at(end - ape_footer, ape_footer);
        if (footer.compare(0, 8, "APETAGEX") != 0) {
            break;
        }
        const auto size = static_cast<std::int64_t>(number_at(footer, 12, 4, false)) +
                          ((number_at(footer, 20, 4, false) & has_header) != 0 ? ape_footer : 0);
        if (size < ape_footer || size > end) {
            break;
        }
        end -= size;
    }
    return end;
}

SoundKey key_of_flac(ReadOnlyStream& stream) {
    const auto start = end_of_leading_tags(stream);
    // "fLaC", 4 bytes of block header, then STREAMINFO: the number of samples in the low 36 bits of the 8
    // bytes from 10 on, the MD5 in the last 16 of its 34.
    const auto head = stream.bytes_at(start, 42);
    if (head.size() == 42 && head.compare(0, 4, "fLaC") == 0) {
        const auto md5 = std::string_view(head).substr(26);
        if (md5.find_first_not_of('\0') != std::string_view::npos) {
            return key_of(md5, number_at(head, 18, 8, true));
        }
    }
    // Behind the last metadata block; the highest bit of a header marks it.
    constexpr int most_blocks = 1024;
    auto at = start + 4;
    for (int i = 0; i < most_blocks; ++i) {
        const auto header = stream.bytes_at(at, 4);
        if (header.size() < 4) {
            return {};
        }
        at += 4 + static_cast<std::int64_t>(number_at(header, 1, 3, true));
        if ((static_cast<unsigned char>(header[0]) & 0x80) != 0) {
            return key_of(stream, {at, begin_of_trailing_tags(stream)});
        }
    }
    return {};
}

/// A page of Ogg (RFC 3533 section 6).
struct Page {
    std::uint64_t granule = 0;
    Span body;
};

std::optional<Page> page_at(ReadOnlyStream& stream, std::int64_t at) {
    constexpr std::size_t fixed = 27;
    const auto header = stream.bytes_at(at, fixed + 255);
    if (header.size() < fixed || header.compare(0, 4, "OggS") != 0) {
        return std::nullopt;
    }
    const auto segments = static_cast<std::size_t>(number_at(header, 26, 1, false));
    if (header.size() < fixed + segments) {
        return std::nullopt;
    }
    Page page;
    page.granule = number_at(header, 6, 8, false);
    page.body.begin = at + static_cast<std::int64_t>(fixed + segments);
    page.body.end = page.body.begin;
    for (std::size_t i = 0; i < segments; ++i) {
        page.body.end += static_cast<unsigned char>(header[fixed + i]);
    }
    return page;
}

std::uint64_t granule_of_last_page(ReadOnlyStream& stream) {
    // Most pages have 4 to 8 KiB, and none more than 65,307 bytes.
    for (const std::int64_t window : {std::int64_t{16} << 10, std::int64_t{64} << 10}) {
        const auto from = std::max<std::int64_t>(0, stream.size() - window);
        const auto tail = stream.bytes_at(from, static_cast<std::size_t>(stream.size() - from));
        if (const auto last = tail.rfind("OggS"); last != std::string::npos) {
            return number_at(tail, last + 6, 8, false);
        }
    }
    return 0;
}

SoundKey key_of_ogg(ReadOnlyStream& stream) {
    constexpr std::uint64_t no_packet_ends = ~std::uint64_t{0};
    // A cover of 16 MiB in the comments takes 260 pages. Pages may be empty.
    constexpr int most_pages = 4096;
    std::int64_t at = 0;
    int pages = 0;
    auto page = page_at(stream, at);
    while (page && (page->granule == 0 || page->granule == no_packet_ends)) {
        if (++pages == most_pages) {
            return {};
        }
        at = page->body.end;
        page = page_at(stream, at);
    }
    std::string audio;
    while (page && audio.size() < looked_at && ++pages < most_pages) {
        audio +=
            stream.bytes_at(page->body.begin, static_cast<std::size_t>(page->body.end - page->body.begin));
        page = page_at(stream, page->body.end);
    }
    return key_of(std::string_view(audio).substr(0, looked_at), granule_of_last_page(stream));
}

/// The largest chunk of that name among those that follow one another from `at` on: 4 bytes of name, the
/// length in `size_bytes`, the content, padded to an even length.
std::optional<Span> find_chunk(ReadOnlyStream& stream, std::int64_t at, std::string_view name,
                               std::size_t size_bytes, bool big_endian) {
    constexpr int most_chunks = 256;
    const auto header_size = static_cast<std::int64_t>(4 + size_bytes);
    for (int i = 0; i < most_chunks; ++i) {
        const auto header = stream.bytes_at(at, static_cast<std::size_t>(header_size));
        if (static_cast<std::int64_t>(header.size()) < header_size) {
            return std::nullopt;
        }
        const auto told = number_at(header, 4, size_bytes, big_endian);
        const auto room = stream.size() - at - header_size;
        const auto length = static_cast<std::int64_t>(std::min(told, static_cast<std::uint64_t>(room)));
        if (header.compare(0, 4, name) == 0) {
            return Span{at + header_size, at + header_size + length};
        }
        at += header_size + length + (length & 1);
    }
    return std::nullopt;
}

/// The largest "mdat" box (ISO/IEC 14496-12 section 4.2): other boxes move and change with the tags.
std::optional<Span> find_mdat(ReadOnlyStream& stream) {
    constexpr int most_boxes = 256;
    std::optional<Span> largest;
    std::int64_t at = 0;
    for (int i = 0; i < most_boxes; ++i) {
        const auto header = stream.bytes_at(at, 16);
        if (header.size() < 8) {
            break;
        }
        std::uint64_t size = number_at(header, 0, 4, true);
        std::int64_t head = 8;
        if (size == 1 && header.size() == 16) {
            size = number_at(header, 8, 8, true);
            head = 16;
        }
        const auto room = static_cast<std::uint64_t>(stream.size() - at);
        size = size == 0 ? room : std::min(size, room);
        if (size < static_cast<std::uint64_t>(head)) {
            break;
        }
        const Span body{at + head, at + static_cast<std::int64_t>(size)};
        if (header.compare(4, 4, "mdat") == 0 &&
            (!largest || body.end - body.begin > largest->end - largest->begin)) {
            largest = body;
        }
        at = body.end;
    }
    return largest;
}

/// The Data Object of ASF: 16 bytes of its name, 8 of its length, both little-endian; the Header Object,
/// which holds the tags, comes before it. ("Advanced Systems Format Specification" sections 2.1 and 5)
std::optional<Span> find_asf_data(ReadOnlyStream& stream) {
    constexpr auto data_object = "\x36\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"sv;
    constexpr int most_objects = 64;
    // Its own head: 16 + 8 bytes, the file's number, the count of packets and two bytes more.
    constexpr std::int64_t data_head = 50;
    std::int64_t at = 0;
    for (int i = 0; i < most_objects; ++i) {
        const auto header = stream.bytes_at(at, 24);
        if (header.size() < 24) {
            return std::nullopt;
        }
        const auto room = static_cast<std::uint64_t>(stream.size() - at);
        const auto size = static_cast<std::int64_t>(std::min(number_at(header, 16, 8, false), room));
        if (header.compare(0, 16, data_object) == 0) {
            return Span{at + data_head, at + size};
        }
        if (size < 24) {
            return std::nullopt;
        }
        at += size;
    }
    return std::nullopt;
}

std::optional<Span> find_dsd(ReadOnlyStream& stream) {
    if (stream.bytes_at(0, 4) == "FRM8") {
        // 4 bytes of name, 8 of length, 4 of kind.
        return find_chunk(stream, 16, "DSD ", 8, true);
    }
    // "DSD " of 28 bytes, which holds the place of the tag, and "fmt " of 52; a chunk of DSF counts its own
    // head of 12 bytes, too.
    const auto data = find_chunk(stream, 28 + 52, "data", 8, false);
    return data ? std::optional(Span{data->begin, std::max(data->begin, data->end - 12)}) : data;
}

}  // namespace

bool is_monotonous(std::string_view audio) {
    // Real audio, compressed or not, spreads over many values; of encoded silence one takes nearly all.
    constexpr double share = 0.9;
    std::array<std::size_t, 256> counts{};
    for (const char byte : audio) {
        ++counts[static_cast<unsigned char>(byte)];
    }
    return static_cast<double>(*std::max_element(counts.begin(), counts.end())) >
           share * static_cast<double>(audio.size());
}

SoundKey sound_key(ReadOnlyStream& stream, FileType type, std::int64_t first_frame) {
    const auto key_of_found = [&](std::optional<Span> audio) {
        return audio ? key_of(stream, *audio) : SoundKey{};
    };
    switch (type) {
        case FileType::flac:
            return key_of_flac(stream);
        case FileType::ogg:
        case FileType::opus:
            return key_of_ogg(stream);
        case FileType::mp4:
            return key_of_found(find_mdat(stream));
        case FileType::wav:
            return key_of_found(find_chunk(stream, 12, "data", 4, false));
        case FileType::aiff:
            return key_of_found(find_chunk(stream, 12, "SSND", 4, true));
        case FileType::asf:
            return key_of_found(find_asf_data(stream));
        case FileType::dsd:
            return key_of_found(find_dsd(stream));
        case FileType::mpeg:
            return key_of(stream, {first_frame, begin_of_trailing_tags(stream)});
        case FileType::adts:
        case FileType::wavpack:
        case FileType::musepack:
        case FileType::monkeys:
        case FileType::tta:
            return key_of(stream, {end_of_leading_tags(stream), begin_of_trailing_tags(stream)});
        case FileType::mod:
        case FileType::xm:
        case FileType::it:
        case FileType::s3m:
            return key_of(stream, {0, stream.size()});
    }
    return {};
}

}  // namespace refrain
