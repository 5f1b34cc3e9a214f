// Decodes an audio file to float samples, with GStreamer: parts of it as mono for the features, or a stretch
// of it as it is for the loudness. Threads: blocks its caller; GStreamer decodes on threads of its own
// meanwhile. What can fail: the file (not there, not audio, broken, no decoder installed, a decoder that
// stands still); as Error with the reason.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/content/analyzer/excerpts.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace refrain::analysis {

/// What a channel is for; all that the measuring of loudness asks of it.
enum class Speaker { front, surround, bass, other };

/// A piece of audio, interleaved. Valid until the next one is decoded.
struct AudioPiece {
    std::span<const float> samples;
    int rate = 0;
    /// One for each channel.
    std::span<const Speaker> speakers;
};

class Decoder {
  public:
    enum class Format {
        features,  // mono at `sample_rate`
        as_is,     // rate and channels of the file
    };
    /// Opens the file, given as bytes, and decodes its beginning. gst_init() must have been called.
    static Result<std::unique_ptr<Decoder>> open(const std::string& path, Format format = Format::features);
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// 0 when the file does not say.
    Milliseconds duration() const;
    /// The samples of the excerpt at `sample_rate`; fewer where the file ends before it. Of one opened for
    /// features; later excerpts after earlier ones.
    Result<std::vector<float>> read(const Excerpt& excerpt);

    /// Of one opened as it is. Hands all samples from `from` to `to` (0: the end) over, piece by piece, until
    /// `take` says false. Error also when the file breaks off in an error before `to`.
    Status read_all(Milliseconds from, Milliseconds to, const std::function<bool(const AudioPiece&)>& take);

  private:
    struct Impl;
    explicit Decoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain::analysis
