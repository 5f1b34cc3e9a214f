// An open file: read by our parsers and, as its view, by GStreamer.
//
// Threads: any; reads do not disturb each other. Every call waits as long as the disk lets it: never from the
// mixer's thread. What can fail: opening, as Error; reading, which then gives fewer bytes.
#pragma once

#include "library_scanner/core/result.h"
#include "player/engine/decoding/trimming/bytes.h"

#include <memory>
#include <string>

namespace refrain {

class OpenFile final : public Bytes {
  public:
    /// A file of music can be read and is not empty; no folder, pipe or device.
    static Result<std::shared_ptr<const OpenFile>> open(const std::string& path);
    ~OpenFile() override;
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    /// At this moment: a file may grow while it is played, or be cut.
    std::uint64_t size() const override;
    std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override;

  private:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace refrain
