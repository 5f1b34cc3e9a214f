#include "library_scanner/tags/gain_writer.h"

#include "library_scanner/core/ascii.h"
#include "library_scanner/edit/safe_rewrite.h"
#include "library_scanner/edit/save_tags.h"
#include "library_scanner/tags/tag_file.h"

#include <aifffile.h>
#include <algorithm>
#include <apefile.h>
#include <apetag.h>
#include <array>
#include <asffile.h>
#include <cmath>
#include <cstdio>
#include <exception>
#include <flacfile.h>
#include <id3v2framefactory.h>
#include <id3v2tag.h>
#include <memory>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <optional>
#include <opusfile.h>
#include <string>
#include <textidentificationframe.h>
#include <tfilestream.h>
#include <trueaudiofile.h>
#include <utility>
#include <vector>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

struct Field {
    std::string name;
    /// Empty: remove it.
    std::string text;
};

std::string printed(const char* format, std::optional<float> value) {
    std::array<char, 32> text{};
    if (value) {
        std::snprintf(text.data(), text.size(), format, static_cast<double>(*value));
    }
    return text.data();
}

std::vector<Field> replay_gain_fields(const Loudness& l) {
    return {{"REPLAYGAIN_TRACK_GAIN", printed("%.2f dB", l.track_gain_db)},
            {"REPLAYGAIN_TRACK_PEAK", printed("%.6f", l.track_peak)},
            {"REPLAYGAIN_ALBUM_GAIN", printed("%.2f dB", l.album_gain_db)},
            {"REPLAYGAIN_ALBUM_PEAK", printed("%.6f", l.album_peak)}};
}

/// 1/256 dB to -23 LUFS, and no peaks (RFC 7845 section 5.2.1).
std::vector<Field> r128_fields(const Loudness& l) {
    const auto steps = [](std::optional<float> gain) {
        constexpr double between_references = 5.0;
        return gain ? std::to_string(std::lround((static_cast<double>(*gain) - between_references) * 256.0))
                    : std::string();
    };
    return {{"R128_TRACK_GAIN", steps(l.track_gain_db)},
            {"R128_ALBUM_GAIN", steps(l.album_gain_db)},
            {"REPLAYGAIN_TRACK_GAIN", {}},
            {"REPLAYGAIN_TRACK_PEAK", {}},
            {"REPLAYGAIN_ALBUM_GAIN", {}},
            {"REPLAYGAIN_ALBUM_PEAK", {}}};
}

void set(TagLib::Ogg::XiphComment& tag, const Field& field) {
    tag.removeFields(field.name);
    if (!field.text.empty()) {
        tag.addField(field.name, field.text);
    }
}

void set(TagLib::APE::Tag& tag, const Field& field) {
    tag.removeItem(field.name);
    if (!field.text.empty()) {
        tag.addValue(field.name, field.text);
    }
}

void set(TagLib::ID3v2::Tag& tag, const Field& field) {
    const auto frames = tag.frameListMap()["TXXX"];
    for (auto* frame : frames) {
        const auto* text = dynamic_cast<TagLib::ID3v2::UserTextIdentificationFrame*>(frame);
        if (text != nullptr && text->description().upper() == TagLib::String(field.name)) {
            tag.removeFrame(frame);
        }
    }
    if (!field.text.empty()) {
        tag.addFrame(new TagLib::ID3v2::UserTextIdentificationFrame(
            TagLib::String(field.name), TagLib::StringList(TagLib::String(field.text)),
            TagLib::String::Latin1));
    }
}

void set(TagLib::MP4::Tag& tag, const Field& field) {
    // Players know the name in small letters.
    const std::string key = "----:com.apple.iTunes:" + lower_ascii(field.name);
    std::vector<TagLib::String> old;
    for (const auto& [item, value] : tag.itemMap()) {
        if (item.upper() == TagLib::String(key).upper()) {
            old.push_back(item);
        }
    }
    for (const auto& item : old) {
        tag.removeItem(item);
    }
    if (!field.text.empty()) {
        tag.setItem(key, TagLib::StringList(TagLib::String(field.text)));
    }
}

