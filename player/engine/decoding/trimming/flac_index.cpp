#include "player/engine/decoding/trimming/flac_index.h"

#include "player/engine/decoding/trimming/id3_tags.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace refrain {
namespace {

constexpr std::size_t most_header = 16, info_bytes = 34, block_header = 4;
constexpr int most_blocks = 1000;
/// What the parser may have to read from the place that is found: as much as the tables of the format's own
/// encoder leave between two points. What it reads sooner than a file is opened anew is not looked for.
constexpr std::uint64_t near_seconds = 10, worth_looking_seconds = 60;

/// x^8 + x^2 + x + 1, most significant bit first.
constexpr std::array<std::uint8_t, 256> make_checksums() {
    std::array<std::uint8_t, 256> table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        unsigned value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 0x80U) != 0 ? (value << 1U) ^ 0x107U : value << 1U;
        }
        table[i] = static_cast<std::uint8_t>(value);
    }
    return table;
}
constexpr std::array<std::uint8_t, 256> checksums = make_checksums();

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

/// A number as UTF-8 would write it, in up to 7 bytes: a byte's leading ones say how many there are.
std::optional<std::uint64_t> read_number(std::string_view bytes, std::size_t& at) {
    if (at >= bytes.size()) {
        return std::nullopt;
    }
    const std::uint8_t first = byte_at(bytes, at++);
    if (first < 0x80U) {
        return first;
    }
    std::size_t more = 0;
    while (more < 7 && (first & (0x40U >> more)) != 0) {
        ++more;
    }
    if (more == 0 || more == 7 || at + more > bytes.size()) {
        return std::nullopt;
    }
    std::uint64_t number = first & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i) {
        const std::uint8_t next = byte_at(bytes, at++);
        if ((next & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        number = (number << 6U) | (next & 0x3FU);
    }
    return number;
}

}  // namespace

std::optional<FlacFrame> parse_flac_frame(std::string_view bytes) {
    if (bytes.size() < 6 || byte_at(bytes, 0) != 0xFFU || (byte_at(bytes, 1) & 0xFEU) != 0xF8U) {
        return std::nullopt;
    }
    const unsigned size = byte_at(bytes, 2) >> 4U, rate = byte_at(bytes, 2) & 15U;
    const unsigned channels = byte_at(bytes, 3) >> 4U, depth = (byte_at(bytes, 3) >> 1U) & 7U;
    if (size == 0 || rate == 15 || channels > 10 || depth == 3 || (byte_at(bytes, 3) & 1U) != 0) {
        return std::nullopt;
    }
    FlacFrame frame;
    frame.variable = (byte_at(bytes, 1) & 1U) != 0;
    std::size_t at = 4;
    const auto number = read_number(bytes, at);
    const std::size_t size_bytes = size == 6 ? 1 : size == 7 ? 2 : 0;
    const std::size_t rate_bytes = rate == 12 ? 1 : rate == 13 || rate == 14 ? 2 : 0;
    if (!number || at + size_bytes + rate_bytes >= bytes.size()) {
        return std::nullopt;
    }
    frame.number = *number;
    if (size_bytes > 0) {
        frame.block = static_cast<std::uint32_t>(big_endian(bytes, at, size_bytes)) + 1;
    } else {
        frame.block = size == 1 ? 192U : size <= 5 ? 144U << size : 1U << size;
    }
    at += size_bytes + rate_bytes;
    std::uint8_t checksum = 0;
    for (std::size_t i = 0; i < at; ++i) {
        checksum = checksums[checksum ^ byte_at(bytes, i)];
    }
    return checksum == byte_at(bytes, at) ? std::optional(frame) : std::nullopt;
}

std::optional<FlacIndex> FlacIndex::of(std::shared_ptr<const Bytes> file) {
    FlacIndex index(std::move(file));
    if (!index.read_blocks()) {
        return std::nullopt;
    }
    const auto first = index.first_place(0, index.most_frame_);
    if (!first || first->sample != 0 || first->offset != 0) {
        return std::nullopt;
    }
    index.places_.emplace(0, 0);
    return index;
}

