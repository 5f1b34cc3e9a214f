#include "library_scanner/tags/tag_reader.h"

#include "library_scanner/covers/embedded_picture.h"
#include "library_scanner/covers/picture_key.h"
#include "library_scanner/tags/audio_check.h"
#include "library_scanner/tags/dsd_file.h"
#include "library_scanner/tags/embedded_cue.h"
#include "library_scanner/tags/longest_file.h"
#include "library_scanner/tags/replay_gain.h"
#include "library_scanner/tags/tag_fields.h"
#include "library_scanner/tags/tag_file.h"
#include "library_scanner/tags/trailing_ape_tag.h"
#include "library_scanner/tags/unsure_texts.h"
#include "library_scanner/text/utf8.h"

#include <aifffile.h>
#include <algorithm>
#include <apefile.h>
#include <apetag.h>
#include <asffile.h>
#include <exception>
#include <filesystem>
#include <flacfile.h>
#include <id3v1tag.h>
#include <id3v2tag.h>
#include <infotag.h>
#include <mp4atom.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <new>
#include <system_error>
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
void apply_in_turn(Track& track, UnsureFields& unsure, const Tags*... tags) {
    const auto apply = [&](const auto& tag) {
        if (!tag.isEmpty()) {
            fill_track(track, texts_of(tag), unsure);
        }
    };
    ((tags != nullptr ? apply(*tags) : void()), ...);
}

void fill_empty(Loudness& loudness, const Loudness& other) {
    for (const auto field :
         {&Loudness::track_gain_db, &Loudness::track_peak, &Loudness::album_gain_db, &Loudness::album_peak}) {
        loudness.*field = loudness.*field ? loudness.*field : other.*field;
    }
}

/// Which of the texts are of an encoding that their tags do not tell.
UnsureFields apply_tags(TagLib::File& file, Track& track) {
    UnsureFields unsure;
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag, TagLib::APE::Tag, TagLib::Tag>(track, unsure, mpeg->ID3v2Tag(),
                                                                         mpeg->APETag(), mpeg->ID3v1Tag());
    } else if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file)) {
        apply_in_turn<TagLib::Ogg::XiphComment, TagLib::ID3v2::Tag, TagLib::Tag>(
            track, unsure, flac->xiphComment(), flac->ID3v2Tag(), flac->ID3v1Tag());
    } else if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag, TagLib::RIFF::Info::Tag>(track, unsure, wav->ID3v2Tag(),
                                                                   wav->InfoTag());
    } else if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag>(track, unsure, aiff->tag());
    } else if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        apply_in_turn<TagLib::MP4::Tag>(track, unsure, mp4->tag());
    } else if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        apply_in_turn<TagLib::APE::Tag, TagLib::Tag>(track, unsure, wavpack->APETag(), wavpack->ID3v1Tag());
    } else if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        apply_in_turn<TagLib::APE::Tag, TagLib::Tag>(track, unsure, monkeys->APETag(), monkeys->ID3v1Tag());
    } else if (auto* musepack = dynamic_cast<TagLib::MPC::File*>(&file)) {
        apply_in_turn<TagLib::APE::Tag, TagLib::Tag>(track, unsure, musepack->APETag(), musepack->ID3v1Tag());
    } else if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        const auto ape = trailing_ape_tag(*tta);
        apply_in_turn<TagLib::ID3v2::Tag, TagLib::APE::Tag, TagLib::Tag>(track, unsure, tta->ID3v2Tag(),
                                                                         ape.tag.get(), tta->ID3v1Tag());
    } else if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file)) {
        apply_in_turn<TagLib::ASF::Tag>(track, unsure, asf->tag());
    } else if (auto* dsd = dynamic_cast<DsdFile*>(&file)) {
        apply_in_turn<TagLib::ID3v2::Tag>(track, unsure, dsd->id3v2());
        track.title = track.title.empty() ? to_display(dsd->title()) : track.title;
        track.artist = track.artist.empty() ? to_display(dsd->artist()) : track.artist;
    } else if (auto* xiph = dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag())) {
        apply_in_turn<TagLib::Ogg::XiphComment>(track, unsure, xiph);
    } else {
        apply_in_turn<TagLib::Tag>(track, unsure, file.tag());
    }
    return unsure;
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

void set_length(Track& track, std::int64_t samples, std::int64_t bytes) {
    if (track.sample_rate > 0) {
        track.duration = std::min(longest_file, Milliseconds(samples * 1000 / track.sample_rate));
    }
    if (track.duration.count() > 0) {
        // Bits per millisecond are kilobits per second.
        constexpr std::int64_t most = 1'000'000;
        track.bitrate_kbps = static_cast<std::int32_t>(std::min(most, bytes * 8 / track.duration.count()));
    }
}

