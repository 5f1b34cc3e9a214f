// A cover's bytes as a picture to show. Its header is read first (picture_header.h): what is no bitmap of a
// known format, or claims more than may be decoded safely, is refused before a pixel is decoded.
// Pure, any thread; seconds of computing at worst: not on the GUI thread.
#pragma once

#include "library_scanner/covers/cover_art.h"

#include <QImage>

namespace refrain {

/// The middle of the picture as a square, `edge` pixels wide (1 or more) or less where the picture is
/// smaller, turned as its EXIF data say, in 32 bits a pixel. Of an animation: its first frame. One that
/// breaks off is shown as far as its decoder goes. Null when refused.
QImage decode_cover(const CoverImage& cover, int edge);

}  // namespace refrain
