// From frame to frame through an MP3 file, over what lies between them: a tag that was left where two files
// were joined, or rubbish. GStreamer's parser (1.22) reads on over such a place, but when a seek leads it
// across one for the first time it counts two frames less than when it plays, and all behind it lies 52 ms
// late. So before a seek the way there is walked, and what is no frame is hidden from it.
//
// Reads the file: waits as long as the disk lets it. One thread at a time. Nothing fails: where no frames
// follow, the walk ends, and GStreamer is shown the rest as it is.
#pragma once

#include "library_scanner/audio_file/bytes.h"
#include "player/engine/decoding/trimming/mp3_header.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class Mp3Walk {
  public:
    /// The bytes [begin, end) are no frames.
    struct Gap {
        std::uint64_t begin = 0, end = 0;
        friend bool operator==(const Gap&, const Gap&) = default;
    };

    /// Nothing if `sound` does not begin with a frame. Reads so many bytes at a time.
    static std::optional<Mp3Walk> of(std::shared_ptr<const Bytes> sound,
                                     std::size_t at_a_time = std::size_t{256} * 1024);

    const Mp3Frame& first() const { return first_; }
    /// Samples in the frames passed so far.
    std::int64_t samples() const { return frames_ * first_.samples; }
    const std::vector<Gap>& gaps() const { return gaps_; }

    /// Goes on until that many samples are passed, or the end. True if there were gaps on the way that
    /// without_gaps() did not leave out before: the file is to be opened anew.
    bool go_on_to(std::int64_t samples);
    /// The header of the first frame from `offset` on, before `end`, that another one follows.
    std::optional<Mp3Frame> next_frame(std::uint64_t offset, std::uint64_t end);
    /// `sound` without the gaps passed so far.
    std::shared_ptr<const Bytes> without_gaps() const;

  private:
    Mp3Walk(std::shared_ptr<const Bytes> sound, Mp3Frame first, std::size_t at_a_time)
        : sound_(std::move(sound)), first_(first), window_(at_a_time, '\0') {}
    std::optional<Mp3Frame> header_at(std::uint64_t offset);
    std::optional<std::uint64_t> find(std::uint64_t offset, std::uint64_t end);

    std::shared_ptr<const Bytes> sound_;
    Mp3Frame first_;
    std::string window_;
    std::uint64_t window_begin_ = 0;
    std::size_t window_bytes_ = 0;
    /// The end of the last frame passed.
    std::uint64_t at_ = 0;
    std::int64_t frames_ = 0;
    bool ended_ = false;
    std::vector<Gap> gaps_;
};

}  // namespace refrain
