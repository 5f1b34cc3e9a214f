#include "player/engine/decoding/trimming/mp3_header.h"

#include "player/engine/decoding/trimming/id3_tags.h"
#include "player/engine/decoding/trimming/itunes_gapless.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace refrain {
namespace {

/// What a layer III decoder's filter bank delays: 528 samples, and one for the overlap.
constexpr int decoder_delay = 529;
/// How far behind the tags the first frame is looked for: some writers pad generously.
constexpr std::size_t search_bytes = 64 * 1024;
constexpr std::size_t header_bytes = 4;

constexpr std::array kbit_mpeg1{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
constexpr std::array kbit_mpeg2{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
constexpr std::array rates_mpeg1{44100, 48000, 32000};

bool same_stream(const Mp3Frame& a, const Mp3Frame& b) {
    return a.rate == b.rate && a.mpeg1 == b.mpeg1;
}

/// Reads the fields of LAME's extension, which begins with the encoder's name in 9 bytes; the delay and the
/// padding, 12 bits each, follow after 12 more.
void read_encoder(std::string_view bytes, std::size_t at, Mp3Table& table) {
    constexpr std::size_t name_bytes = 4, delays_at = 21, delays_bytes = 3;
    if (at + delays_at + delays_bytes > bytes.size()) {
        return;
    }
    const std::string_view name = bytes.substr(at, name_bytes);
    const bool named =
        std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isprint(c) != 0; });
    if (named) {
        const std::uint64_t both = big_endian(bytes, at + delays_at, delays_bytes);
        table.delay = static_cast<int>(both >> 12U);
        table.padding = static_cast<int>(both & 0xFFFU);
    }
}

std::optional<Mp3Table> read_xing(std::string_view bytes, std::size_t at) {
    if (at + 8 > bytes.size() || (bytes.substr(at, 4) != "Xing" && bytes.substr(at, 4) != "Info")) {
        return std::nullopt;
    }
    const std::uint64_t fields = big_endian(bytes, at + 4, 4);
    at += 8;
    Mp3Table table;
    const auto number = [&]() -> std::optional<std::int64_t> {
        at += 4;
        return at <= bytes.size() ? std::optional(static_cast<std::int64_t>(big_endian(bytes, at - 4, 4)))
                                  : std::nullopt;
    };
    if ((fields & 1U) != 0) {
        table.frames = number();
    }
    if ((fields & 2U) != 0) {
        table.bytes = number();
    }
    constexpr std::size_t contents_bytes = 100, quality_bytes = 4;
    at += (fields & 4U) != 0 ? contents_bytes : 0;
    at += (fields & 8U) != 0 ? quality_bytes : 0;
    read_encoder(bytes, at, table);
    return table;
}

std::optional<Mp3Table> read_vbri(std::string_view bytes) {
    // At a fixed place, 32 bytes behind the header; "VBRI", version, delay and quality (2 bytes each).
    constexpr std::size_t at = header_bytes + 32;
    if (at + 18 > bytes.size() || bytes.substr(at, 4) != "VBRI") {
        return std::nullopt;
    }
    Mp3Table table;
    table.bytes = static_cast<std::int64_t>(big_endian(bytes, at + 10, 4));
    table.frames = static_cast<std::int64_t>(big_endian(bytes, at + 14, 4));
    return table;
}

struct FirstFrame {
    std::uint64_t offset = 0;
    Mp3Frame frame;
};

/// How many frames of the same stream follow the one at `offset`, up to `most`. The file's end, and tags that
/// stand there, count as all of them.
int followers(const Bytes& file, std::uint64_t offset, const Mp3Frame& frame, int most) {
    Mp3Frame last = frame;
    for (int found = 0; found < most; ++found) {
        offset += static_cast<std::uint64_t>(last.length);
        const auto header = file.take(offset, header_bytes);
        if (offset >= file.size() || (header && (header->starts_with("TAG") || *header == "APET"))) {
            return most;
        }
        const auto next = header ? parse_mp3_frame(*header) : std::nullopt;
        if (!next || !same_stream(frame, *next)) {
            return found;
        }
        last = *next;
    }
    return most;
}

/// The first frame with others behind it. Where it does not come at once more of them are asked for: in 64
/// KiB of anything two in a row are found by chance.
std::optional<FirstFrame> find_first_frame(const Bytes& file, std::uint64_t begin) {
    const std::uint64_t end = file.size();
    const auto there =
        static_cast<std::size_t>(std::min<std::uint64_t>(search_bytes, end > begin ? end - begin : 0));
    std::string bytes(there, '\0');
    bytes.resize(file.read(begin, bytes.data(), there));
    const std::string_view view = bytes;
    for (std::size_t at = 0; at + header_bytes <= view.size(); ++at) {
        const auto frame = parse_mp3_frame(view.substr(at));
        const int enough = at == 0 ? 1 : 4;
        if (frame && followers(file, begin + at, *frame, enough) == enough) {
            return FirstFrame{begin + at, *frame};
        }
    }
    return std::nullopt;
}

/// A table that was made for another file, or for the first of several joined ones, must not cut this one.
bool table_fits(const Mp3Table& table, std::uint64_t bytes) {
    constexpr double slack = 1.01;
    constexpr double slack_bytes = 4096;
    return !table.bytes || *table.bytes == 0 ||
           static_cast<double>(bytes) <= static_cast<double>(*table.bytes) * slack + slack_bytes;
}

/// `bytes`: of the whole sound, the table's frame included.
void heed_table(const Mp3Table& table, const Mp3Frame& frame, std::uint64_t bytes, Trimming& trimming) {
    const std::int64_t added = table.delay + table.padding;
    if (table.frames && table_fits(table, bytes)) {
        const std::int64_t all = *table.frames * frame.samples;
        trimming.frames = all > added ? std::optional(all - added) : std::nullopt;
    }
    trimming.skip = added > 0 ? table.delay + decoder_delay : 0;
}

}  // namespace

