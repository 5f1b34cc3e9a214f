// Files of music that a test makes itself: a signal by formula, and writers for what no Debian program writes
// (DSD, modules, silence as Monkey's Audio). The rest is made by ffmpeg, lame, mpcenc and wavpack.
// Any thread; throws when a file cannot be made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace refrain::testing_audio {

/// Interleaved stereo, -1..1: a gliding tone and soft noise, different on both sides; no two places are
/// alike.
std::vector<float> music(std::int64_t frames, int sample_rate);

/// 16, 24 or 32 bits (integers), or -32 for floats.
std::string write_pcm(const std::filesystem::path& path, const std::vector<float>& samples, int sample_rate,
                      int bits);

/// Runs a program and waits; `arguments` as they are.
void run_program(const std::vector<std::string>& arguments);

/// A sine of `hertz` at `amplitude` on both sides, as DSD64, 2,822,400 bits a second.
std::string write_dsf(const std::filesystem::path& path, double hertz, double amplitude, double seconds);
std::string write_dff(const std::filesystem::path& path, double hertz, double amplitude, double seconds);

/// One note, held for 64 rows of 0.12 s; a loop of 32 samples, so that its pitch is known (see the test).
std::string write_mod(const std::filesystem::path& path);
std::string write_xm(const std::filesystem::path& path);
std::string write_it(const std::filesystem::path& path);
std::string write_s3m(const std::filesystem::path& path);

/// Puts iTunes' note on the encoder's delay into a file that has no tags: an MP4 file that ends with its
/// "moov", or any MP3 file.
void add_itunes_note_to_mp4(const std::filesystem::path& path, std::int64_t delay, std::int64_t frames);
void add_itunes_note_to_mp3(const std::filesystem::path& path, std::int64_t delay, std::int64_t frames);

/// Silence: Monkey's Audio says of such a frame that it is silent, so that no coder is needed.
std::string write_silent_ape(const std::filesystem::path& path, std::uint32_t frames,
                             std::uint32_t sample_rate);

}  // namespace refrain::testing_audio
