#include "library_scanner/tags/audio_check.h"

#include "library_scanner/tags/mpeg_frames.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace refrain {
namespace {

Error cut_short(const ReadOnlyStream& stream) {
    return {ErrorCode::malformed, "is cut short: less than half of its audio is there", stream.name()};
}

bool too_little(std::int64_t there, std::int64_t promised) {
    return static_cast<double>(there) < least_share * static_cast<double>(promised);
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

/// Behind ID3v2 tags; some files have two, one per tagging program.
std::int64_t end_of_leading_tags(ReadOnlyStream& stream) {
    std::int64_t at = 0;
    while (const auto length = id3v2_length(stream.bytes_at(at, 10))) {
        at += length;
    }
    return at;
}

std::optional<std::int64_t> find_first_frame(ReadOnlyStream& stream, FrameParser parse) {
    const auto start = end_of_leading_tags(stream);
    constexpr int confirming_frames = 3;
    // Nearly always the frames begin right here; only rubbish or padding makes the second look necessary.
    for (const std::size_t window : {std::size_t{8} << 10, std::size_t{512} << 10}) {
        const auto bytes = stream.bytes_at(start, window);
        const bool to_the_end = start + static_cast<std::int64_t>(bytes.size()) >= stream.size();
        if (const auto found = find_frames(bytes, parse, confirming_frames, to_the_end)) {
            return start + *found;
        }
        if (to_the_end) {
            break;
        }
    }
    return std::nullopt;
}

/// CRC-8 of FLAC frame headers: polynomial x^8 + x^2 + x + 1, start value 0.
unsigned crc8(std::string_view bytes) {
    unsigned crc = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        crc ^= byte_at(bytes, i);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 0x80) != 0 ? (crc << 1 ^ 0x07) & 0xff : crc << 1;
        }
    }
    return crc;
}

/// The frame or sample number of the FLAC frame header at the start of `bytes`, if it is one.
std::optional<std::int64_t> flac_frame_number(std::string_view bytes) {
    constexpr std::size_t longest_header = 16;
    if (bytes.size() < longest_header || byte_at(bytes, 0) != 0xff || (byte_at(bytes, 1) & 0xfe) != 0xf8) {
        return std::nullopt;
    }
    const unsigned block_size_code = byte_at(bytes, 2) >> 4;
    const unsigned rate_code = byte_at(bytes, 2) & 15;
    const unsigned channel_code = byte_at(bytes, 3) >> 4;
    if (block_size_code == 0 || rate_code == 15 || channel_code > 10 || (byte_at(bytes, 3) & 1) != 0) {
        return std::nullopt;
    }
    // The number is written like UTF-8, with up to seven bytes.
    const unsigned lead = byte_at(bytes, 4);
    std::size_t at = 5;
    std::int64_t number = lead;
    if (lead >= 0x80) {
        std::size_t more = 0;
        while (more < 7 && (lead & 0x40u >> more) != 0) {
            ++more;
        }
        if (more == 0 || more > 6) {
            return std::nullopt;
        }
        number = lead & 0x3fu >> more;
        for (; more > 0; --more, ++at) {
            if ((byte_at(bytes, at) & 0xc0) != 0x80) {
                return std::nullopt;
            }
            number = number << 6 | (byte_at(bytes, at) & 0x3f);
        }
    }
    at += block_size_code == 6 ? 1 : block_size_code == 7 ? 2 : 0;
    at += rate_code == 12 ? 1 : rate_code == 13 || rate_code == 14 ? 2 : 0;
    return crc8(bytes.substr(0, at)) == byte_at(bytes, at) ? std::optional(number) : std::nullopt;
}

/// The furthest sample at which a frame in `bytes` starts; -1 when there is no frame. Chance can make a frame
/// header out of audio, so a number beyond the end is not believed, and the largest one counts: a false one
/// can only keep a file in.
std::int64_t furthest_frame(std::string_view bytes, std::int64_t block_size, std::int64_t promised) {
    std::int64_t furthest = -1;
    for (auto at = bytes.find('\xff'); at != std::string_view::npos; at = bytes.find('\xff', at + 1)) {
        if (const auto number = flac_frame_number(bytes.substr(at))) {
            const bool counts_samples = (byte_at(bytes, at + 1) & 1) != 0;
            const auto sample = counts_samples ? *number : *number * block_size;
            if (sample < promised) {
                furthest = std::max(furthest, sample);
            }
        }
    }
    return furthest;
}