void set(TagLib::ASF::Tag& tag, const Field& field) {
    tag.removeItem(field.name);
    if (!field.text.empty()) {
        tag.setAttribute(field.name, TagLib::ASF::Attribute(TagLib::String(field.text)));
    }
}

template <class Tag>
bool set_all(Tag* tag, const std::vector<Field>& fields) {
    if (tag == nullptr) {
        return false;
    }
    for (const auto& field : fields) {
        set(*tag, field);
    }
    return true;
}

/// A tag is made where there is none. False when the file has no tag of its kind.
bool set_gains(TagLib::File& file, const Loudness& loudness) {
    const auto fields = replay_gain_fields(loudness);
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        // Gains that another program left in its kind of tag would be there twice.
        if (mpeg->hasAPETag()) {
            set_all(mpeg->APETag(), replay_gain_fields({}));
        }
        return set_all(mpeg->ID3v2Tag(true), fields);
    }
    if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file)) {
        return set_all(flac->xiphComment(true), fields);
    }
    if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        return set_all(wav->ID3v2Tag(), fields);
    }
    if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(&file)) {
        return set_all(aiff->tag(), fields);
    }
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        return set_all(mp4->tag(), fields);
    }
    if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        return set_all(wavpack->APETag(true), fields);
    }
    if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        return set_all(monkeys->APETag(true), fields);
    }
    if (auto* musepack = dynamic_cast<TagLib::MPC::File*>(&file)) {
        return set_all(musepack->APETag(true), fields);
    }
    if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        return set_all(tta->ID3v2Tag(true), fields);
    }
    if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file)) {
        return set_all(asf->tag(), fields);
    }
    const bool is_opus = dynamic_cast<TagLib::Ogg::Opus::File*>(&file) != nullptr;
    return set_all(dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag()),
                   is_opus ? r128_fields(loudness) : fields);
}

/// What must be the same before and after.
struct Summary {
    std::string title, artist, album;
    int milliseconds = 0, sample_rate = 0, channels = 0;

    explicit Summary(const TagLib::File& file) {
        if (const auto* tag = file.tag()) {
            title = tag->title().to8Bit(true);
            artist = tag->artist().to8Bit(true);
            album = tag->album().to8Bit(true);
        }
        if (const auto* properties = file.audioProperties()) {
            milliseconds = properties->lengthInMilliseconds();
            sample_rate = properties->sampleRate();
            channels = properties->channels();
        }
    }
    friend bool operator==(const Summary&, const Summary&) = default;
};

Status set_tags(const std::string& copy, const Loudness& loudness, const std::string& path) {
    const auto opened = open_tag_file(path, true);
    if (!opened) {
        return Error{opened.error().code, "The file " + opened.error().message, path};
    }
    const Error unsupported{ErrorCode::unsupported, "Gains cannot be written into a file of this kind", path};
    const auto type = opened.value().type;
    const auto head = opened.value().stream->bytes_at(0, ogg_head);
    if (type == FileType::adts) {
        return unsupported;
    }
    {
        TagLib::FileStream stream(copy.c_str());
        const auto file = open_tag_stream(type, stream, head, false);
        if (!file || !file->isValid() || file->readOnly() || !set_gains(*file, loudness)) {
            return unsupported;
        }
        if (!save_tags(*file)) {
            return Error{ErrorCode::not_writable, "The tags of the file could not be written", path};
        }
    }
    // A tag writer is foreign code as well.
    TagLib::FileStream stream(copy.c_str(), true);
    const auto after = open_tag_stream(type, stream, head, true);
    if (!after || !after->isValid() || !(Summary(*after) == Summary(*opened.value().file))) {
        return Error{ErrorCode::failed,
                     "The tags of the file could not be written without changing other things", path};
    }
    return Done{};
}

}  // namespace

Status write_gains(const std::string& path, const Loudness& loudness) {
    try {
        const auto written =
            rewrite_file(path, {.keep_times = true, .follow_links = false},
                         [&](const std::string& copy) { return set_tags(copy, loudness, path); });
        return written ? Status(Done{}) : Status(written.error());
    } catch (const std::exception& exception) {
        return Error{ErrorCode::failed,
                     std::string("The tags of the file could not be written: ") + exception.what(), path};
    }
}

}  // namespace refrain
