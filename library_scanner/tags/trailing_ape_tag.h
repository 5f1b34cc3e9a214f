// The APE tag at the end of a file of a kind that TagLib looks for none in: ffmpeg writes one into TTA files.
// Threads: as the file. What can fail: there is none.
#pragma once

#include <apetag.h>
#include <memory>
#include <tfile.h>

namespace refrain {

struct TrailingApeTag {
    std::unique_ptr<TagLib::APE::Tag> tag;
    /// Where it begins in the file, and its length, header and footer included.
    long begin = 0;
    unsigned long size = 0;
};

/// In front of an ID3v1 tag, or at the very end. `tag` is null where there is none.
TrailingApeTag trailing_ape_tag(TagLib::File& file);

}  // namespace refrain
