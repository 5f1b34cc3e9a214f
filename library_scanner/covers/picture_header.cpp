#include "library_scanner/covers/picture_header.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <vector>

namespace refrain {
namespace {

using namespace std::string_view_literals;

/// Bytes that may end too soon. Reading behind the end gives zeros; is_there() tells.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    std::size_t size() const { return bytes_.size(); }
    bool is_there(std::size_t at, std::size_t size) const {
        return at <= bytes_.size() && size <= bytes_.size() - at;
    }
    bool has(std::size_t at, std::string_view text) const {
        return is_there(at, text.size()) && bytes_.substr(at, text.size()) == text;
    }
    std::uint32_t big(std::size_t at, std::size_t count) const {
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            number = number << 8 | byte(at + i);
        }
        return number;
    }
    std::uint32_t little(std::size_t at, std::size_t count) const {
        std::uint32_t number = 0;
        for (std::size_t i = count; i-- > 0;) {
            number = number << 8 | byte(at + i);
        }
        return number;
    }
    std::uint8_t byte(std::size_t at) const {
        return at < bytes_.size() ? static_cast<std::uint8_t>(bytes_[at]) : std::uint8_t{0};
    }
    std::size_t find(char byte, std::size_t from) const { return bytes_.find(byte, from); }

  private:
    std::string_view bytes_;
};

std::uint64_t divided(std::uint64_t size, std::uint64_t by) {
    return (size + by - 1) / by;
}

std::optional<PictureHeader> complete(PictureHeader header) {
    if (header.width == 0 || header.height == 0) {
        return std::nullopt;
    }
    return header;
}

// ---- JPEG: ITU-T T.81, annex B

/// A start of frame that libjpeg decodes: baseline, extended, progressive, and the last two in arithmetic
/// code.
bool is_frame(std::uint8_t marker) {
    return marker == 0xc0 || marker == 0xc1 || marker == 0xc2 || marker == 0xc9 || marker == 0xca;
}

/// The frames that are not decoded; 0xc4, 0xc8 and 0xcc lie among them and are none.
bool is_other_frame(std::uint8_t marker) {
    return marker >= 0xc3 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc &&
           !is_frame(marker);
}

bool stands_alone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

class JpegWalk {
  public:
    explicit JpegWalk(std::string_view bytes) : bytes_(bytes) {}

    std::optional<PictureHeader> header() {
        std::size_t at = 2;
        while (const auto marker = next_marker(at)) {
            if (*marker == end_of_image) {
                break;
            }
            if (stands_alone(*marker)) {
                continue;
            }
            const std::size_t length = bytes_.big(at, 2);
            if (length < 2 || !bytes_.is_there(at, length)) {
                break;
            }
            if (is_other_frame(*marker) || (is_frame(*marker) && !take_frame(*marker, at, length)) ||
                (*marker == start_of_scan && !take_scan(at))) {
                return std::nullopt;
            }
            at += length;
        }
        // One that was cut off is shown as far as it goes.
        return scans_ > 0 ? complete(header_) : std::nullopt;
    }

  private:
    static constexpr std::uint8_t end_of_image = 0xd9, start_of_scan = 0xda;

    /// Leaves `at` behind the marker. What lies before it is coded data or rubbish, which decoders skip too.
    std::optional<std::uint8_t> next_marker(std::size_t& at) const {
        for (;;) {
            at = bytes_.find('\xff', at);
            if (at == std::string_view::npos) {
                return std::nullopt;
            }
            while (bytes_.byte(at) == 0xff) {
                ++at;
            }
            const auto marker = bytes_.byte(at++);
            if (at > bytes_.size()) {
                return std::nullopt;
            }
            if (marker != 0) {
                return marker;
            }
        }
    }

