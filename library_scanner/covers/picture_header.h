// What a picture claims to be, read from its bytes before any decoder sees them: a few hundred bytes can
// claim pixels for gigabytes, or scans that keep a decoder busy for minutes. Covers come out of other
// people's files. Pure, any thread. What can fail: bytes that are no picture of a known format, or whose
// header contradicts itself; then there is no header, and nothing is decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace refrain {

/// Bitmaps alone: a drawing in SVG can name other files and addresses, and is never a cover.
enum class PictureFormat : std::uint8_t { jpeg, png, webp, gif, bmp };

/// By the first bytes: what tags and file names say is often wrong.
std::optional<PictureFormat> picture_format(std::string_view bytes);

/// "image/jpeg" and so on.
std::string_view mime_type(PictureFormat format);

struct PictureHeader {
    PictureFormat format = PictureFormat::jpeg;
    /// Pixels, at least 1. Of an animation: the canvas.
    std::uint32_t width = 0, height = 0;
    /// Memory that a pixel takes at full size, with what is held beside it on the way; bytes, 4 to 12.
    std::uint32_t bytes_per_pixel = 4;
    /// Of a JPEG that comes in several scans, else 0: all its coefficients are held until the last scan.
    /// Bytes.
    std::uint64_t coefficient_bytes = 0;
    /// How often a decoder goes over the whole picture, at least 1.
    std::uint32_t scans = 1;
};

std::optional<PictureHeader> read_picture_header(std::string_view bytes);

/// The most that decoding one picture may take. Room for the largest covers there are: a progressive JPEG of
/// 4,000 x 4,000 whose colours are not halved takes 107 MiB (92 of coefficients, 15 of pixels at half the
/// size), a PNG of 5,000 x 5,000 95 MiB.
inline constexpr std::uint64_t most_decoded_bytes = std::uint64_t{112} << 20;
/// Time has a bound too: a JPEG is decoded smaller than it is, but each of its blocks is read.
inline constexpr std::uint64_t most_picture_pixels = 64'000'000;
/// Pixels times scans: encoders write about ten scans, and so 22 million pixels of them are allowed.
inline constexpr std::uint64_t most_scanned_pixels = 320'000'000;
inline constexpr std::uint32_t most_scans = 64;

/// By how much a decoder divides a picture that is shown in a square of `edge` pixels: a JPEG by 2, 4 or 8,
/// the others not at all.
std::uint32_t decoding_divisor(const PictureHeader& header, std::uint32_t edge);

/// Memory that decoding takes, bytes. Saturates instead of overflowing.
std::uint64_t decoding_bytes(const PictureHeader& header, std::uint32_t edge);

bool is_safe_to_decode(const PictureHeader& header, std::uint32_t edge);

}  // namespace refrain
