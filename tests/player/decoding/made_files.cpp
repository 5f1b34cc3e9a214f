#include "tests/player/decoding/made_files.h"

#include "tests/player/decoding/byte_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>

extern char** environ;

namespace refrain::testing_audio {
namespace fs = std::filesystem;
namespace {

constexpr double tau = 2.0 * std::numbers::pi;

/// One period of a sine in 32 signed bytes.
std::array<std::int8_t, 32> wave() {
    std::array<std::int8_t, 32> samples{};
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] =
            static_cast<std::int8_t>(std::lround(100.0 * std::sin(tau * static_cast<double>(i) / 32.0)));
    }
    return samples;
}

/// A sine as bits, by a second-order delta-sigma modulator; most significant bit first.
std::vector<std::uint8_t> dsd_sine(double hertz, double amplitude, std::size_t bytes) {
    constexpr double rate = 2'822'400.0;
    std::vector<std::uint8_t> out(bytes);
    double first = 0.0, second = 0.0;
    for (std::size_t i = 0; i < bytes * 8; ++i) {
        const double bit = second >= 0.0 ? 1.0 : -1.0;
        first += amplitude * std::sin(tau * hertz * static_cast<double>(i) / rate) - bit;
        second += first - bit;
        if (bit > 0.0) {
            out[i / 8] = static_cast<std::uint8_t>(out[i / 8] | (0x80U >> (i % 8)));
        }
    }
    return out;
}

std::uint8_t reversed(std::uint8_t byte) {
    std::uint8_t out = 0;
    for (unsigned i = 0; i < 8; ++i) {
        out = static_cast<std::uint8_t>(out | (((byte >> i) & 1U) << (7U - i)));
    }
    return out;
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string itunes_note(std::int64_t delay, std::int64_t frames) {
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), " 00000000 %08X 00000400 %016llX 00000000 00000000",
                  static_cast<unsigned>(delay), static_cast<unsigned long long>(frames));
    return text.data();
}

ByteWriter box(std::string_view kind, const ByteWriter& body) {
    ByteWriter whole;
    return whole.big(8 + body.size(), 4).text(kind).append(body);
}

}  // namespace

void add_itunes_note_to_mp4(const fs::path& path, std::int64_t delay, std::int64_t frames) {
    std::string bytes = read_file(path);
    const std::size_t moov = bytes.rfind("moov") - 4;
    if (const std::size_t tags = bytes.find("udta", moov); tags != std::string::npos) {
        bytes.replace(tags, 4, "free");
    }
    ByteWriter item;
    item.append(box("mean", ByteWriter().big(0, 4).text("com.apple.iTunes")));
    item.append(box("name", ByteWriter().big(0, 4).text("iTunSMPB")));
    item.append(box("data", ByteWriter().big(1, 4).big(0, 4).text(itunes_note(delay, frames))));
    const ByteWriter list = box("ilst", box("----", item));
    const ByteWriter data = box("udta", box("meta", ByteWriter().big(0, 4).append(list)));
    bytes.replace(moov, 4, ByteWriter().big(bytes.size() - moov + data.size(), 4).bytes());
    ByteWriter().text(bytes).append(data).write(path);
}

void add_itunes_note_to_mp3(const fs::path& path, std::int64_t delay, std::int64_t frames) {
    ByteWriter comment;
    comment.big(0, 1).text("eng").text("iTunSMPB").big(0, 1).text(itunes_note(delay, frames));
    ByteWriter frame;
    frame.text("COMM").big(comment.size(), 4).big(0, 2).append(comment);
    // Seven bits a byte.
    const std::size_t size = frame.size();
    ByteWriter tag;
    tag.text("ID3").big(3, 1).big(0, 2).big(size / 128 * 256 + size % 128, 4).append(frame);
    tag.text(read_file(path)).write(path);
}

std::vector<float> music(std::int64_t frames, int sample_rate) {
    std::minstd_rand random(5);
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);
    std::vector<float> samples;
    samples.reserve(static_cast<std::size_t>(2 * frames));
    double left = 0.0, right = 0.0;
    for (std::int64_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / sample_rate;
        left = 0.85 * left + 0.15 * uniform(random);
        right = 0.85 * right + 0.15 * uniform(random);
        samples.push_back(
            static_cast<float>(0.2 * std::sin(tau * (300.0 * t + 40.0 * std::sin(3.1 * t))) + 0.5 * left));
        samples.push_back(static_cast<float>(0.1 * std::sin(tau * 523.0 * t) + 0.5 * right));
    }
    return samples;
}