    bool take_frame(std::uint8_t marker, std::size_t at, std::size_t length) {
        const std::size_t count = bytes_.byte(at + 7);
        // 12 bits a sample are another library's. A second frame is an error to decoders.
        if (components_ != 0 || bytes_.byte(at + 2) != 8 || (count != 1 && count != 3 && count != 4) ||
            length < 8 + 3 * count) {
            return false;
        }
        components_ = count;
        is_progressive_ = marker == 0xc2 || marker == 0xca;
        header_.height = bytes_.big(at + 3, 2);
        header_.width = bytes_.big(at + 5, 2);
        std::uint32_t most_across = 1;
        std::uint32_t most_down = 1;
        for (std::size_t i = 0; i < count; ++i) {
            const auto sampling = bytes_.byte(at + 9 + 3 * i);
            const std::uint32_t across = sampling >> 4;
            const std::uint32_t down = sampling & 15;
            if (across < 1 || across > 4 || down < 1 || down > 4) {
                return false;
            }
            most_across = std::max(most_across, across);
            most_down = std::max(most_down, down);
            blocks_of_unit_ += std::uint64_t{across} * down;
        }
        constexpr std::uint64_t block_bytes = 64 * sizeof(std::int16_t);
        coefficients_ = divided(header_.width, 8ULL * most_across) *
                        divided(header_.height, 8ULL * most_down) * blocks_of_unit_ * block_bytes;
        return true;
    }

    bool take_scan(std::size_t at) {
        if (components_ == 0) {
            return false;
        }
        ++scans_;
        // As libjpeg decides it: by the first scan.
        if (scans_ == 1) {
            in_scans_ = is_progressive_ || bytes_.byte(at + 2) < components_;
            header_.coefficient_bytes = in_scans_ ? coefficients_ : 0;
        }
        header_.scans = in_scans_ ? scans_ : 1;
        return true;
    }

    Bytes bytes_;
    PictureHeader header_{PictureFormat::jpeg, 0, 0, 4, 0, 1};
    std::size_t components_ = 0;
    bool is_progressive_ = false, in_scans_ = false;
    std::uint64_t blocks_of_unit_ = 0, coefficients_ = 0;
    std::uint32_t scans_ = 0;
};

// ---- PNG: ISO/IEC 15948

std::optional<PictureHeader> png_header(const Bytes& bytes) {
    if (!bytes.has(12, "IHDR"sv) || !bytes.is_there(0, 33)) {
        return std::nullopt;
    }
    const auto depth = bytes.byte(24);
    const auto colour = bytes.byte(25);
    constexpr std::uint8_t grey = 0, palette = 3;
    PictureHeader header{PictureFormat::png, bytes.big(16, 4), bytes.big(20, 4), 4, 0, 1};
    // Grey and palettes are held as they are and once more as colours when they are scaled.
    if (depth == 16) {
        header.bytes_per_pixel = colour == grey ? 10 : 8;
    } else if (colour == grey || colour == palette) {
        header.bytes_per_pixel = 5;
    }
    return complete(header);
}

// ---- WebP: RFC 9649

std::optional<PictureHeader> webp_header(const Bytes& bytes) {
    PictureHeader header{PictureFormat::webp, 0, 0, 6, 0, 1};
    // The canvas stands first, the picture behind it: whichever claims more counts.
    const auto claim = [&header](std::uint32_t width, std::uint32_t height, std::uint32_t bytes_per_pixel) {
        header.width = std::max(header.width, width);
        header.height = std::max(header.height, height);
        header.bytes_per_pixel = std::max(header.bytes_per_pixel, bytes_per_pixel);
    };
    constexpr std::size_t chunk_header = 8;
    // A picture's chunk is found after few others; more are not looked at.
    constexpr int most_chunks = 64;
    std::size_t at = 12;
    for (int i = 0; i < most_chunks && bytes.is_there(at, chunk_header); ++i) {
        const std::size_t data = at + chunk_header;
        const std::size_t length = bytes.little(at + 4, 4);
        if (bytes.has(at, "VP8X"sv)) {
            constexpr std::uint8_t animated = 2;
            claim(bytes.little(data + 4, 3) + 1, bytes.little(data + 7, 3) + 1,
                  (bytes.byte(data) & animated) != 0 ? 12 : 6);
        } else if (bytes.has(at, "VP8 "sv) && bytes.has(data + 3, "\x9d\x01\x2a"sv)) {
            claim(bytes.little(data + 6, 2) & 0x3fff, bytes.little(data + 8, 2) & 0x3fff, 6);
            return complete(header);
        } else if (bytes.has(at, "VP8L"sv) && bytes.byte(data) == 0x2f) {
            const auto packed = bytes.little(data + 1, 4);
            claim((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1, 8);
            return complete(header);
        } else if (bytes.has(at, "ANMF"sv)) {
            claim(bytes.little(data + 6, 3) + 1, bytes.little(data + 9, 3) + 1, 12);
            return complete(header);
        }
        at = data + length + (length & 1);
    }
    return std::nullopt;
}

// ---- GIF: GIF89a

std::optional<PictureHeader> gif_header(const Bytes& bytes) {
    if (!bytes.is_there(0, 13)) {
        return std::nullopt;
    }
    // What lay under a frame is held beside it.
    return complete({PictureFormat::gif, bytes.little(6, 2), bytes.little(8, 2), 8, 0, 1});
}

// ---- BMP

std::optional<PictureHeader> bmp_header(const Bytes& bytes) {
    const auto header_size = bytes.little(14, 4);
    if (!bytes.is_there(0, 30) || header_size > 124) {
        return std::nullopt;
    }
    constexpr std::uint32_t oldest = 12;
    if (header_size == oldest) {
        return complete({PictureFormat::bmp, bytes.little(18, 2), bytes.little(20, 2), 5, 0, 1});
    }
    const auto width = static_cast<std::int32_t>(bytes.little(18, 4));
    // Negative: the first row comes first.
    const auto height = std::abs(std::int64_t{static_cast<std::int32_t>(bytes.little(22, 4))});
    if (header_size < oldest || width <= 0) {
        return std::nullopt;
    }
    return complete(
        {PictureFormat::bmp, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), 5, 0, 1});
}

}  // namespace

