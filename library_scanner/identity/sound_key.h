// Tells the same audio again whatever is written into the tags around it: a moved file that was tagged anew
// on the way keeps its history. Reads a few kilobytes. Two files with one key hold the same audio but for
// chance (2^-64); the same recording encoded anew has another key.
// Threads: any, each with its own stream. What can fail: nothing; what tells nothing gets no key.
#pragma once

#include "library_scanner/tags/file_type.h"

#include <cstdint>
#include <string_view>

namespace refrain {

class ReadOnlyStream;

struct SoundKey {
    /// 0: not known, or the audio is one that many files begin with (silence).
    std::int64_t value = 0;

    bool known() const { return value != 0; }
    friend bool operator==(SoundKey, SoundKey) = default;
};

/// FLAC: the MD5 of the decoded samples that its encoder left in STREAMINFO (RFC 9639 section 8.2), where it
/// did. Ogg: the number of the last sample and the first packets behind the headers, for page numbers and
/// checksums change with the comments. All else: how many bytes of audio there are and the first 16 KiB of
/// them, behind and before the tags.
/// `first_frame`: where MPEG audio starts; other kinds find it themselves.
SoundKey sound_key(ReadOnlyStream& stream, FileType type, std::int64_t first_frame);

/// Does that begin of the audio say nothing about which piece it is? True when nearly all bytes are one.
bool is_monotonous(std::string_view audio);

}  // namespace refrain