std::optional<Mp3Frame> parse_mp3_frame(std::string_view bytes) {
    if (bytes.size() < header_bytes) {
        return std::nullopt;
    }
    const auto header = static_cast<std::uint32_t>(big_endian(bytes, 0, header_bytes));
    const std::uint32_t version = (header >> 19U) & 3U, layer = (header >> 17U) & 3U;
    const std::uint32_t bitrate = (header >> 12U) & 15U, rate = (header >> 10U) & 3U;
    if ((header >> 21U) != 0x7FFU || version == 1 || layer != 1 || bitrate == 0 || bitrate == 15 ||
        rate == 3 || (header & 3U) == 2) {
        return std::nullopt;
    }
    Mp3Frame frame;
    frame.mpeg1 = version == 3;
    frame.rate = rates_mpeg1[rate] / (frame.mpeg1 ? 1 : (version == 2 ? 2 : 4));
    frame.channels = ((header >> 6U) & 3U) == 3 ? 1 : 2;
    frame.samples = frame.mpeg1 ? 1152 : 576;
    frame.has_crc = ((header >> 16U) & 1U) == 0;
    const int kbit = frame.mpeg1 ? kbit_mpeg1[bitrate] : kbit_mpeg2[bitrate];
    frame.length = frame.samples / 8 * kbit * 1000 / frame.rate + static_cast<int>((header >> 9U) & 1U);
    return frame;
}

std::optional<Mp3Table> parse_mp3_table(const Mp3Frame& frame, std::string_view bytes) {
    // It stands where the sound's side information ends; some writers count the checksum, some do not.
    const std::size_t side = frame.mpeg1 ? (frame.channels == 1 ? 17 : 32) : (frame.channels == 1 ? 9 : 17);
    if (auto table = read_xing(bytes, header_bytes + side)) {
        return table;
    }
    if (frame.has_crc) {
        if (auto table = read_xing(bytes, header_bytes + 2 + side)) {
            return table;
        }
    }
    return read_vbri(bytes);
}

std::optional<Trimming> trimming_of_mp3(const Bytes& file) {
    const Id3Tags tags = find_id3_tags(file);
    const auto first = find_first_frame(file, tags.end);
    if (!first) {
        return std::nullopt;
    }
    const std::uint64_t end = end_before_tags(file, first->offset);
    Trimming trimming;
    trimming.view.begin = first->offset;
    if (end != file.size()) {
        trimming.view.end = end;
    }
    trimming.rate = first->frame.rate;
    trimming.caps = "audio/mpeg, mpegversion=(int)1, layer=(int)3";
    if (const auto bytes = file.take(first->offset, static_cast<std::size_t>(first->frame.length))) {
        if (const auto table = parse_mp3_table(first->frame, *bytes)) {
            trimming.view.begin += static_cast<std::uint64_t>(first->frame.length);
            heed_table(*table, first->frame, end - first->offset, trimming);
        }
    }
    const auto itunes = tags.gapless.empty() ? std::nullopt : parse_itunes_gapless(tags.gapless);
    if (itunes && trimming.skip == 0) {
        trimming.skip = itunes->delay + decoder_delay;
        trimming.frames = itunes->frames;
    }
    return trimming;
}

}  // namespace refrain