std::optional<PictureFormat> picture_format(std::string_view bytes) {
    const Bytes head(bytes);
    if (head.has(0, "\xff\xd8\xff"sv)) {
        return PictureFormat::jpeg;
    }
    if (head.has(0, "\x89PNG\r\n\x1a\n"sv)) {
        return PictureFormat::png;
    }
    if (head.has(0, "RIFF"sv) && head.has(8, "WEBP"sv)) {
        return PictureFormat::webp;
    }
    if (head.has(0, "GIF87a"sv) || head.has(0, "GIF89a"sv)) {
        return PictureFormat::gif;
    }
    if (head.has(0, "BM"sv)) {
        return PictureFormat::bmp;
    }
    return std::nullopt;
}

std::string_view mime_type(PictureFormat format) {
    switch (format) {
        case PictureFormat::jpeg:
            return "image/jpeg";
        case PictureFormat::png:
            return "image/png";
        case PictureFormat::webp:
            return "image/webp";
        case PictureFormat::gif:
            return "image/gif";
        case PictureFormat::bmp:
            break;
    }
    return "image/bmp";
}

std::optional<PictureHeader> read_picture_header(std::string_view bytes) {
    const auto format = picture_format(bytes);
    if (!format) {
        return std::nullopt;
    }
    const Bytes all(bytes);
    switch (*format) {
        case PictureFormat::jpeg:
            return JpegWalk(bytes).header();
        case PictureFormat::png:
            return png_header(all);
        case PictureFormat::webp:
            return webp_header(all);
        case PictureFormat::gif:
            return gif_header(all);
        case PictureFormat::bmp:
            break;
    }
    return bmp_header(all);
}

std::uint32_t decoding_divisor(const PictureHeader& header, std::uint32_t edge) {
    const auto shorter = std::min(header.width, header.height);
    if (header.format != PictureFormat::jpeg || edge == 0 || shorter <= edge) {
        return 1;
    }
    constexpr std::uint32_t largest = 8;
    std::uint32_t divisor = 1;
    while (divisor < largest && shorter / edge >= divisor * 2) {
        divisor *= 2;
    }
    return divisor;
}

std::uint64_t decoding_bytes(const PictureHeader& header, std::uint32_t edge) {
    const auto divisor = decoding_divisor(header, edge);
    // Sides are below 2^32: their product fits, what it is multiplied with need not.
    const std::uint64_t pixels = divided(header.width, divisor) * divided(header.height, divisor);
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(pixels, std::uint64_t{header.bytes_per_pixel}, &bytes) ||
        __builtin_add_overflow(bytes, header.coefficient_bytes, &bytes)) {
        return UINT64_MAX;
    }
    return bytes;
}

bool is_safe_to_decode(const PictureHeader& header, std::uint32_t edge) {
    const std::uint64_t pixels = std::uint64_t{header.width} * header.height;
    return pixels <= most_picture_pixels && header.scans <= most_scans &&
           (header.scans == 1 || pixels <= most_scanned_pixels / header.scans) &&
           decoding_bytes(header, edge) <= most_decoded_bytes;
}

}  // namespace refrain
