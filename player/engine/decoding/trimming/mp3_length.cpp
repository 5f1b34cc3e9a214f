#include "player/engine/decoding/trimming/mp3_length.h"

#include "player/engine/decoding/trimming/mp3_header.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

namespace refrain {
namespace {

constexpr std::size_t header_bytes = 4;
constexpr std::size_t window_bytes = std::size_t{256} * 1024;

/// A part of the file, read as far ahead as a frame may be long.
class Window {
  public:
    explicit Window(const Bytes& file, std::size_t bytes) : file_(file), bytes_(bytes, '\0') {}

    /// A header of the stream that `like` belongs to.
    std::optional<Mp3Frame> frame_at(std::uint64_t offset, const Mp3Frame& like) {
        if (offset < begin_ || offset + header_bytes > begin_ + got_) {
            begin_ = offset;
            got_ = file_.read(offset, bytes_.data(), bytes_.size());
        }
        const auto frame = parse_mp3_frame(
            std::string_view(bytes_).substr(0, got_).substr(static_cast<std::size_t>(offset - begin_)));
        return frame && frame->rate == like.rate && frame->mpeg1 == like.mpeg1 ? frame : std::nullopt;
    }
    /// The next place from `offset` on where two headers follow each other, before `end`.
    std::optional<std::uint64_t> next(std::uint64_t offset, std::uint64_t end, const Mp3Frame& like) {
        for (; offset + header_bytes <= end; ++offset) {
            const auto frame = frame_at(offset, like);
            if (frame && frame_at(offset + static_cast<std::uint64_t>(frame->length), like)) {
                return offset;
            }
        }
        return std::nullopt;
    }

  private:
    const Bytes& file_;
    std::string bytes_;
    std::uint64_t begin_ = 0;
    std::size_t got_ = 0;
};

/// Frames of one bitrate differ by a byte at most.
bool same_bitrate(const Mp3Frame& a, const Mp3Frame& b) {
    return std::abs(a.length - b.length) <= 1;
}

bool looks_even(const Bytes& sound, const Mp3Frame& first) {
    constexpr std::uint64_t looks = 32, look_bytes = 8192;
    Window window(sound, look_bytes);
    const std::uint64_t size = sound.size();
    for (std::uint64_t i = 0; i < looks; ++i) {
        const std::uint64_t from = size / looks * i;
        const auto place = window.next(from, std::min(from + look_bytes / 2, size), first);
        const auto frame = place ? window.frame_at(*place, first) : std::nullopt;
        if (frame && !same_bitrate(*frame, first)) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::int64_t> samples_of_uneven_mp3(const Bytes& sound) {
    const auto header = sound.take(0, header_bytes);
    const auto first = header ? parse_mp3_frame(*header) : std::nullopt;
    if (!first || looks_even(sound, *first)) {
        return std::nullopt;
    }
    Window window(sound, window_bytes);
    const std::uint64_t end = sound.size();
    std::int64_t frames = 0;
    for (std::uint64_t at = 0; at < end;) {
        if (const auto frame = window.frame_at(at, *first)) {
            ++frames;
            at += static_cast<std::uint64_t>(frame->length);
        } else if (const auto next = window.next(at, end, *first)) {
            at = *next;
        } else {
            break;
        }
    }
    return frames * first->samples;
}

}  // namespace refrain
