#include "library_scanner/covers/cover_art.h"

#include "library_scanner/tags/dsd_file.h"
#include "library_scanner/tags/read_only_stream.h"
#include "library_scanner/tags/tag_file.h"

#include <aifffile.h>
#include <apefile.h>
#include <apetag.h>
#include <asffile.h>
#include <attachedpictureframe.h>
#include <exception>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <string_view>
#include <trueaudiofile.h>
#include <utility>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

using Bytes = TagLib::ByteVector;

/// By the first bytes: what tags and file names say is often wrong. Empty for what is no picture we show.
std::string picture_type(std::string_view head) {
    if (head.substr(0, 3) == "\xff\xd8\xff") {
        return "image/jpeg";
    }
    if (head.substr(0, 8) == "\x89PNG\r\n\x1a\n") {
        return "image/png";
    }
    if (head.substr(0, 4) == "RIFF" && head.size() >= 12 && head.substr(8, 4) == "WEBP") {
        return "image/webp";
    }
    return {};
}

Result<CoverImage> as_image(std::string_view bytes, const std::string& path) {
    if (bytes.empty()) {
        return Error{ErrorCode::not_found, "There is no cover picture in the file", path};
    }
    if (bytes.size() > max_cover_bytes) {
        return Error{ErrorCode::unsupported, "The cover picture is too large to be shown", path};
    }
    auto type = picture_type(bytes);
    if (type.empty()) {
        return Error{ErrorCode::malformed, "The cover is not a JPEG, PNG or WebP picture", path};
    }
    return CoverImage{{bytes.begin(), bytes.end()}, std::move(type)};
}

/// The front cover where one is marked, else the first picture.
Bytes picture_of(const TagLib::ID3v2::Tag* tag) {
    Bytes first;
    if (tag == nullptr) {
        return first;
    }
    for (const auto* frame : tag->frameListMap()["APIC"]) {
        const auto* picture = dynamic_cast<const TagLib::ID3v2::AttachedPictureFrame*>(frame);
        if (picture == nullptr) {
            continue;
        }
        if (picture->type() == TagLib::ID3v2::AttachedPictureFrame::FrontCover) {
            return picture->picture();
        }
        first = first.isEmpty() ? picture->picture() : first;
    }
    return first;
}

Bytes picture_of(const TagLib::List<TagLib::FLAC::Picture*>& pictures) {
    for (const auto* picture : pictures) {
        if (picture->type() == TagLib::FLAC::Picture::FrontCover) {
            return picture->data();
        }
    }
    return pictures.isEmpty() ? Bytes() : pictures.front()->data();
}

/// The name of the picture comes first, ended by a zero.
Bytes picture_of(TagLib::APE::Tag* tag) {
    if (tag == nullptr || !tag->itemListMap().contains("COVER ART (FRONT)")) {
        return {};
    }
    const auto data = tag->itemListMap()["COVER ART (FRONT)"].binaryData();
    const auto name_end = data.find('\0');
    return name_end < 0 ? data : data.mid(static_cast<unsigned int>(name_end) + 1);
}

Bytes picture_of(const TagLib::MP4::Tag* tag) {
    if (tag == nullptr || !tag->itemMap().contains("covr")) {
        return {};
    }
    const auto pictures = tag->itemMap()["covr"].toCoverArtList();
    return pictures.isEmpty() ? Bytes() : pictures.front().data();
}

Bytes picture_of(TagLib::ASF::Tag* tag) {
    const auto pictures = tag != nullptr ? tag->attribute("WM/Picture") : TagLib::ASF::AttributeList();
    return pictures.isEmpty() ? Bytes() : pictures.front().toPicture().picture();
}

Bytes embedded_picture(TagLib::File& file) {
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        const auto picture = picture_of(mpeg->ID3v2Tag());
        return picture.isEmpty() ? picture_of(mpeg->APETag()) : picture;
    }
    if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(&file)) {
        return picture_of(flac->pictureList());
    }
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file)) {
        return picture_of(mp4->tag());
    }
    if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(&file)) {
        return picture_of(wav->ID3v2Tag());
    }
    if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(&file)) {
        return picture_of(aiff->tag());
    }
    if (auto* tta = dynamic_cast<TagLib::TrueAudio::File*>(&file)) {
        return picture_of(tta->ID3v2Tag());
    }
    if (auto* wavpack = dynamic_cast<TagLib::WavPack::File*>(&file)) {
        return picture_of(wavpack->APETag());
    }
    if (auto* monkeys = dynamic_cast<TagLib::APE::File*>(&file)) {
        return picture_of(monkeys->APETag());
    }
    if (auto* musepack = dynamic_cast<TagLib::MPC::File*>(&file)) {
        return picture_of(musepack->APETag());
    }
    if (auto* dsd = dynamic_cast<DsdFile*>(&file)) {
        return picture_of(dsd->id3v2());
    }
    if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file)) {
        return picture_of(asf->tag());
    }
    if (auto* xiph = dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag())) {
        return picture_of(xiph->pictureList());
    }
    return {};
}

Error about_file(const Error& error, const char* what) {
    return {error.code, std::string(what) + " " + error.message, error.path};
}

Result<CoverImage> read_embedded(const std::string& path) {
    const auto opened = open_tag_file(path, false);
    if (!opened) {
        return about_file(opened.error(), "The music file");
    }
    const auto picture = embedded_picture(*opened.value().file);
    return as_image({picture.data(), picture.size()}, path);
}

Result<CoverImage> read_picture_file(const std::string& path) {
    const auto stream = ReadOnlyStream::open(path);
    if (!stream) {
        return about_file(stream.error(), "The cover picture");
    }
    const auto size = stream.value()->size();
    if (size > static_cast<std::int64_t>(max_cover_bytes)) {
        return Error{ErrorCode::unsupported, "The cover picture is too large to be shown", path};
    }
    return as_image(stream.value()->bytes_at(0, static_cast<std::size_t>(size)), path);
}

}  // namespace

Result<CoverImage> read_cover(const TrackView& track) {
    try {
        switch (track.cover) {
            case CoverKind::embedded:
                return read_embedded(track.path());
            case CoverKind::folder:
                return read_picture_file(std::string(track.cover_path));
            case CoverKind::none:
                break;
        }
        return Error{ErrorCode::not_found, "The track has no cover picture", track.path()};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::failed, std::string("The cover could not be read (") + exception.what() + ")",
                     track.path()};
    }
}

}  // namespace refrain
