#include "library_scanner/edit/tag_writer.h"

#include "library_scanner/edit/dsd_tag.h"
#include "library_scanner/edit/save_tags.h"
#include "library_scanner/edit/tag_setters.h"
#include "library_scanner/tags/dsd_file.h"
#include "library_scanner/tags/tag_file.h"
#include "library_scanner/tags/tag_reader.h"
#include "library_scanner/tags/trailing_ape_tag.h"

#include <aifffile.h>
#include <algorithm>
#include <apefile.h>
#include <apetag.h>
#include <asffile.h>
#include <exception>
#include <flacfile.h>
#include <fstream>
#include <id3v1tag.h>
#include <id3v2tag.h>
#include <infotag.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <tfilestream.h>
#include <trueaudiofile.h>
#include <utility>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

template <class Tag>
bool set_all(Tag* tag, const TagChanges& changes) {
    if (tag == nullptr) {
        return false;
    }
    for (const TagChange& change : changes) {
        set_field(*tag, change);
    }
    return true;
}

/// Into the first tag, and into the others where the file has them.
template <class First, class... Others>
bool set_all_in(const TagChanges& changes, First* first, Others*... others) {
    (set_all(others, changes), ...);
    return set_all(first, changes);
}

/// A tag is made where there is none. False when the file has no tag of its kind.
bool set_fields(TagLib::File& file, const TagChanges& changes) {
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        return set_all_in<TagLib::ID3v2::Tag, TagLib::APE::Tag, TagLib::Tag>(
            changes, mpeg->ID3v2Tag(true), mpeg->hasAPETag() ? mpeg->APETag() : nullptr,
            mpeg->hasID3v1Tag() ? mpeg->ID3v1Tag() : nullptr);
    }
    if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file)) {
        return set_all_in<TagLib::Ogg::XiphComment, TagLib::ID3v2::Tag, TagLib::Tag>(
            changes, flac->xiphComment(true), flac->hasID3v2Tag() ? flac->ID3v2Tag() : nullptr,
            flac->hasID3v1Tag() ? flac->ID3v1Tag() : nullptr);
    }
    if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        return set_all_in<TagLib::ID3v2::Tag, TagLib::RIFF::Info::Tag>(
            changes, wav->ID3v2Tag(), wav->hasInfoTag() ? wav->InfoTag() : nullptr);
    }
    if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(&file)) {
        return set_all(aiff->tag(), changes);
    }
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        return set_all(mp4->tag(), changes);
    }
    if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        return set_all_in<TagLib::APE::Tag, TagLib::Tag>(
            changes, wavpack->APETag(true), wavpack->hasID3v1Tag() ? wavpack->ID3v1Tag() : nullptr);
    }
    if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        return set_all_in<TagLib::APE::Tag, TagLib::Tag>(
            changes, monkeys->APETag(true), monkeys->hasID3v1Tag() ? monkeys->ID3v1Tag() : nullptr);
    }
    if (auto* musepack = dynamic_cast<TagLib::MPC::File*>(&file)) {
        return set_all_in<TagLib::APE::Tag, TagLib::Tag>(
            changes, musepack->APETag(true), musepack->hasID3v1Tag() ? musepack->ID3v1Tag() : nullptr);
    }
    if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        return set_all_in<TagLib::ID3v2::Tag, TagLib::Tag>(changes, tta->ID3v2Tag(true),
                                                           tta->hasID3v1Tag() ? tta->ID3v1Tag() : nullptr);
    }
    if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file)) {
        return set_all(asf->tag(), changes);
    }
    return set_all(dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag()), changes);
}

Error unsupported(const std::string& path) {
    return {ErrorCode::unsupported, "Tags cannot be written into a file of this kind", path};
}

Status set_dsd_fields(const std::string& copy, const DsdFile& dsd, const TagChanges& changes) {
    TagLib::ID3v2::Tag fresh;
    TagLib::ID3v2::Tag* tag = dsd.id3v2() != nullptr ? dsd.id3v2() : &fresh;
    set_all(tag, changes);
    const bool old = tag != &fresh && tag->header()->majorVersion() == 3;
    const TagLib::ByteVector bytes = tag->render(old ? TagLib::ID3v2::v3 : TagLib::ID3v2::v4);
    return replace_dsd_tag(copy, std::string_view(bytes.data(), bytes.size()));
}

/// The APE tag of a TTA file, which TagLib passes over when it saves. Last: its place changes with the tag in
/// front.
void set_trailing_ape_fields(TagLib::File& file, const TagChanges& changes) {
    const auto ape = trailing_ape_tag(file);
    if (set_all(ape.tag.get(), changes)) {
        file.insert(ape.tag->render(), static_cast<unsigned long>(ape.begin), ape.size);
    }
}

/// Texts that TagLib would lose are made such as it can read.
Status write_mended(const std::string& copy, const std::vector<MendedBytes>& mended,
                    const std::string& path) {
    std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
    for (const auto& piece : mended) {
        file.seekp(piece.at);
        file.write(piece.bytes.data(), static_cast<std::streamsize>(piece.bytes.size()));
    }
    return file.flush() ? Status(Done{})
                        : Error{ErrorCode::not_writable, "The tags of the file could not be written", path};
}

