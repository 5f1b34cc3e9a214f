#include "library_scanner/tags/embedded_cue.h"

#include "library_scanner/cue/flac_cue_block.h"
#include "library_scanner/tags/mpeg_frames.h"

#include <apefile.h>
#include <apetag.h>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mp4file.h>
#include <mpegfile.h>
#include <string>
#include <textidentificationframe.h>
#include <trueaudiofile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

constexpr const char* field = "CUESHEET";

std::string text_in(const TagLib::Ogg::XiphComment* tag) {
    if (tag == nullptr) {
        return {};
    }
    const auto found = tag->fieldListMap().find(field);
    return found == tag->fieldListMap().end() || found->second.isEmpty() ? std::string()
                                                                         : found->second.front().to8Bit(true);
}

std::string text_in(const TagLib::APE::Tag* tag) {
    if (tag == nullptr) {
        return {};
    }
    const auto found = tag->itemListMap().find(field);
    return found == tag->itemListMap().end() ? std::string() : found->second.toString().to8Bit(true);
}

std::string text_in(const TagLib::ID3v2::Tag* tag) {
    if (tag == nullptr) {
        return {};
    }
    for (const auto* frame : tag->frameListMap()["TXXX"]) {
        const auto* text = dynamic_cast<const TagLib::ID3v2::UserTextIdentificationFrame*>(frame);
        if (text != nullptr && text->description().upper() == field && text->fieldList().size() > 1) {
            return text->fieldList()[1].to8Bit(true);
        }
    }
    return {};
}

std::string text_in(const TagLib::MP4::Tag* tag) {
    if (tag == nullptr) {
        return {};
    }
    for (const auto& [name, item] : tag->itemMap()) {
        const auto upper = name.upper();
        const auto colon = upper.rfind(":");
        if (colon >= 0 && upper.substr(static_cast<unsigned>(colon) + 1) == field) {
            return item.toStringList().toString().to8Bit(true);
        }
    }
    return {};
}

std::string text_in(TagLib::File& file) {
    if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file)) {
        return text_in(flac->xiphComment());
    }
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        auto text = text_in(mpeg->ID3v2Tag());
        return text.empty() ? text_in(mpeg->APETag()) : text;
    }
    if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        return text_in(wavpack->APETag());
    }
    if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        return text_in(monkeys->APETag());
    }
    if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        return text_in(tta->ID3v2Tag());
    }
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        return text_in(mp4->tag());
    }
    return text_in(dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag()));
}

/// TagLib keeps FLAC's block, but to itself. Blocks: RFC 9639 section 8.1.
std::string flac_block(ReadOnlyStream& stream) {
    constexpr unsigned cue_sheet = 5;
    constexpr int most_blocks = 128;
    std::int64_t at = 0;
    while (const auto length = id3v2_length(stream.bytes_at(at, 10))) {
        at += length;
    }
    at += 4;  // "fLaC"
    for (int i = 0; i < most_blocks; ++i) {
        const auto head = stream.bytes_at(at, 4);
        if (head.size() < 4) {
            break;
        }
        const auto byte = [&](std::size_t k) { return unsigned{static_cast<unsigned char>(head[k])}; };
        const auto length = byte(1) << 16 | byte(2) << 8 | byte(3);
        if ((byte(0) & 0x7f) == cue_sheet) {
            return stream.bytes_at(at + 4, std::min<std::size_t>(length, max_cue_bytes));
        }
        if ((byte(0) & 0x80) != 0) {
            break;
        }
        at += 4 + std::int64_t{length};
    }
    return {};
}

}  // namespace

std::optional<Result<CueSheet>> embedded_cue(TagFile& opened, std::int32_t sample_rate) {
    if (const auto text = text_in(*opened.file); !text.empty()) {
        auto sheet = parse_cue_sheet(text);
        if (!sheet) {
            return Error{ErrorCode::malformed, "has a cue sheet inside that " + sheet.error().message, {}};
        }
        return sheet;
    }
    if (opened.type == FileType::flac) {
        if (const auto block = flac_block(*opened.stream); !block.empty()) {
            return parse_flac_cue_block(block, sample_rate);
        }
    }
    return std::nullopt;
}

}  // namespace refrain
