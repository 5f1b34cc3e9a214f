#include "library_scanner/tags/file_type.h"

#include "library_scanner/core/ascii.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace refrain {
namespace {

using namespace std::string_view_literals;

constexpr std::array extensions{std::pair{"mp3"sv, FileType::mpeg},     std::pair{"mp2"sv, FileType::mpeg},
                                std::pair{"flac"sv, FileType::flac},    std::pair{"ogg"sv, FileType::ogg},
                                std::pair{"oga"sv, FileType::ogg},      std::pair{"spx"sv, FileType::ogg},
                                std::pair{"opus"sv, FileType::opus},    std::pair{"m4a"sv, FileType::mp4},
                                std::pair{"m4b"sv, FileType::mp4},      std::pair{"mp4"sv, FileType::mp4},
                                std::pair{"aac"sv, FileType::adts},     std::pair{"wav"sv, FileType::wav},
                                std::pair{"aif"sv, FileType::aiff},     std::pair{"aiff"sv, FileType::aiff},
                                std::pair{"aifc"sv, FileType::aiff},    std::pair{"wv"sv, FileType::wavpack},
                                std::pair{"mpc"sv, FileType::musepack}, std::pair{"ape"sv, FileType::monkeys},
                                std::pair{"tta"sv, FileType::tta},      std::pair{"wma"sv, FileType::asf},
                                std::pair{"dsf"sv, FileType::dsd},      std::pair{"dff"sv, FileType::dsd},
                                std::pair{"mod"sv, FileType::mod},      std::pair{"xm"sv, FileType::xm},
                                std::pair{"it"sv, FileType::it},        std::pair{"s3m"sv, FileType::s3m}};

}  // namespace

std::optional<FileType> file_type_of(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || file_name.substr(0, 2) == "._") {
        return std::nullopt;
    }
    const auto ending = file_name.substr(dot + 1);
    for (const auto& [extension, type] : extensions) {
        if (is_word_ascii(ending, extension)) {
            return type;
        }
    }
    return std::nullopt;
}

std::string_view with_article(FileType type) {
    switch (type) {
        case FileType::mpeg:
            return "an MP3 file";
        case FileType::flac:
            return "a FLAC file";
        case FileType::ogg:
            return "an Ogg file";
        case FileType::opus:
            return "an Opus file";
        case FileType::mp4:
            return "an MP4 file";
        case FileType::adts:
            return "an AAC file";
        case FileType::wav:
            return "a WAV file";
        case FileType::aiff:
            return "an AIFF file";
        case FileType::wavpack:
            return "a WavPack file";
        case FileType::musepack:
            return "a Musepack file";
        case FileType::monkeys:
            return "a Monkey's Audio file";
        case FileType::tta:
            return "a True Audio file";
        case FileType::asf:
            return "a Windows Media file";
        case FileType::dsd:
            return "a DSD file";
        case FileType::mod:
        case FileType::xm:
        case FileType::it:
        case FileType::s3m:
            return "a tracker module";
    }
    return "a music file";
}

}  // namespace refrain
