#include "library_scanner/tags/mpeg_frames.h"

#include <array>
#include <cstddef>

namespace refrain {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

/// kbit/s by [row][index]; rows: MPEG-1 layers I, II, III; MPEG-2 layer I; MPEG-2 layers II and III.
constexpr std::array<std::array<int, 15>, 5> bit_rates{{
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}};

}  // namespace

std::optional<FrameHeader> parse_mpeg_frame(std::string_view bytes) {
    if (bytes.size() < 4 || byte_at(bytes, 0) != 0xff || (byte_at(bytes, 1) & 0xe0) != 0xe0) {
        return std::nullopt;
    }
    const unsigned version = byte_at(bytes, 1) >> 3 & 3;  // 0: MPEG-2.5, 2: MPEG-2, 3: MPEG-1
    const unsigned layer_bits = byte_at(bytes, 1) >> 1 & 3;
    const unsigned bit_rate_index = byte_at(bytes, 2) >> 4;
    const unsigned sample_rate_index = byte_at(bytes, 2) >> 2 & 3;
    if (version == 1 || layer_bits == 0 || bit_rate_index == 0 || bit_rate_index == 15 ||
        sample_rate_index == 3 || (byte_at(bytes, 3) & 3) == 2) {
        return std::nullopt;
    }
    constexpr std::array<std::int32_t, 3> mpeg1_rates{44100, 48000, 32000};
    const unsigned layer = 4 - layer_bits;
    const bool mpeg1 = version == 3;
    const std::size_t row = mpeg1 ? layer - 1 : layer == 1 ? 3 : 4;
    const std::int64_t bits_per_second = std::int64_t{1000} * bit_rates[row][bit_rate_index];

    FrameHeader header;
    header.sample_rate = mpeg1_rates[sample_rate_index] / (mpeg1 ? 1 : version == 2 ? 2 : 4);
    header.samples = layer == 1 ? 384 : layer == 3 && !mpeg1 ? 576 : 1152;
    header.channels = byte_at(bytes, 3) >> 6 == 3 ? 1 : 2;
    // Layer I counts in slots of four bytes.
    const std::int64_t slot = layer == 1 ? 4 : 1;
    const bool padded = (byte_at(bytes, 2) >> 1 & 1) != 0;
    header.length =
        (header.samples / 8 / slot * bits_per_second / header.sample_rate + (padded ? 1 : 0)) * slot;
    return header;
}

std::optional<FrameHeader> parse_adts_frame(std::string_view bytes) {
    if (bytes.size() < 7 || byte_at(bytes, 0) != 0xff || (byte_at(bytes, 1) & 0xf6) != 0xf0) {
        return std::nullopt;
    }
    constexpr std::array<std::int32_t, 13> rates{96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                                 22050, 16000, 12000, 11025, 8000,  7350};
    const unsigned rate_index = byte_at(bytes, 2) >> 2 & 15;
    if (rate_index >= rates.size()) {
        return std::nullopt;
    }
    FrameHeader header;
    header.sample_rate = rates[rate_index];
    header.channels = static_cast<std::int32_t>((byte_at(bytes, 2) & 1) << 2 | byte_at(bytes, 3) >> 6);
    header.samples = static_cast<std::int32_t>(1024 * ((byte_at(bytes, 6) & 3) + 1));
    header.length = (byte_at(bytes, 3) & 3) << 11 | byte_at(bytes, 4) << 3 | byte_at(bytes, 5) >> 5;
    return header.length >= 7 ? std::optional(header) : std::nullopt;
}

std::optional<std::int64_t> find_frames(std::string_view bytes, FrameParser parse, int following,
                                        bool to_the_end) {
    const auto confirmed = [&](std::size_t at) {
        std::optional<FrameHeader> first;
        for (int i = 0; i <= following; ++i) {
            if (at >= bytes.size()) {
                return to_the_end && i > 0;
            }
            const auto header = parse(bytes.substr(at));
            if (!header) {
                // What follows the last frame may be a tag.
                const auto rest = bytes.substr(at);
                return i > 0 && to_the_end && (rest.substr(0, 3) == "TAG" || rest.substr(0, 8) == "APETAGEX");
            }
            if (first && (header->sample_rate != first->sample_rate || header->samples != first->samples)) {
                return false;
            }
            first = first ? first : header;
            at += static_cast<std::size_t>(header->length);
        }
        return true;
    };
    for (auto at = bytes.find('\xff'); at != std::string_view::npos; at = bytes.find('\xff', at + 1)) {
        if (confirmed(at)) {
            return static_cast<std::int64_t>(at);
        }
    }
    return std::nullopt;
}

std::int64_t id3v2_length(std::string_view bytes) {
    if (bytes.size() < 10 || bytes.substr(0, 3) != "ID3") {
        return 0;
    }
    std::int64_t length = 0;
    for (std::size_t i = 6; i < 10; ++i) {
        if (byte_at(bytes, i) > 0x7f) {
            return 0;
        }
        length = length << 7 | byte_at(bytes, i);
    }
    const bool footer = (byte_at(bytes, 5) & 0x10) != 0;
    return length + (footer ? 20 : 10);
}

}  // namespace refrain
