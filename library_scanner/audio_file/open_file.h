// An open file: read by our parsers and, as its view, by GStreamer.
//
// Threads: any; reads do not disturb each other. Every call waits as long as the disk lets it: never from the
// mixer's thread. What can fail: opening, as Error; reading, which then gives fewer bytes.
#pragma once

#include "library_scanner/audio_file/bytes.h"
#include "library_scanner/core/result.h"

#include <atomic>
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
    /// Was it longer, when its size was asked for last, than when it was opened? Asks nobody.
    bool grew() const { return newest_size_ > size_at_opening_; }

  private:
    OpenFile(int descriptor, std::uint64_t size)
        : descriptor_(descriptor), size_at_opening_(size), newest_size_(size) {}
    const int descriptor_;
    const std::uint64_t size_at_opening_;
    mutable std::atomic<std::uint64_t> newest_size_;
};

}  // namespace refrain
