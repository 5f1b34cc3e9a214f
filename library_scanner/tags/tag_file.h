// Opens a music file with the TagLib class that fits it. One place, because tags and covers are both read
// through it. Threads: any, each with its own file. What can fail: the file; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/tags/file_type.h"
#include "library_scanner/tags/read_only_stream.h"

#include <cstdint>
#include <memory>
#include <string>

namespace TagLib {
class File;
}

namespace refrain {

struct TagFile {
    // The TagLib object reads through the stream and goes first.
    std::unique_ptr<ReadOnlyStream> stream;
    std::unique_ptr<TagLib::File> file;
    FileType type = FileType::mpeg;
    /// Where the audio starts, for MPEG; 0 for all others.
    std::int64_t first_frame = 0;
};

/// `with_properties`: also work out length and rates. ADTS has no TagLib class: its `file` only reads tags.
/// Errors are half a sentence with the file as its subject: "is empty", "is not a FLAC file".
Result<TagFile> open_tag_file(const std::string& path, bool with_properties);
/// `file`, of the kind that the name of `path` tells.
Result<TagFile> open_tag_file(const std::string& file, const std::string& path, bool with_properties);

/// What of an Ogg file tells its kind.
inline constexpr std::size_t ogg_head = 128;

/// The TagLib object for a file of that kind on a stream of the caller's, whatever is in it; `head`: its
/// first bytes, `ogg_head` at most. May be invalid.
std::unique_ptr<TagLib::File> open_tag_stream(FileType type, TagLib::IOStream& stream,
                                              const std::string& head, bool properties);

}  // namespace refrain
