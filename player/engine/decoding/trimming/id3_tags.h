// The tags around the music of an MP3 file: ID3v2 before it (also several), APEv2 and ID3v1 behind it.
// Only what playing needs: where they end and begin, and iTunes' note on the encoder's delay.
//
// Pure but for reading; any thread. Nothing fails: what is broken counts as no tag.
#pragma once

#include "player/engine/decoding/trimming/bytes.h"

#include <cstdint>
#include <string>

namespace refrain {

struct Id3Tags {
    /// The bytes [begin, end) lie between the tags.
    std::uint64_t begin = 0, end = 0;
    /// The text of the comment "iTunSMPB"; empty if there is none.
    std::string gapless;
};

Id3Tags find_id3_tags(const Bytes& file);

}  // namespace refrain