std::string write_pcm(const fs::path& path, const std::vector<float>& samples, int sample_rate, int bits) {
    const auto bytes = static_cast<std::uint32_t>(std::abs(bits) / 8);
    const auto size = static_cast<std::uint32_t>(samples.size()) * bytes;
    ByteWriter file;
    file.text("RIFF")
        .little(36 + size, 4)
        .text("WAVEfmt ")
        .little(16, 4)
        .little(bits < 0 ? 3 : 1, 2)
        .little(2, 2);
    file.little(static_cast<std::uint32_t>(sample_rate), 4)
        .little(static_cast<std::uint32_t>(sample_rate) * 2 * bytes, 4);
    file.little(2 * bytes, 2).little(8 * bytes, 2).text("data").little(size, 4);
    const double full = std::ldexp(1.0, std::abs(bits) - 1);
    for (const float sample : samples) {
        std::uint32_t value = 0;
        if (bits < 0) {
            std::memcpy(&value, &sample, sizeof(value));
        } else {
            value = static_cast<std::uint32_t>(
                static_cast<std::int32_t>(std::clamp(std::round(sample * full), -full, full - 1.0)));
        }
        file.little(value, bytes);
    }
    return file.write(path);
}

void run_program(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    pid_t child = 0;
    int status = -1;
    const bool started = ::posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ) == 0;
    if (!started || ::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw std::runtime_error("failed: " + arguments[0]);
    }
}

std::string write_dsf(const fs::path& path, double hertz, double amplitude, double seconds) {
    constexpr std::size_t block = 4096;
    const auto bits = static_cast<std::uint64_t>(std::llround(2'822'400.0 * seconds));
    const std::size_t blocks = (bits / 8 + block - 1) / block;
    const auto sound = dsd_sine(hertz, amplitude, blocks * block);
    const std::uint64_t size = 2 * blocks * block;
    ByteWriter file;
    file.text("DSD ").little(28, 8).little(28 + 52 + 12 + size, 8).little(0, 8);
    file.text("fmt ").little(52, 8).little(1, 4).little(0, 4).little(2, 4).little(2, 4).little(2'822'400, 4);
    file.little(1, 4).little(bits, 8).little(block, 4).little(0, 4);
    file.text("data").little(12 + size, 8);
    for (std::size_t i = 0; i < blocks; ++i) {
        for (int channel = 0; channel < 2; ++channel) {
            for (std::size_t k = 0; k < block; ++k) {
                file.little(reversed(sound[i * block + k]), 1);
            }
        }
    }
    return file.write(path);
}

std::string write_dff(const fs::path& path, double hertz, double amplitude, double seconds) {
    const auto bytes = static_cast<std::size_t>(std::llround(2'822'400.0 * seconds)) / 8;
    const auto sound = dsd_sine(hertz, amplitude, bytes);
    ByteWriter properties;
    properties.text("SND ").text("FS  ").big(4, 8).big(2'822'400, 4);
    properties.text("CHNL").big(10, 8).big(2, 2).text("SLFT").text("SRGT");
    properties.text("CMPR").big(20, 8).text("DSD ").big(14, 1).text("not compressed").big(0, 1);
    ByteWriter body;
    body.text("DSD ").text("FVER").big(4, 8).big(0x01050000, 4);
    body.text("PROP").big(properties.size(), 8).append(properties);
    body.text("DSD ").big(2 * bytes, 8);
    for (const std::uint8_t byte : sound) {
        body.big(byte, 1).big(byte, 1);
    }
    ByteWriter file;
    return file.text("FRM8").big(body.size(), 8).append(body).write(path);
}

std::string write_mod(const fs::path& path) {
    ByteWriter file;
    file.padded("one note", 20).padded("wave", 22).big(16, 2).big(0, 1).big(64, 1).big(0, 2).big(16, 2);
    for (int i = 1; i < 31; ++i) {
        file.padded("", 28).big(1, 2);
    }
    file.big(1, 1).big(127, 1).padded("", 128).text("M.K.");
    // Period 428: 7093789.2 / (2 * 428) samples a second on a PAL Amiga.
    file.big(428, 2).big(0x1000, 2).padded("", 64 * 16 - 4);
    for (const std::int8_t sample : wave()) {
        file.big(static_cast<std::uint8_t>(sample), 1);
    }
    return file.write(path);
}

std::string write_xm(const fs::path& path) {
    ByteWriter file;
    file.text("Extended Module: ")
        .padded("one note", 20)
        .little(0x1A, 1)
        .padded("test", 20)
        .little(0x0104, 2);
    file.little(276, 4).little(1, 2).little(0, 2).little(2, 2).little(1, 2).little(1, 2).little(1, 2);
    file.little(6, 2).little(125, 2).padded("", 256);
    // Row 1: C-4 (49) with instrument 1, then nothing.
    file.little(9, 4)
        .little(0, 1)
        .little(64, 2)
        .little(3 + 127, 2)
        .little(0x83, 1)
        .little(49, 1)
        .little(1, 1);
    for (int i = 0; i < 127; ++i) {
        file.little(0x80, 1);
    }
    file.little(263, 4).padded("wave", 22).little(0, 1).little(1, 2).little(40, 4).padded("", 263 - 33);
    file.little(32, 4).little(0, 4).little(32, 4).little(64, 1).little(0, 1).little(1, 1).little(128, 1);
    file.little(0, 1).little(0, 1).padded("wave", 22);
    std::int8_t last = 0;
    for (const std::int8_t sample : wave()) {
        file.little(static_cast<std::uint8_t>(sample - last), 1);
        last = sample;
    }
    return file.write(path);
}