/// Samples up to the end of the last frame found in the last `window` bytes; 0 when there is none.
std::int64_t flac_samples_in_tail(ReadOnlyStream& stream, std::int64_t window, std::int64_t promised) {
    const auto start = end_of_leading_tags(stream);
    // "fLaC", the header of the first block, then the smallest and the largest block size.
    const auto header = stream.bytes_at(start, 12);
    if (header.size() < 12) {
        return 0;
    }
    const auto block_size = static_cast<std::int64_t>(byte_at(header, 8) << 8 | byte_at(header, 9));
    const auto from = std::max(start, stream.size() - window);
    const auto tail = stream.bytes_at(from, static_cast<std::size_t>(stream.size() - from));
    const auto furthest = furthest_frame(tail, block_size, promised);
    return furthest < 0 ? 0 : furthest + block_size;
}

}  // namespace

std::optional<std::int64_t> first_mpeg_frame(ReadOnlyStream& stream) {
    return find_first_frame(stream, parse_mpeg_frame);
}

std::optional<AdtsLength> measure_adts(ReadOnlyStream& stream) {
    const auto first = find_first_frame(stream, parse_adts_frame);
    if (!first) {
        return std::nullopt;
    }
    AdtsLength length;
    length.first_frame = *first;
    length.end = *first;
    while (const auto frame = parse_adts_frame(stream.bytes_at(length.end, 7))) {
        length.sample_rate = frame->sample_rate;
        length.channels = frame->channels;
        length.samples += frame->samples;
        length.end += frame->length;
    }
    return length;
}

Status check_mpeg(ReadOnlyStream& stream, std::int64_t first_frame, std::int64_t promised_bytes) {
    if (promised_bytes > 0) {
        return too_little(stream.size() - first_frame, promised_bytes) ? Status(cut_short(stream)) : Done{};
    }
    std::int64_t samples = 0;
    auto at = first_frame;
    while (const auto frame = parse_mpeg_frame(stream.bytes_at(at, 4))) {
        samples += frame->samples;
        at += frame->length;
        if (samples > frame->sample_rate) {
            return Done{};
        }
    }
    return at > stream.size() ? Status(cut_short(stream)) : Done{};
}

Status check_flac(ReadOnlyStream& stream, std::int64_t promised_samples) {
    if (promised_samples <= 0) {
        return Done{};
    }
    // A frame of CD quality takes 10 KiB or so.
    for (const std::int64_t window :
         {std::int64_t{16} << 10, std::int64_t{64} << 10, std::int64_t{2} << 20}) {
        if (!too_little(flac_samples_in_tail(stream, window, promised_samples), promised_samples)) {
            return Done{};
        }
    }
    return cut_short(stream);
}

Status check_share(const ReadOnlyStream& stream, std::int64_t there, std::int64_t promised) {
    return too_little(there, promised) ? Status(cut_short(stream)) : Done{};
}

std::int64_t flac_samples(ReadOnlyStream& stream) {
    // A false frame number is not caught by a length here; this many hours of music are.
    constexpr std::int64_t longest = std::int64_t{100} * 3600 * 48000;
    return flac_samples_in_tail(stream, std::int64_t{64} << 10, longest);
}

std::int64_t ogg_samples(ReadOnlyStream& stream) {
    // A page has at most 65,307 bytes.
    constexpr std::int64_t window = std::int64_t{128} << 10;
    const auto from = std::max(std::int64_t{0}, stream.size() - window);
    const auto tail = stream.bytes_at(from, static_cast<std::size_t>(stream.size() - from));
    const auto page = tail.rfind("OggS");
    if (page == std::string::npos || tail.size() < page + 14) {
        return 0;
    }
    std::uint64_t samples = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        samples |= std::uint64_t{byte_at(tail, page + 6 + i)} << (8 * i);
    }
    // All ones: no packet ends on this page.
    return samples >> 48 != 0 ? 0 : static_cast<std::int64_t>(samples);
}

Status check_mp4(ReadOnlyStream& stream) {
    constexpr int most_boxes = 64;  // at the top level a file has a handful
    std::int64_t at = 0;
    for (int i = 0; i < most_boxes && at + 8 <= stream.size(); ++i) {
        const auto header = stream.bytes_at(at, 16);
        if (header.size() < 8) {
            break;
        }
        const auto number = [&](std::size_t from, std::size_t to) {
            std::int64_t value = 0;
            for (auto k = from; k < to; ++k) {
                value = value << 8 | byte_at(header, k);
            }
            return value;
        };
        auto size = number(0, 4);
        if (size == 1 && header.size() == 16) {
            size = number(8, 16);
        }
        // 0: the box goes on to the end of the file, wherever that is.
        if (size < 8) {
            break;
        }
        if (header.compare(4, 4, "mdat") == 0 && too_little(stream.size() - at, size)) {
            return cut_short(stream);
        }
        if (size > stream.size() - at) {
            break;
        }
        at += size;
    }
    return Done{};
}

}  // namespace refrain
