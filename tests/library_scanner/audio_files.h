// Music files for tests, written by code byte by byte (silence), or encoded by ffmpeg where a real encoder is
// what the test is about. Any thread; throws when a file cannot be made.
#pragma once

#include "tests/library_scanner/test_files.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace refrain::testing {

inline std::string number(std::uint32_t value, int bytes, bool big_endian) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        const int shift = 8 * (big_endian ? bytes - 1 - i : i);
        text += static_cast<char>(value >> shift & 0xff);
    }
    return text;
}

/// 16-bit stereo at 44,100 Hz.
inline std::string silent_wav(double seconds) {
    const auto data = static_cast<std::uint32_t>(seconds * 44100) * 4;
    const auto little = [](std::uint32_t value, int bytes) { return number(value, bytes, false); };
    return "RIFF" + little(36 + data, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) + little(2, 2) +
           little(44100, 4) + little(44100 * 4, 4) + little(4, 2) + little(16, 2) + "data" + little(data, 4) +
           std::string(data, '\0');
}

/// MPEG-1 layer III, 128 kbit/s, 44,100 Hz, joint stereo without content: 417 bytes for 1152 samples.
inline std::string silent_mp3_frame() {
    return std::string("\xff\xfb\x90\x40", 4) + std::string(413, '\0');
}

inline std::string silent_mp3(int frames = 100) {
    std::string bytes;
    for (int i = 0; i < frames; ++i) {
        bytes += silent_mp3_frame();
    }
    return bytes;
}

/// A first frame that says how long the stream is (the Xing header: flags for frames and bytes, then both).
inline std::string xing_frame(std::uint32_t frames, std::uint32_t bytes) {
    auto frame = silent_mp3_frame();
    frame.replace(36, 16, "Xing" + number(3, 4, true) + number(frames, 4, true) + number(bytes, 4, true));
    return frame;
}

/// An ID3v2 tag of frames as they are: text frames start with their encoding (0 Latin-1, 3 UTF-8).
inline std::string id3v2(const std::vector<std::pair<std::string, std::string>>& frames, int version = 4) {
    std::string body;
    for (const auto& [id, content] : frames) {
        const auto size = static_cast<std::uint32_t>(content.size());
        const bool synchsafe = version == 4;
        body += id;
        for (int i = 3; i >= 0; --i) {
            body += static_cast<char>(synchsafe ? size >> (7 * i) & 0x7f : size >> (8 * i) & 0xff);
        }
        body += std::string(2, '\0') + content;
    }
    std::string tag = "ID3";
    tag += static_cast<char>(version);
    tag += std::string(2, '\0');
    for (int i = 3; i >= 0; --i) {
        tag += static_cast<char>(body.size() >> (7 * i) & 0x7f);
    }
    return tag + body;
}

inline std::string utf8_text(std::string_view text) {
    return std::string(1, '\x03').append(text);
}

/// The smallest thing that starts like a JPEG.
inline std::string tiny_jpeg() {
    return std::string("\xff\xd8\xff\xe0\x00\x10JFIF", 10) + std::string(100, 'j') + "\xff\xd9";
}

inline std::string picture_frame(const std::string& picture) {
    return std::string("\x00image/jpeg\x00\x03\x00", 14) + picture;
}

/// A tagged MP3 of about 2.6 seconds.
inline std::string tagged_mp3(std::string_view title, std::string_view artist, std::string_view album = "") {
    return id3v2({{"TIT2", utf8_text(title)}, {"TPE1", utf8_text(artist)}, {"TALB", utf8_text(album)}}) +
           silent_mp3();
}

/// An Opus file with another output gain in its header (1/256 dB), which every decoder applies. The header is
/// the first page, and its checksum is that of Ogg: polynomial 0x04c11db7, start value 0 (RFC 3533 section
/// 6).
inline std::string with_output_gain(std::string bytes, int steps) {
    const auto head = bytes.find("OpusHead");
    bytes.replace(head + 16, 2, number(static_cast<std::uint32_t>(steps), 2, false));
    bytes.replace(22, 4, std::string(4, '\0'));
    const auto page = 27 + 1 + static_cast<std::size_t>(static_cast<unsigned char>(bytes[27]));
    std::uint32_t crc = 0;
    for (std::size_t i = 0; i < page; ++i) {
        crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 24;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 0x80000000u) != 0 ? crc << 1 ^ 0x04c11db7u : crc << 1;
        }
    }
    bytes.replace(22, 4, number(crc, 4, false));
    return bytes;
}

/// Encodes a tone with ffmpeg; the format follows from the name.
inline void encode(const std::filesystem::path& file, double seconds, const std::string& arguments = "") {
    // Opus knows five rates only, and 44,100 is not one of them.
    const auto* rate = file.extension() == ".opus" ? "48000" : "44100";
    const auto command = "ffmpeg -nostdin -loglevel error -y -f lavfi -i sine=frequency=440:duration=" +
                         std::to_string(seconds) + " -ac 2 -ar " + rate + " " + arguments + " '" +
                         file.native() + "'";
    if (std::system(command.c_str()) != 0) {
        throw std::runtime_error("ffmpeg is needed to make " + file.native());
    }
}

}  // namespace refrain::testing
