#include "library_scanner/covers/embedded_picture.h"

#include "library_scanner/tags/dsd_file.h"
#include "library_scanner/tags/trailing_ape_tag.h"

#include <aifffile.h>
#include <apefile.h>
#include <apetag.h>
#include <asffile.h>
#include <attachedpictureframe.h>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <trueaudiofile.h>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace refrain {
namespace {

using Bytes = TagLib::ByteVector;

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

}  // namespace

TagLib::ByteVector embedded_picture(TagLib::File& file) {
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
        const auto picture = picture_of(tta->ID3v2Tag());
        return picture.isEmpty() ? picture_of(trailing_ape_tag(*tta).tag.get()) : picture;
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

}  // namespace refrain