/// TagLib knows ALAC only in the shortest form of its description. Channels and rate stand at the same place
/// for every codec: 16 and 24 bytes into the sample entry, behind the 16 bytes that head the list of entries.
/// (ISO/IEC 14496-12 section 12.2.3)
void read_sample_entry(TagFile& opened, Track& track) {
    TagLib::MP4::Atoms atoms(opened.file.get());
    auto* media = atoms.find("moov", "trak", "mdia");
    const auto* list = media != nullptr ? media->find("minf", "stbl", "stsd") : nullptr;
    if (list == nullptr) {
        return;
    }
    const auto entry = opened.stream->bytes_at(list->offset + 16, 36);
    if (entry.size() < 36) {
        return;
    }
    const auto number = [&](std::size_t at) {
        return static_cast<std::int32_t>(static_cast<unsigned char>(entry[at]) << 8 |
                                         static_cast<unsigned char>(entry[at + 1]));
    };
    track.channels = number(24);
    track.sample_rate = number(32);
    set_length(track, track.duration.count() * track.sample_rate / 1000, opened.stream->size());
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
            set_length(track, length->samples, length->end - length->first_frame);
            return Done{};
        }
        case FileType::flac: {
            const auto* properties = dynamic_cast<TagLib::FLAC::Properties*>(opened.file->audioProperties());
            const auto promised =
                properties != nullptr ? static_cast<std::int64_t>(properties->sampleFrames()) : 0;
            if (promised == 0) {
                set_length(track, flac_samples(stream), stream.size());
            }
            return check_flac(stream, promised);
        }
        case FileType::ogg:
            if (track.duration.count() == 0) {
                set_length(track, ogg_samples(stream), stream.size());
            }
            return Done{};
        case FileType::dsd: {
            const auto* dsd = dynamic_cast<const DsdFile*>(opened.file.get());
            if (dsd == nullptr) {
                return Done{};
            }
            track.sample_rate = dsd->sound().sample_rate;
            track.channels = dsd->sound().channels;
            set_length(track, dsd->sound().samples, stream.size());
            return check_share(stream, dsd->sound().samples_there, dsd->sound().samples);
        }
        case FileType::mp4:
            if (track.sample_rate == 0) {
                read_sample_entry(opened, track);
            }
            return check_mp4(stream);
        default:
            return Done{};
    }
}

/// Cuts between two characters.
void clip(std::string& text) {
    if (text.size() <= longest_tag_text) {
        return;
    }
    auto end = longest_tag_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
        --end;
    }
    text.resize(end);
}

/// What no listener typed: a tag can hold 256 MB, and every text is kept in memory and searched.
void clip_texts(Track& track) {
    for (auto* text : {&track.title, &track.artist, &track.album, &track.album_artist, &track.composer,
                       &track.musicbrainz_recording_id, &track.musicbrainz_track_id,
                       &track.musicbrainz_release_id, &track.musicbrainz_release_group_id}) {
        clip(*text);
    }
    for (auto* texts : {&track.artists, &track.album_artists, &track.composers, &track.genres}) {
        for (auto& text : *texts) {
            clip(text);
        }
    }
}

/// Of the first files in that folder by name: an album's tracks are of one encoding.
std::vector<std::string> unsure_bytes_beside(const std::string& path) {
    constexpr std::size_t most_files = 8;
    std::vector<std::string> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(std::filesystem::path(path).parent_path(), error), end;
         !error && entry != end; entry.increment(error)) {
        const auto& file = entry->path().native();
        if (file != path && file_type_of(entry->path().filename().native())) {
            files.push_back(file);
        }
    }
    std::sort(files.begin(), files.end());
    files.resize(std::min(files.size(), most_files));
    std::vector<std::string> texts;
    for (const auto& file : files) {
        if (const auto opened = open_tag_file(file, false)) {
            Track track;
            const auto unsure = apply_tags(*opened.value().file, track);
            const auto bytes = unsure_bytes(track, unsure);
            texts.insert(texts.end(), bytes.begin(), bytes.end());
        }
    }
    return texts;
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
    const auto unsure = apply_tags(*opened.file, track);
    mend_unsure_texts(track, unsure, [&] { return unsure_bytes_beside(path); });
    if (opened.type == FileType::musepack) {
        fill_empty(track.loudness, musepack_header_loudness(opened.stream->bytes_at(0, 256)));
    }
    const auto picture = embedded_picture(*opened.file);
    track.cover_key = picture_key({picture.data(), picture.size()});
    track.cover = track.cover_key != 0 ? CoverKind::embedded : CoverKind::none;
    if (track.compilation && track.album_artist.empty()) {
        track.album_artist = various_artists;
    }
    clip_texts(track);
    if (track.title.empty()) {
        const auto slash = path.rfind('/');
        track.title =
            title_from_file_name(std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1));
    }
    return track;
}

}  // namespace

Result<MusicFile> read_music_file_as(const std::string& file, const std::string& path) {
    try {
        auto opened = open_tag_file(file, path, true);
        if (!opened) {
            return opened.error();
        }
        auto track = read_open_file(opened.value(), path);
        std::optional<Result<CueSheet>> sheet;
        SoundKey sound;
        if (track) {
            sound = sound_key(*opened.value().stream, opened.value().type, opened.value().first_frame);
            sheet = embedded_cue(opened.value(), track.value().sample_rate);
        }
        // What was read before the disk failed may be half of a tag.
        if (const auto failed = opened.value().stream->read_error()) {
            return *failed;
        }
        if (!track) {
            return track.error();
        }
        return MusicFile{std::move(track).value(), std::move(sheet), sound};
    } catch (const std::bad_alloc&) {
        // TagLib throws nothing of its own, but a damaged length can ask for more memory than there is.
        return Error{ErrorCode::malformed, "needs more memory to be read than any tag should", path};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::malformed, std::string("cannot be read: ") + exception.what(), path};
    }
}

Result<MusicFile> read_music_file(const std::string& path) {
    return read_music_file_as(path, path);
}

Result<Track> read_tags(const std::string& path) {
    auto read = read_music_file(path);
    if (!read) {
        return read.error();
    }
    return std::move(read.value().track);
}

}  // namespace refrain