Status change_copy(const std::string& copy, FileType type, const std::string& head, const TagChanges& changes,
                   const std::string& path) {
    TagLib::FileStream stream(copy.c_str());
    const auto file = open_tag_stream(type, stream, head, false);
    if (!file || !file->isValid()) {
        return unsupported(path);
    }
    if (const auto* dsd = dynamic_cast<const DsdFile*>(file.get())) {
        return set_dsd_fields(copy, *dsd, changes);
    }
    if (file->readOnly() || !set_fields(*file, changes)) {
        return unsupported(path);
    }
    if (!save_tags(*file)) {
        return Error{ErrorCode::not_writable, "The tags of the file could not be written", path};
    }
    if (type == FileType::tta) {
        set_trailing_ape_fields(*file, changes);
    }
    return Done{};
}

bool is_changed(const TagChanges& changes, EditField field) {
    return std::any_of(changes.begin(), changes.end(),
                       [field](const TagChange& change) { return change.field == field; });
}

/// A compilation without an album artist is told to be by various ones: that comes and goes with it.
bool follows(EditField field, const TagChanges& changes, const Track& before, const Track& after) {
    const auto is_derived = [](const Track& track) {
        return track.album_artist.empty() || track.album_artist == various_artists;
    };
    return field == EditField::album_artist && is_changed(changes, EditField::compilation) &&
           is_derived(before) && is_derived(after);
}

/// Does the file say what was to be written, as far as its kind of tag can?
bool says(const Track& track, const TagChange& change) {
    const auto now = values_of(track, change.field);
    if (now == change.values) {
        return true;
    }
    switch (change.field) {
        case EditField::title:
            // Without one the name of the file stands in.
            return change.values.empty();
        case EditField::genre:
            // Names of styles are taken apart and numbers made words when they are read.
            return now.empty() == change.values.empty();
        case EditField::date:
            return !now.empty() && !change.values.empty() && change.values.front().starts_with(now.front());
        default:
            // Where the tag has room for one text, several are one line.
            return one_line(change.values) == one_line(now);
    }
}

Status compare(const MusicFile& was, const MusicFile& is, const TagChanges& changes,
               const std::string& path) {
    const Track& before = was.track;
    const Track& after = is.track;
    for (const TagChange& change : changes) {
        if (!says(after, change)) {
            return Error{ErrorCode::failed,
                         "The tags of this file do not take " + std::string(to_word(change.field)) +
                             " as it was wanted",
                         path};
        }
    }
    const bool same_rest = std::all_of(edit_fields.begin(), edit_fields.end(),
                                       [&](EditField field) {
                                           return is_changed(changes, field) ||
                                                  follows(field, changes, before, after) ||
                                                  values_of(before, field) == values_of(after, field);
                                       }) &&
                           was.sound == is.sound && before.duration == after.duration &&
                           before.sample_rate == after.sample_rate && before.channels == after.channels &&
                           before.cover == after.cover && before.cover_key == after.cover_key &&
                           before.loudness == after.loudness && before.file_rating == after.file_rating &&
                           before.original_date == after.original_date && before.lyrics == after.lyrics &&
                           before.musicbrainz_recording_id == after.musicbrainz_recording_id;
    return same_rest ? Status(Done{})
                     : Error{ErrorCode::failed,
                             "The tags of the file could not be written without changing other things", path};
}

}  // namespace

Result<MusicFile> change_tags_of_copy(const std::string& copy, const std::string& path,
                                      const TagChanges& changes) {
    try {
        const auto before = read_music_file_as(copy, path);
        const auto opened = open_tag_file(copy, path, false);
        for (const Error* error : {before ? nullptr : &before.error(), opened ? nullptr : &opened.error()}) {
            if (error != nullptr) {
                return Error{error->code, "The file " + error->message, path};
            }
        }
        const std::string head = opened.value().stream->bytes_at(0, ogg_head);
        const auto mended = opened.value().stream->mended_in_file();
        if (auto written = mended.empty() ? Status(Done{}) : write_mended(copy, mended, path); !written) {
            return written.error();
        }
        if (auto changed = change_copy(copy, opened.value().type, head, changes, path); !changed) {
            return changed.error();
        }
        // A tag writer is foreign code as well.
        auto after = read_music_file_as(copy, path);
        if (!after) {
            return Error{ErrorCode::failed, "The file with its new tags " + after.error().message, path};
        }
        const Status as_wanted = compare(before.value(), after.value(), changes, path);
        return as_wanted ? std::move(after) : Result<MusicFile>(as_wanted.error());
    } catch (const std::exception& exception) {
        return Error{ErrorCode::failed,
                     std::string("The tags of the file could not be written: ") + exception.what(), path};
    }
}

Result<WrittenTags> write_tags(const std::string& path, const TagChanges& changes,
                               const TagChanger& changer) {
    MusicFile after;
    auto rewritten = rewrite_file(path, {}, [&](const std::string& copy) -> Status {
        auto changed = changer(copy, path, changes);
        if (!changed) {
            return changed.error();
        }
        after = std::move(changed).value();
        return Done{};
    });
    if (!rewritten) {
        return rewritten.error();
    }
    return WrittenTags{rewritten.value(), std::move(after.track), after.sound};
}

}  // namespace refrain
