// The tags around the music of an MP3 file: ID3v2 before it (also several), APEv2 and ID3v1 behind it.
// Only what playing needs: where they end and begin, and iTunes' note on the encoder's delay.
//
// Pure but for reading; any thread. Nothing fails: what is broken counts as no tag.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <cstdint>
#include <string>

namespace refrain {

struct Id3Tags {
    /// Where what they stand before begins.
    std::uint64_t end = 0;
    /// The text of the comment "iTunSMPB"; empty if there is none.
    std::string gapless;
};

/// The tags a file begins with.
Id3Tags find_id3_tags(const Bytes& file);

/// Where the tags begin that a file ends with; its size if there are none. `begin`: where its music begins.
std::uint64_t end_before_tags(const Bytes& file, std::uint64_t begin);

}  // namespace refrain
