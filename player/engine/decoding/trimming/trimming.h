// What of a decoder's output is the track: encoders put silence before the first sample and behind the last
// one, and say how much in places that GStreamer heeds in part, depending on its version (1.22: the LAME
// header, not other encoders' of the same form; MP4 edit lists, losing the last samples; no iTunSMPB).
// So those places are hidden from GStreamer, which then decodes everything there is, and the deck cuts.
//
// Pure but for reading; any thread. Nothing fails: a file that says nothing, or nonsense, is not trimmed.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// The file as GStreamer is shown it: the bytes [begin, end), some of them replaced.
struct FileView {
    struct Patch {
        /// In the file.
        std::uint64_t offset = 0;
        std::string bytes;
    };
    std::uint64_t begin = 0;
    /// Nothing: the end of the file, also when it grows.
    std::optional<std::uint64_t> end;
    std::vector<Patch> patches;
};

struct Trimming {
    FileView view;
    /// Decoded frames before the first of the track.
    std::int64_t skip = 0;
    /// Frames of the track; nothing: all that follow.
    std::optional<std::int64_t> frames;
    /// Frames per second in which the two are counted; 0: those of the decoded sound.
    int rate = 0;
    /// What the stream is, in GStreamer's words, where it need not guess.
    std::string caps;
};

/// The bytes that the view shows.
std::shared_ptr<const Bytes> seen_through(FileView view, std::shared_ptr<const Bytes> file);

/// Looks at a file's first bytes for what it is, and finds what it says about its encoder's delay.
Trimming find_trimming(const Bytes& file);

}  // namespace refrain
