// Music files made by code: a sine in a WAV with the title and artist a RIFF INFO chunk holds.
// Pure but for the file.
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>

namespace refrain::app {

namespace riff {
inline std::string little(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>((value >> (8 * i)) & 0xFF);
    }
    return text;
}
inline std::string chunk(const std::string& id, const std::string& content) {
    const std::string padded = content.size() % 2 == 0 ? content : content + '\0';
    return id + little(static_cast<std::uint32_t>(content.size()), 4) + padded;
}
}  // namespace riff

struct Sound {
    std::string title, artist, album, genre;
    double seconds = 1.0;
    double pitch_hz = 440.0;
};

inline void write_wav(const std::filesystem::path& file, const Sound& sound) {
    constexpr std::uint32_t rate = 8000;
    std::string samples;
    const auto count = static_cast<int>(sound.seconds * rate);
    for (int i = 0; i < count; ++i) {
        const double value = std::sin(2.0 * std::numbers::pi * sound.pitch_hz * i / rate);
        samples += riff::little(static_cast<std::uint32_t>(static_cast<std::int16_t>(value * 8000.0)), 2);
    }
    // PCM, one channel, 16 bits.
    const std::string format = riff::little(1, 2) + riff::little(1, 2) + riff::little(rate, 4) +
                               riff::little(rate * 2, 4) + riff::little(2, 2) + riff::little(16, 2);
    const auto text = [](const std::string& value) { return value + '\0'; };
    const std::string info = "INFO" + riff::chunk("INAM", text(sound.title)) +
                             riff::chunk("IART", text(sound.artist)) +
                             riff::chunk("IPRD", text(sound.album)) + riff::chunk("IGNR", text(sound.genre));
    const std::string body =
        "WAVE" + riff::chunk("fmt ", format) + riff::chunk("LIST", info) + riff::chunk("data", samples);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary)
        << "RIFF" << riff::little(static_cast<std::uint32_t>(body.size()), 4) << body;
}

}  // namespace refrain::app
