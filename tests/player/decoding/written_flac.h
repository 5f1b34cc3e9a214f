// A FLAC file put together frame by frame: 8 bits, one channel, 8,000 samples a second, 4096 in each frame,
// no table of seek points; the first half silent and coded as such, in 11 to 13 bytes a frame, the second
// half not packed at all. So nothing but the frames tells where a moment lies. Source: RFC 9639, 8 and 9.
// Pure; any thread.
#pragma once

#include "tests/player/decoding/byte_writer.h"

#include <cstdint>
#include <string>

namespace refrain::testing_audio {

constexpr std::uint64_t written_flac_rate = 8000, written_flac_block = 4096;

/// What lies at this place of the second half.
inline std::int8_t written_flac_sample(std::uint64_t place) {
    return static_cast<std::int8_t>((place * 2'654'435'761U >> 13U) & 0xFFU);
}

inline std::uint32_t checksum_of(const std::string& bytes, unsigned width, std::uint32_t polynomial) {
    std::uint32_t sum = 0;
    for (const char c : bytes) {
        sum ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << (width - 8);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> (width - 1)) & 1U ? (sum << 1U) ^ polynomial : sum << 1U;
        }
        sum &= (1U << width) - 1;
    }
    return sum;
}

/// `frames`: at most 65,535.
inline std::string written_flac(std::uint64_t frames) {
    ByteWriter file;
    file.text("fLaC").big(0x80, 1).big(34, 3).big(written_flac_block, 2).big(written_flac_block, 2);
    // Sizes unknown; 20 bits rate, 3 bits channels - 1, 5 bits depth - 1, 36 bits samples; no sum of the
    // sound.
    file.big(0, 6)
        .big(written_flac_rate << 44U | 7ULL << 36U | frames * written_flac_block, 8)
        .padded("", 16);
    for (std::uint64_t i = 0; i < frames; ++i) {
        ByteWriter header;
        header.big(0xFFF8, 2).big(0xC4, 1).big(0x02, 1);
        if (i < 0x80) {
            header.big(i, 1);
        } else if (i < 0x800) {
            header.big(0xC0 | i >> 6U, 1).big(0x80 | (i & 0x3FU), 1);
        } else {
            header.big(0xE0 | i >> 12U, 1).big(0x80 | (i >> 6U & 0x3FU), 1).big(0x80 | (i & 0x3FU), 1);
        }
        ByteWriter frame;
        frame.append(header).big(checksum_of(header.bytes(), 8, 0x107), 1);
        if (i < frames / 2) {
            frame.big(0x00, 1).big(0, 1);
        } else {
            frame.big(0x02, 1);
            for (std::uint64_t k = 0; k < written_flac_block; ++k) {
                frame.big(static_cast<std::uint8_t>(written_flac_sample(i * written_flac_block + k)), 1);
            }
        }
        file.append(frame).big(checksum_of(frame.bytes(), 16, 0x18005), 2);
    }
    return file.bytes();
}

}  // namespace refrain::testing_audio
