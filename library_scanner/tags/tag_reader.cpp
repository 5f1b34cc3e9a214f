#include "library_scanner/tags/tag_reader.h"

#include "library_scanner/tags/audio_check.h"
#include "library_scanner/tags/tag_fields.h"
#include "library_scanner/tags/tag_file.h"

#include <aifffile.h>
#include <algorithm>
#include <apefile.h>
#include <apetag.h>
#include <asffile.h>
#include <exception>
#include <flacfile.h>
#include <id3v1tag.h>
#include <id3v2tag.h>
#include <infotag.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <trueaudiofile.h>
#include <utility>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xingheader.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

/// The richest tag first: each fills what those before it left empty.
template <class... Tags>
void apply_in_turn(Track& track, const Tags*... tags) {
    ((tags != nullptr ? apply(*tags, track) : void()), ...);
}

void apply_tags(TagLib::File& file, Track& track) {
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag, TagLib::APE::Tag, TagLib::Tag>(track, mpeg->ID3v2Tag(),
                                                                         mpeg->APETag(), mpeg->ID3v1Tag());
    } else if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file)) {
        apply_in_turn<TagLib::Ogg::XiphComment, TagLib::ID3v2::Tag, TagLib::Tag>(
            track, flac->xiphComment(), flac->ID3v2Tag(), flac->ID3v1Tag());
        if (!flac->pictureList().isEmpty()) {
            track.cover = CoverKind::embedded;
        }
    } else if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag, TagLib::Tag>(track, wav->ID3v2Tag(), wav->InfoTag());
    } else if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag>(track, aiff->tag());
    } else if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        apply_in_turn<TagLib::MP4::Tag>(track, mp4->tag());
    } else if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        apply_in_turn<TagLib::APE::Tag, TagLib::Tag>(track, wavpack->APETag(), wavpack->ID3v1Tag());
    } else if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        apply_in_turn<TagLib::APE::Tag, TagLib::Tag>(track, monkeys->APETag(), monkeys->ID3v1Tag());
    } else if (auto* musepack = dynamic_cast<TagLib::MPC::File*>(&file)) {
        apply_in_turn<TagLib::APE::Tag, TagLib::Tag>(track, musepack->APETag(), musepack->ID3v1Tag());
    } else if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag, TagLib::Tag>(track, tta->ID3v2Tag(), tta->ID3v1Tag());
    } else if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file)) {
        apply_in_turn<TagLib::ASF::Tag>(track, asf->tag());
    } else if (auto* xiph = dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag())) {
        apply(*xiph, track);
    } else if (file.tag() != nullptr) {
        apply(*file.tag(), track);
    }
}

void apply_properties(const TagLib::File& file, Track& track) {
    if (const auto* properties = file.audioProperties()) {
        track.duration = Milliseconds(std::max(0, properties->lengthInMilliseconds()));
        track.sample_rate = std::max(0, properties->sampleRate());
        track.channels = std::max(0, properties->channels());
        track.bitrate_kbps = std::max(0, properties->bitrate());
    }
}

bool tells_no_length(FileType type) {
    return type == FileType::mod || type == FileType::xm || type == FileType::it || type == FileType::s3m;
}

/// Measures what TagLib does not, and refuses files with no or with half of their audio.
Status check_audio(TagFile& opened, Track& track) {
    auto& stream = *opened.stream;
    switch (opened.type) {
        case FileType::mpeg: {
            const auto* properties = dynamic_cast<TagLib::MPEG::Properties*>(opened.file->audioProperties());
            const auto* xing = properties != nullptr ? properties->xingHeader() : nullptr;
            return check_mpeg(stream, opened.first_frame,
                              xing != nullptr && xing->isValid() ? xing->totalSize() : 0);
        }
        case FileType::adts: {
            const auto length = measure_adts(stream);
            if (!length) {
                return Error{ErrorCode::malformed, "is not an AAC file: no AAC frames are in it", track.path};
            }
            track.sample_rate = length->sample_rate;
            track.channels = length->channels;
            track.duration = Milliseconds(length->samples * 1000 / length->sample_rate);
            if (track.duration.count() > 0) {
                // bytes * 8 / ms is kbit/s.
                track.bitrate_kbps = static_cast<std::int32_t>((length->end - length->first_frame) * 8 /
                                                               track.duration.count());
            }
            return Done{};
        }
        case FileType::flac: {
            const auto* properties = dynamic_cast<TagLib::FLAC::Properties*>(opened.file->audioProperties());
            return check_flac(
                stream, properties != nullptr ? static_cast<std::int64_t>(properties->sampleFrames()) : 0);
        }
        case FileType::mp4:
            return check_mp4(stream);
        default:
            return Done{};
    }
}

Result<Track> read_open_file(TagFile& opened, const std::string& path) {
    Track track;
    track.path = path;
    apply_properties(*opened.file, track);
    if (auto sound = check_audio(opened, track); !sound) {
        return sound.error();
    }
    if (track.duration.count() == 0 && !tells_no_length(opened.type)) {
        return Error{ErrorCode::malformed, "holds no audio", path};
    }
    apply_tags(*opened.file, track);
    if (track.title.empty()) {
        const auto slash = path.rfind('/');
        track.title =
            title_from_file_name(std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1));
    }
    return track;
}

}  // namespace

Result<Track> read_tags(const std::string& path) {
    try {
        auto opened = open_tag_file(path, true);
        if (!opened) {
            return opened.error();
        }
        return read_open_file(opened.value(), path);
    } catch (const std::exception& exception) {
        // TagLib throws nothing of its own, but a damaged length can ask for more memory than there is.
        return Error{ErrorCode::malformed, std::string("cannot be read: ") + exception.what(), path};
    }
}

}  // namespace refrain
