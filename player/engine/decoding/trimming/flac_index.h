// Places in a FLAC file, found by halving: GStreamer's parser (1.22) reads a file that brings no table of
// seek points from the last place it knows to the one wanted, in two hours of music for seconds. Each frame
// says which sample it begins with, so that some ten reads anywhere in the file find a near one; the file is
// then shown to GStreamer with a table of what was found. Source: RFC 9639, 8 (blocks) and 9.1 (frame
// headers).
//
// Reads the file: waits as long as the disk lets it. One thread at a time. Nothing fails: what is no FLAC
// file, or damaged, gives no places, and GStreamer seeks as it can.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace refrain {

/// What the header of a frame says; `number` counts frames or, if `variable`, samples.
struct FlacFrame {
    bool variable = false;
    std::uint32_t block = 0;
    std::uint64_t number = 0;
};

/// The header at the beginning of `bytes`, its checksum right. No frame has a longer one than 16 bytes.
std::optional<FlacFrame> parse_flac_frame(std::string_view bytes);

class FlacIndex {
  public:
    /// Nothing if this is no FLAC file with frames that count from 0.
    static std::optional<FlacIndex> of(std::shared_ptr<const Bytes> file);

    /// Samples per second.
    std::uint32_t rate() const { return rate_; }
    /// Looks for a frame shortly before this sample: seconds, or a few frames' lengths in bytes. True if one
    /// was found that with_table() did not tell of before: the file is to be opened anew. Never for a file
    /// that brings a table of its own.
    bool approach(std::uint64_t sample);
    /// The file with all places found so far as its table, and without its other blocks.
    std::shared_ptr<const Bytes> with_table() const;
    /// Samples in the file: the larger of what it says and what its last frame says. 0: neither.
    std::uint64_t length() const;

  private:
    struct Place {
        std::uint64_t sample = 0;
        /// From the first frame on.
        std::uint64_t offset = 0;
        std::uint32_t block = 0;
    };
    explicit FlacIndex(std::shared_ptr<const Bytes> file) : file_(std::move(file)) {}
    bool read_blocks();
    bool read_info(std::uint64_t at);
    std::uint64_t sound_bytes() const;
    std::optional<Place> place_of(std::string_view bytes, std::uint64_t offset) const;
    std::optional<Place> first_place(std::uint64_t from, std::uint64_t until) const;

    std::shared_ptr<const Bytes> file_;
    std::string info_;
    std::uint32_t rate_ = 0, block_ = 0;
    std::uint64_t total_ = 0, frames_begin_ = 0, most_frame_ = 0;
    bool has_table_ = false;
    /// By sample: where its frame begins.
    std::map<std::uint64_t, std::uint64_t> places_;
};

}  // namespace refrain
