// Makes the audio files the tests play: samples by formula, WAV by hand, the rest by GStreamer's encoders.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace refrain::testing_audio {

inline constexpr int rate = 44100;

/// Interleaved 16-bit stereo.
using Samples = std::vector<std::int16_t>;

/// A sine in the left channel and its negative in the right; `first` is the index of the first frame, so that
/// pieces of one sine can be cut.
Samples sine(double hertz, double amplitude, std::int64_t first, std::int64_t frames);
/// Noise that no coder makes small; the same every time.
Samples noise(std::int64_t frames);
/// The same two values in every frame: `right / left` names the track, whatever its gain.
Samples constant(double left, double right, std::int64_t frames);

/// Writes a WAV file and returns its path.
std::string write_wav(const std::filesystem::path& path, const Samples& samples, int sample_rate = rate);
/// Encodes the WAV file `wav` by a GStreamer chain such as "flacenc" or "vorbisenc ! oggmux".
std::string encode(const std::string& wav, const std::filesystem::path& path, const std::string& chain);
std::string write_text(const std::filesystem::path& path, const std::string& bytes);

}  // namespace refrain::testing_audio
