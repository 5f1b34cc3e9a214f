#include "player/engine/decoding/trimming/claimed_length.h"

#include "player/engine/decoding/trimming/id3_tags.h"

#include <algorithm>
#include <string>

namespace refrain {
namespace {

/// Chunks and boxes looked at in one file.
constexpr int most_parts = 1000;

ClaimedLength of_wav(const Bytes& file) {
    constexpr std::uint64_t unknown_from = 0x7FFF'0000;  // what is written before the size is known
    std::uint64_t rate = 0, frame_bytes = 0;
    std::uint64_t at = 12;
    for (int i = 0; i < most_parts; ++i) {
        const auto head = file.take(at, 8);
        if (!head) {
            break;
        }
        const std::uint64_t size = little_endian(*head, 4, 4);
        const std::string kind = head->substr(0, 4);
        if (kind == "fmt ") {
            const auto format = file.take(at + 8, 16);
            const std::uint64_t coding = format ? little_endian(*format, 0, 2) : 0;
            // Integers, floats, and either with more to say.
            const bool plain = coding == 1 || coding == 3 || coding == 0xFFFE;
            rate = plain ? little_endian(*format, 4, 4) : 0;
            frame_bytes = plain ? little_endian(*format, 12, 2) : 0;
        } else if (kind == "data") {
            const bool known = rate > 0 && frame_bytes > 0 && size > 0 && size < unknown_from;
            return known ? ClaimedLength{static_cast<std::int64_t>(size / frame_bytes),
                                         static_cast<std::int64_t>(rate), false}
                         : ClaimedLength{};
        }
        at += 8 + size + size % 2;
    }
    return {};
}

ClaimedLength of_flac(const Bytes& file, std::uint64_t begin) {
    // Behind "fLaC" and the block's header of 4 bytes: sizes in 10 bytes; 20 bits rate, 8 bits form, 36 bits
    // samples.
    const auto info = file.take(begin + 8 + 10, 8);
    const std::uint64_t bits = info ? big_endian(*info, 0, 8) : 0;
    const auto rate = static_cast<std::int64_t>(bits >> 44U);
    const auto samples = static_cast<std::int64_t>(bits & 0xF'FFFF'FFFFU);
    return rate > 0 && samples > 0 ? ClaimedLength{samples, rate, false} : ClaimedLength{};
}

/// The body of the first box of this kind in [at, end), and where it ends.
struct Range {
    std::uint64_t begin = 0, end = 0;
};
std::optional<Range> find_box(const Bytes& file, Range in, std::string_view wanted) {
    for (int i = 0; i < most_parts && in.begin < in.end; ++i) {
        const auto head = file.take(in.begin, 8);
        if (!head) {
            break;
        }
        std::uint64_t size = big_endian(*head, 0, 4), header = 8;
        if (size == 1) {
            const auto large = file.take(in.begin + 8, 8);
            size = large ? big_endian(*large, 0, 8) : 0;
            header = 16;
        }
        if (size < header || size > in.end - in.begin) {
            break;
        }
        if (head->substr(4) == wanted) {
            return Range{in.begin + header, in.begin + size};
        }
        in.begin += size;
    }
    return std::nullopt;
}

ClaimedLength of_mp4(const Bytes& file) {
    const auto moov = find_box(file, {0, file.size()}, "moov");
    const auto mvhd = moov ? find_box(file, *moov, "mvhd") : std::nullopt;
    const auto version = mvhd ? file.take(mvhd->begin, 1) : std::nullopt;
    if (!version) {
        return {};
    }
    const bool wide = (*version)[0] != 0;
    const auto scale = file.take(mvhd->begin + (wide ? 20 : 12), wide ? 12 : 8);
    if (!scale) {
        return {};
    }
    const auto rate = static_cast<std::int64_t>(big_endian(*scale, 0, 4));
    const std::uint64_t length = big_endian(*scale, 4, wide ? 8 : 4);
    const bool known = rate > 0 && length > 0 && length < (wide ? 1ULL << 48U : 0xFFFF'FFFFULL);
    return known ? ClaimedLength{static_cast<std::int64_t>(length), rate, false} : ClaimedLength{};
}

ClaimedLength of_ogg(const Bytes& file) {
    constexpr std::uint64_t largest_page = 27 + 255 + 255 * 255;
    constexpr std::size_t header = 27;
    const std::uint64_t size = file.size();
    const std::uint64_t begin = size > largest_page ? size - largest_page : 0;
    const std::string tail = file.take(begin, static_cast<std::size_t>(size - begin)).value_or("");
    const std::size_t page = tail.rfind("OggS");
    if (page == std::string::npos) {
        return {};
    }
    ClaimedLength claim;
    std::uint64_t end = page + header;
    if (end <= tail.size()) {
        const std::size_t segments = static_cast<unsigned char>(tail[page + header - 1]);
        end += segments;
        for (std::size_t i = 0; i < segments && page + header + i < tail.size(); ++i) {
            end += static_cast<unsigned char>(tail[page + header + i]);
        }
    }
    claim.torn = end > tail.size();
    return claim;
}

}  // namespace

ClaimedLength claimed_length(const Bytes& file) {
    const std::string head = file.take(0, std::min<std::uint64_t>(12, file.size())).value_or("");
    if (head.starts_with("RIFF") && head.substr(std::min<std::size_t>(8, head.size())) == "WAVE") {
        return of_wav(file);
    }
    if (head.starts_with("OggS")) {
        return of_ogg(file);
    }
    if (head.size() >= 8 && head.substr(4, 4) == "ftyp") {
        return of_mp4(file);
    }
    const std::uint64_t begin = head.starts_with("ID3") ? find_id3_tags(file).end : 0;
    return file.take(begin, 4) == "fLaC" ? of_flac(file, begin) : ClaimedLength{};
}

bool falls_short(std::int64_t came, std::int64_t claimed, int rate) {
    return came + std::max<std::int64_t>(rate, claimed / 100) < claimed;
}

}  // namespace refrain
