// Which files are music, told by the end of their names. Pure, any thread, nothing fails.
#pragma once

#include <optional>
#include <string_view>

namespace refrain {

enum class FileType {
    mpeg,  // .mp3 .mp2
    flac,
    ogg,  // .ogg .oga .spx: Vorbis, FLAC or Speex, told apart by content
    opus,
    mp4,   // .m4a .m4b .mp4: AAC or ALAC
    adts,  // .aac
    wav,
    aiff,
    wavpack,
    musepack,
    monkeys,  // .ape
    tta,
    asf,  // .wma
    dsd,  // .dsf .dff
    mod,  // tracker modules
    xm,
    it,
    s3m,
};

/// By the extension, case ignored; nothing for what is no music, for a name that is nothing but an extension,
/// and for "._name", the companion that macOS writes beside a file on foreign disks.
std::optional<FileType> file_type_of(std::string_view file_name);

/// "an MP3 file", for messages.
std::string_view with_article(FileType type);

}  // namespace refrain
