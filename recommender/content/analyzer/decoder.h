// Decodes parts of an audio file to mono float samples, with GStreamer.
// Threads: blocks its caller; GStreamer decodes on threads of its own meanwhile. What can fail: the file (not
// there, not audio, broken, no decoder installed, a decoder that stands still); as Error with the reason.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/content/analyzer/excerpts.h"

#include <memory>
#include <string>
#include <vector>

namespace refrain::analysis {

class Decoder {
  public:
    /// Opens the file, given as bytes, and decodes its beginning. gst_init() must have been called.
    static Result<std::unique_ptr<Decoder>> open(const std::string& path);
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// 0 when the file does not say.
    Milliseconds duration() const;
    /// The samples of the excerpt at `sample_rate`; fewer where the file ends before it.
    Result<std::vector<float>> read(const Excerpt& excerpt);

  private:
    struct Impl;
    explicit Decoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain::analysis