bool FlacIndex::read_blocks() {
    std::uint64_t at = file_->take(0, 3) == "ID3" ? find_id3_tags(*file_).end : 0;
    if (file_->take(at, 4) != "fLaC") {
        return false;
    }
    at += 4;
    for (int i = 0; i < most_blocks; ++i) {
        const auto header = file_->take(at, block_header);
        if (!header) {
            return false;
        }
        constexpr unsigned stream_info = 0, seek_table = 3;
        const unsigned kind = byte_at(*header, 0) & 0x7FU;
        const std::uint64_t size = big_endian(*header, 1, 3);
        if ((kind == stream_info) != (i == 0) || (i == 0 && !read_info(at + block_header))) {
            return false;
        }
        has_table_ = has_table_ || (kind == seek_table && size > 0);
        at += block_header + size;
        if ((byte_at(*header, 0) & 0x80U) != 0) {
            frames_begin_ = at;
            return true;
        }
    }
    return false;
}

bool FlacIndex::read_info(std::uint64_t at) {
    const auto info = file_->take(at, info_bytes);
    if (!info) {
        return false;
    }
    info_ = *info;
    const std::uint64_t smallest = big_endian(info_, 0, 2), largest = big_endian(info_, 2, 2);
    const std::uint64_t form = big_endian(info_, 10, 8);
    rate_ = static_cast<std::uint32_t>(form >> 44U);
    total_ = form & 0xF'FFFF'FFFFU;
    const std::uint64_t channels = ((form >> 41U) & 7U) + 1, bits = ((form >> 36U) & 31U) + 1;
    // All frames but the last have this many samples unless they say otherwise.
    block_ = smallest == largest ? static_cast<std::uint32_t>(largest) : 0;
    // Not packed at all, with a bit more for the difference of two channels, and with what lies around.
    constexpr std::uint64_t around = 64;
    most_frame_ = largest * channels * (bits + 1) / 8 + around;
    return rate_ > 0 && largest > 0;
}

std::uint64_t FlacIndex::sound_bytes() const {
    const std::uint64_t all = file_->size();
    return all > frames_begin_ ? all - frames_begin_ : 0;
}

// Of the frame at the beginning of `bytes`.
std::optional<FlacIndex::Place> FlacIndex::place_of(std::string_view bytes, std::uint64_t offset) const {
    const auto frame = parse_flac_frame(bytes.substr(0, most_header));
    if (!frame || (!frame->variable && block_ == 0)) {
        return std::nullopt;
    }
    return Place{frame->variable ? frame->number : frame->number * block_, offset, frame->block};
}

// The first frame that begins in [from, until) and is followed by the next: the coded sound may look like a
// header, but not like two that count on. Looks no further than a frame is long.
std::optional<FlacIndex::Place> FlacIndex::first_place(std::uint64_t from, std::uint64_t until) const {
    const std::uint64_t end = sound_bytes();
    if (from >= end) {
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(std::min(2 * most_frame_ + most_header, end - from)), '\0');
    bytes.resize(file_->read(frames_begin_ + from, bytes.data(), bytes.size()));
    const std::string_view view = bytes;
    std::vector<Place> seen;
    for (std::size_t at = view.find('\xFF'); at != std::string_view::npos; at = view.find('\xFF', at + 1)) {
        const auto place = place_of(view.substr(at), from + at);
        if (!place) {
            continue;
        }
        const auto before = std::find_if(seen.begin(), seen.end(), [&](const Place& candidate) {
            return candidate.sample + candidate.block == place->sample;
        });
        if (before != seen.end()) {
            return *before;
        }
        if (place->offset < until) {
            seen.push_back(*place);
        }
    }
    return std::nullopt;
}

