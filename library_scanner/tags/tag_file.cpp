#include "library_scanner/tags/tag_file.h"

#include "library_scanner/tags/audio_check.h"
#include "library_scanner/tags/dsd_file.h"

#include <aifffile.h>
#include <apefile.h>
#include <asffile.h>
#include <flacfile.h>
#include <id3v2framefactory.h>
#include <itfile.h>
#include <modfile.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <oggflacfile.h>
#include <opusfile.h>
#include <s3mfile.h>
#include <speexfile.h>
#include <trueaudiofile.h>
#include <utility>
#include <vorbisfile.h>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xmfile.h>

namespace refrain {
namespace {

using namespace std::string_view_literals;

/// What an Ogg file holds is told by its first packet, which starts within the first page.
std::unique_ptr<TagLib::File> open_ogg(TagLib::IOStream& stream, const std::string& head, bool properties) {
    if (head.find("OpusHead") != std::string::npos) {
        return std::make_unique<TagLib::Ogg::Opus::File>(&stream, properties);
    }
    if (head.find("\x7f"
                  "FLAC") != std::string::npos) {
        return std::make_unique<TagLib::Ogg::FLAC::File>(&stream, properties);
    }
    if (head.find("Speex   ") != std::string::npos) {
        return std::make_unique<TagLib::Ogg::Speex::File>(&stream, properties);
    }
    return std::make_unique<TagLib::Ogg::Vorbis::File>(&stream, properties);
}

/// The sign of a ProTracker module or one of its kin: "M.K.", "8CHN", "16CH".
bool is_module_sign(const std::string& sign) {
    constexpr std::array known{"M.K."sv, "M!K!"sv, "M&K!"sv, "N.T."sv,
                               "FLT4"sv, "FLT8"sv, "OKTA"sv, "CD81"sv};
    if (sign.size() != 4 || std::find(known.begin(), known.end(), sign) != known.end()) {
        return sign.size() == 4;
    }
    const auto digit = [&](std::size_t at) { return sign[at] >= '0' && sign[at] <= '9'; };
    return digit(0) && (sign.compare(1, 3, "CHN") == 0 ||
                        (digit(1) && (sign.compare(2, 2, "CH") == 0 || sign.compare(2, 2, "CN") == 0)));
}

/// Cheap look at the first bytes, so that a web page named .flac is not searched through by TagLib.
bool may_be(FileType type, ReadOnlyStream& stream) {
    const auto head = stream.bytes_at(0, 64);
    const auto starts = [&](std::string_view magic, std::size_t at = 0) {
        return head.size() >= at + magic.size() && head.compare(at, magic.size(), magic) == 0;
    };
    const bool id3 = starts("ID3");
    switch (type) {
        case FileType::flac:
            return id3 || starts("fLaC");
        case FileType::ogg:
        case FileType::opus:
            return starts("OggS");
        case FileType::mp4:
            return starts("ftyp", 4) || starts("moov", 4) || starts("mdat", 4) || starts("free", 4) ||
                   starts("wide", 4) || starts("skip", 4);
        case FileType::wav:
            return starts("RIFF") && starts("WAVE", 8);
        case FileType::aiff:
            return starts("FORM") && (starts("AIFF", 8) || starts("AIFC", 8));
        case FileType::wavpack:
            return starts("wvpk");
        case FileType::musepack:
            return id3 || starts("MP+") || starts("MPCK");
        case FileType::monkeys:
            return id3 || starts("MAC ");
        case FileType::tta:
            return id3 || starts("TTA1");
        case FileType::asf:
            return starts("\x30\x26\xb2\x75");
        case FileType::dsd:
            return starts("DSD ") || starts("FRM8");
        case FileType::xm:
            return starts("Extended Module: ");
        case FileType::it:
            return starts("IMPM");
        case FileType::s3m:
            return starts("SCRM", 44);
        case FileType::mod:
            return is_module_sign(stream.bytes_at(1080, 4));
        case FileType::mpeg:
        case FileType::adts:
            // Their frames are looked for instead.
            return true;
    }
    return true;
}

}  // namespace

std::unique_ptr<TagLib::File> open_tag_stream(FileType type, TagLib::IOStream& stream,
                                              const std::string& head, bool properties) {
    auto* frames = TagLib::ID3v2::FrameFactory::instance();
    switch (type) {
        case FileType::mpeg:
            return std::make_unique<TagLib::MPEG::File>(&stream, frames, properties);
        case FileType::adts:
            return std::make_unique<TagLib::MPEG::File>(&stream, frames, false);
        case FileType::flac:
            return std::make_unique<TagLib::FLAC::File>(&stream, frames, properties);
        case FileType::ogg:
        case FileType::opus:
            return open_ogg(stream, head, properties);
        case FileType::mp4:
            return std::make_unique<TagLib::MP4::File>(&stream, properties);
        case FileType::wav:
            return std::make_unique<TagLib::RIFF::WAV::File>(&stream, properties);
        case FileType::aiff:
            return std::make_unique<TagLib::RIFF::AIFF::File>(&stream, properties);
        case FileType::wavpack:
            return std::make_unique<TagLib::WavPack::File>(&stream, properties);
        case FileType::musepack:
            return std::make_unique<TagLib::MPC::File>(&stream, properties);
        case FileType::monkeys:
            return std::make_unique<TagLib::APE::File>(&stream, properties);
        case FileType::tta:
            return std::make_unique<TagLib::TrueAudio::File>(&stream, frames, properties);
        case FileType::asf:
            return std::make_unique<TagLib::ASF::File>(&stream, properties);
        case FileType::dsd:
            return std::make_unique<DsdFile>(&stream);
        case FileType::mod:
            return std::make_unique<TagLib::Mod::File>(&stream, properties);
        case FileType::xm:
            return std::make_unique<TagLib::XM::File>(&stream, properties);
        case FileType::it:
            return std::make_unique<TagLib::IT::File>(&stream, properties);
        case FileType::s3m:
            return std::make_unique<TagLib::S3M::File>(&stream, properties);
    }
    return nullptr;
}

Result<TagFile> open_tag_file(const std::string& path, bool with_properties) {
    return open_tag_file(path, path, with_properties);
}

Result<TagFile> open_tag_file(const std::string& file, const std::string& path, bool with_properties) {
    const auto slash = path.rfind('/');
    const auto type = file_type_of(std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1));
    if (!type) {
        return Error{ErrorCode::unsupported, "is of a kind that is not read", path};
    }
    auto stream = ReadOnlyStream::open(file);
    if (!stream) {
        return stream.error();
    }
    TagFile opened{std::move(stream).value(), nullptr, *type, 0};
    opened.stream->leave_out_extended_header();
    opened.stream->mend_texts();
    if (*type == FileType::mpeg) {
        // TagLib would take anything for an MP3 and search all of it.
        const auto frame = first_mpeg_frame(*opened.stream);
        if (!frame) {
            return opened.stream->read_error().value_or(
                Error{ErrorCode::malformed, "is not an MP3 file: no MPEG audio is in it", path});
        }
        opened.first_frame = *frame;
    }
    if (may_be(*type, *opened.stream)) {
        opened.file =
            open_tag_stream(*type, *opened.stream, opened.stream->bytes_at(0, ogg_head), with_properties);
    }
    if (!opened.file || !opened.file->isValid()) {
        return opened.stream->read_error().value_or(
            Error{ErrorCode::malformed,
                  "is not " + std::string(with_article(*type)) + ", or is damaged or cut short", path});
    }
    return opened;
}

}  // namespace refrain
