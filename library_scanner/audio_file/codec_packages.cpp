#include "library_scanner/audio_file/codec_packages.h"

#include <algorithm>
#include <array>

namespace refrain {
namespace {

constexpr std::string_view base = "gstreamer1.0-plugins-base", good = "gstreamer1.0-plugins-good",
                           bad = "gstreamer1.0-plugins-bad", libav = "gstreamer1.0-libav";

struct OfCaps {
    std::string_view caps;
    CodecPackage package;
};
// The containers and the codings within them; where two packages can do it, the one whose part we prefer.
constexpr std::array of_caps{
    OfCaps{"audio/x-flac", {"FLAC", good}},
    OfCaps{"audio/x-wav", {"WAV", good}},
    OfCaps{"audio/x-aiff", {"AIFF", bad}},
    OfCaps{"application/x-id3", {"MP3", good}},
    OfCaps{"application/x-apetag", {"Music with APE tags", good}},
    OfCaps{"audio/mpeg1", {"MP3", good}},
    OfCaps{"audio/mpeg", {"AAC", libav}},
    OfCaps{"video/quicktime", {"M4A", good}},
    OfCaps{"audio/x-m4a", {"M4A", good}},
    OfCaps{"audio/x-alac", {"Apple Lossless", libav}},
    OfCaps{"application/ogg", {"Ogg", base}},
    OfCaps{"audio/ogg", {"Ogg", base}},
    OfCaps{"audio/x-vorbis", {"Vorbis", base}},
    OfCaps{"audio/x-opus", {"Opus", base}},
    OfCaps{"audio/x-speex", {"Speex", good}},
    OfCaps{"audio/x-wavpack", {"WavPack", good}},
    OfCaps{"audio/x-musepack", {"Musepack", bad}},
    OfCaps{"application/x-ape", {"Monkey's Audio", libav}},
    OfCaps{"audio/x-ape", {"Monkey's Audio", libav}},
    OfCaps{"audio/x-ffmpeg-parsed-ape", {"Monkey's Audio", libav}},
    OfCaps{"audio/x-dsd", {"DSD", libav}},
    OfCaps{"audio/x-dsf", {"DSD", libav}},
    OfCaps{"audio/x-ffmpeg-parsed-dsf", {"DSD", libav}},
    OfCaps{"audio/x-ttafile", {"True Audio", libav}},
    OfCaps{"audio/x-tta", {"True Audio", libav}},
    OfCaps{"audio/x-wma", {"Windows Media Audio", libav}},
    OfCaps{"video/x-ms-asf", {"Windows Media Audio", libav}},
    OfCaps{"audio/x-ac3", {"AC-3", libav}},
    OfCaps{"audio/x-mod", {"Module music", bad}},
    OfCaps{"audio/x-xm", {"Module music", bad}},
    OfCaps{"audio/x-it", {"Module music", bad}},
    OfCaps{"audio/x-s3m", {"Module music", bad}},
};

struct OfContent {
    std::size_t offset;
    std::string_view bytes;
    std::string_view caps;
};
// The more particular before the more general.
constexpr std::array of_content{
    OfContent{28, "OpusHead", "audio/x-opus"},
    OfContent{29, "vorbis", "audio/x-vorbis"},
    OfContent{0, "OggS", "application/ogg"},
    OfContent{0, "fLaC", "audio/x-flac"},
    OfContent{0, "RIFF", "audio/x-wav"},
    OfContent{0, "FORM", "audio/x-aiff"},
    OfContent{4, "ftyp", "video/quicktime"},
    OfContent{0, "wvpk", "audio/x-wavpack"},
    OfContent{0, "MPCK", "audio/x-musepack"},
    OfContent{0, "MP+", "audio/x-musepack"},
    OfContent{0, "MAC ", "audio/x-ape"},
    OfContent{0, "DSD ", "audio/x-dsd"},
    OfContent{0, "FRM8", "audio/x-dsd"},
    OfContent{0, "TTA1", "audio/x-tta"},
    OfContent{0, "Extended Module: ", "audio/x-xm"},
    OfContent{0, "IMPM", "audio/x-it"},
    OfContent{44, "SCRM", "audio/x-s3m"},
    OfContent{1080, "M.K.", "audio/x-mod"},
    OfContent{1080, "M!K!", "audio/x-mod"},
    OfContent{1080, "FLT4", "audio/x-mod"},
    OfContent{1081, "CHN", "audio/x-mod"},
    OfContent{0, "ID3", "audio/mpeg1"},
};

}  // namespace

std::optional<CodecPackage> package_for_caps(std::string_view caps) {
    const auto found = std::find_if(of_caps.begin(), of_caps.end(),
                                    [caps](const OfCaps& entry) { return entry.caps == caps; });
    return found == of_caps.end() ? std::nullopt : std::optional(found->package);
}

std::optional<CodecPackage> package_for_content(std::string_view bytes) {
    const auto found = std::find_if(of_content.begin(), of_content.end(), [bytes](const OfContent& entry) {
        return bytes.size() >= entry.offset + entry.bytes.size() &&
               bytes.substr(entry.offset, entry.bytes.size()) == entry.bytes;
    });
    return found == of_content.end() ? std::nullopt : package_for_caps(found->caps);
}

}  // namespace refrain
