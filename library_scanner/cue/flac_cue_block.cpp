#include "library_scanner/cue/flac_cue_block.h"

#include <utility>

namespace refrain {
namespace {

class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t number(std::size_t length) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i) {
            value = value << 8 | (at_ + i < bytes_.size() ? static_cast<unsigned char>(bytes_[at_ + i]) : 0u);
        }
        skip(length);
        return value;
    }
    void skip(std::size_t length) {
        at_ += length;
        ok_ = ok_ && at_ <= bytes_.size();
    }
    bool ok() const { return ok_; }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

/// Of the track that only says where the disc ends.
constexpr bool is_lead_out(std::uint64_t number) {
    return number == 170 || number == 255;
}

}  // namespace

Result<CueSheet> parse_flac_cue_block(std::string_view block, std::int32_t sample_rate) {
    const auto refuse = [](const char* reason) {
        return Error{ErrorCode::malformed, std::string("has a cue sheet block that ") + reason, {}};
    };
    if (sample_rate <= 0) {
        return refuse("cannot be used: the sample rate is unknown");
    }
    // Catalogue number, lead-in, flags.
    constexpr std::size_t before_tracks = 128 + 8 + 1 + 258;
    Bytes bytes(block);
    bytes.skip(before_tracks);
    const auto count = bytes.number(1);
    CueSheet sheet;
    sheet.files.emplace_back("the file itself");
    for (std::uint64_t i = 0; i < count && bytes.ok(); ++i) {
        const auto offset = bytes.number(8);
        const auto number = bytes.number(1);
        bytes.skip(12);  // ISRC
        const bool audio = (bytes.number(1) & 0x80) == 0;
        bytes.skip(13);
        const auto points = bytes.number(1);
        std::uint64_t first = 0;
        for (std::uint64_t k = 0; k < points && bytes.ok(); ++k) {
            const auto point = bytes.number(8);
            const auto index = bytes.number(1);
            bytes.skip(3);
            first = index == 1 ? point : first;
        }
        if (is_lead_out(number)) {
            break;
        }
        constexpr std::uint64_t longest = std::uint64_t{1} << 40;
        if (!bytes.ok() || offset > longest || first > longest || number == 0 || number > 99) {
            return refuse("is damaged");
        }
        const auto rate = static_cast<std::uint64_t>(sample_rate);
        CueTrack track;
        track.number = static_cast<std::int32_t>(number);
        track.audio = audio;
        track.begin = CdFrames(static_cast<std::int64_t>(((offset + first) * 75 + rate / 2) / rate));
        const auto* before = sheet.tracks.empty() ? nullptr : &sheet.tracks.back();
        if (before != nullptr && (track.begin <= before->begin || track.number <= before->number)) {
            return refuse("is out of order");
        }
        sheet.tracks.push_back(std::move(track));
    }
    if (!bytes.ok() || sheet.tracks.empty()) {
        return refuse("is damaged");
    }
    return sheet;
}

}  // namespace refrain
