// Saves changed tags in the shape in which the file has them.
// Threads: any, each with its own file; blocks on disk. What can fail: the file; told as false.
#pragma once

namespace TagLib {
class File;
}

namespace refrain {

/// In the version of its tags that the file has, and no tags besides that it did not have.
bool save_tags(TagLib::File& file);

}  // namespace refrain