std::string write_it(const fs::path& path) {
    constexpr std::uint32_t header = 192 + 2 + 4 + 4, sample = 80, pattern = 8 + 5 + 63 + 1;
    ByteWriter file;
    file.text("IMPM")
        .padded("one note", 26)
        .little(0x1004, 2)
        .little(2, 2)
        .little(0, 2)
        .little(1, 2)
        .little(1, 2);
    file.little(0x0214, 2)
        .little(0x0200, 2)
        .little(1 | 8, 2)
        .little(0, 2)
        .little(128, 1)
        .little(48, 1)
        .little(6, 1);
    file.little(125, 1).little(128, 1).little(0, 1).little(0, 2).little(0, 4).little(0, 4);
    for (int i = 0; i < 64; ++i) {
        file.little(32, 1);
    }
    for (int i = 0; i < 64; ++i) {
        file.little(64, 1);
    }
    file.little(0, 1).little(255, 1).little(header, 4).little(header + sample, 4);
    file.text("IMPS").padded("wave.raw", 12).little(0, 1).little(64, 1).little(1 | 16, 1).little(64, 1);
    file.padded("wave", 26)
        .little(1, 1)
        .little(0, 1)
        .little(32, 4)
        .little(0, 4)
        .little(32, 4)
        .little(8363, 4);
    file.little(0, 4).little(0, 4).little(header + sample + pattern, 4).little(0, 4);
    // Channel 1 with its mask: note and instrument; C-5 (60) sounds at the sample's rate.
    file.little(pattern - 8, 2)
        .little(64, 2)
        .little(0, 4)
        .little(0x81, 1)
        .little(3, 1)
        .little(60, 1)
        .little(1, 1);
    file.padded("", 64 + 1);
    for (const std::int8_t value : wave()) {
        file.little(static_cast<std::uint8_t>(value), 1);
    }
    return file.write(path);
}

std::string write_s3m(const fs::path& path) {
    ByteWriter file;
    file.padded("one note", 28)
        .little(0x1A, 1)
        .little(16, 1)
        .little(0, 2)
        .little(2, 2)
        .little(1, 2)
        .little(1, 2);
    file.little(0, 2).little(0x1300, 2).little(2, 2).text("SCRM").little(64, 1).little(6, 1).little(125, 1);
    file.little(0xB0, 1).little(0, 1).little(0, 1).padded("", 10);
    file.little(0, 1);
    for (int i = 1; i < 32; ++i) {
        file.little(255, 1);
    }
    // Places in units of 16 bytes.
    constexpr std::uint32_t instrument = 7, pattern = 12, data = 18;
    file.little(0, 1).little(255, 1).little(instrument, 2).little(pattern, 2).pad_to(instrument * 16);
    file.little(1, 1)
        .padded("wave.raw", 12)
        .little(0, 1)
        .little(data, 2)
        .little(32, 4)
        .little(0, 4)
        .little(32, 4);
    file.little(64, 1).little(0, 1).little(0, 1).little(1, 1).little(8363, 4).padded("", 12).padded("wave",
                                                                                                    28);
    file.text("SCRS").pad_to(pattern * 16);
    // Channel 0: note C-4 (0x40) with instrument 1; a zero ends each row.
    file.little(2 + 3 + 64, 2).little(0x20, 1).little(0x40, 1).little(1, 1).padded("", 64).pad_to(data * 16);
    for (const std::int8_t sample : wave()) {
        file.little(static_cast<std::uint8_t>(sample + 128), 1);
    }
    return file.write(path);
}

std::string write_silent_ape(const fs::path& path, std::uint32_t frames, std::uint32_t sample_rate) {
    constexpr std::uint32_t per_frame = 73'728, descriptor = 52, header = 24, silent_frame = 16;
    const std::uint32_t count = (frames + per_frame - 1) / per_frame;
    ByteWriter file;
    file.text("MAC ")
        .little(3990, 2)
        .little(0, 2)
        .little(descriptor, 4)
        .little(header, 4)
        .little(4 * count, 4);
    file.little(0, 4).little(silent_frame * count, 4).little(0, 4).little(0, 4).padded("", 16);
    // Compression "fast"; the WAV header is to be made up.
    file.little(1000, 2)
        .little(32, 2)
        .little(per_frame, 4)
        .little(frames - (count - 1) * per_frame, 4)
        .little(count, 4);
    file.little(16, 2).little(2, 2).little(sample_rate, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
        file.little(descriptor + header + 4 * count + silent_frame * i, 4);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        // Words are stored the other way round: a checksum whose top bit says that flags follow, both sides
        // silent, and an empty coder.
        file.little(0x80000000U, 4).little(3, 4).little(0, 4).little(0, 4);
    }
    return file.write(path);
}

}  // namespace refrain::testing_audio