bool FlacIndex::approach(std::uint64_t sample) {
    if (has_table_) {
        return false;
    }
    const std::uint64_t near = near_seconds * rate_, half_near = near / 2;
    const auto known = std::prev(places_.upper_bound(sample));
    Place low{known->first, known->second, 0};
    if (sample - low.sample <= worth_looking_seconds * rate_) {
        return false;
    }
    const auto next = places_.upper_bound(sample);
    std::uint64_t high_offset = next != places_.end() ? next->second : sound_bytes();
    std::uint64_t high_sample = next != places_.end() ? next->first : std::max(total_, sample + 1);
    const std::size_t known_before = places_.size();
    // As many as halving the largest file to a byte takes, twice.
    constexpr int most_looks = 128;
    for (int i = 0; i < most_looks && sample - low.sample > near; ++i) {
        const std::uint64_t range = high_offset > low.offset ? high_offset - low.offset : 0;
        if (range <= 2 * most_frame_) {
            break;
        }
        // Music is coded at much the same rate all along; where it is not, halving ends the search.
        const double share = i % 2 == 0
                                 ? static_cast<double>(sample - low.sample - half_near) /
                                       static_cast<double>(std::max(high_sample, low.sample + 1) - low.sample)
                                 : 0.5;
        const auto step =
            static_cast<std::uint64_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(range));
        const std::uint64_t guess = low.offset + std::clamp<std::uint64_t>(step, 1, range - most_frame_);
        const auto place = first_place(guess, high_offset);
        if (!place || place->sample > sample) {
            high_offset = guess;
            high_sample = place ? place->sample : high_sample;
            continue;
        }
        if (place->sample <= low.sample) {
            break;  // it does not count upwards: damaged
        }
        low = *place;
        places_.emplace(place->sample, place->offset);
    }
    return places_.size() != known_before;
}

std::shared_ptr<const Bytes> FlacIndex::with_table() const {
    class WithTable final : public Bytes {
      public:
        WithTable(std::string head, std::shared_ptr<const Bytes> file, std::uint64_t begin)
            : head_(std::move(head)), file_(std::move(file)), begin_(begin) {}
        std::uint64_t size() const override {
            const std::uint64_t all = file_->size();
            return head_.size() + (all > begin_ ? all - begin_ : 0);
        }
        std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override {
            std::size_t done = 0;
            if (offset < head_.size()) {
                done = head_.copy(out, length, static_cast<std::size_t>(offset));
            }
            if (done == length) {
                return done;
            }
            return done + file_->read(begin_ + (offset + done - head_.size()), out + done, length - done);
        }

      private:
        std::string head_;
        std::shared_ptr<const Bytes> file_;
        std::uint64_t begin_;
    };
    const auto append = [](std::string& to, std::uint64_t value, int width) {
        for (int i = width - 1; i >= 0; --i) {
            to.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
        }
    };
    constexpr std::uint64_t point_bytes = 18, last_table = 0x83;
    std::string head = "fLaC";
    append(head, info_bytes, 4);
    head += info_;
    append(head, last_table, 1);
    append(head, point_bytes * places_.size(), 3);
    for (const auto& [sample, offset] : places_) {
        append(head, sample, 8);
        append(head, offset, 8);
        append(head, block_, 2);
    }
    return std::make_shared<WithTable>(std::move(head), file_, frames_begin_);
}

std::uint64_t FlacIndex::length() const {
    // Of those at the end, the last that counts on from the one before it.
    const std::uint64_t end = sound_bytes();
    std::uint64_t reached = 0;
    std::uint64_t from = end > 2 * most_frame_ ? end - 2 * most_frame_ : 0;
    std::string bytes(static_cast<std::size_t>(end - from), '\0');
    bytes.resize(file_->read(frames_begin_ + from, bytes.data(), bytes.size()));
    const std::string_view view = bytes;
    std::vector<std::uint64_t> ends;
    for (std::size_t at = view.find('\xFF'); at != std::string_view::npos; at = view.find('\xFF', at + 1)) {
        const auto place = place_of(view.substr(at), from + at);
        if (!place) {
            continue;
        }
        if (place->sample == 0 || std::find(ends.begin(), ends.end(), place->sample) != ends.end()) {
            reached = place->sample + place->block;
        }
        ends.push_back(place->sample + place->block);
    }
    return std::max(total_, reached);
}

}  // namespace refrain
