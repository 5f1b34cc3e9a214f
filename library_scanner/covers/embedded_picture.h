// The picture inside a music file. Nothing is decoded. Threads: any, each with its own file. Nothing fails: a
// file without a picture has an empty one.
#pragma once

namespace TagLib {
class ByteVector;
class File;
}  // namespace TagLib

namespace refrain {

/// The front cover where one is marked, else the first picture. Shares the bytes that the file's tags hold.
TagLib::ByteVector embedded_picture(TagLib::File& file);

}  // namespace refrain
