#include "player/engine/decoding/trimming/trimming.h"

#include "library_scanner/audio_file/codec_packages.h"
#include "player/engine/decoding/trimming/id3_tags.h"
#include "player/engine/decoding/trimming/mp3_header.h"
#include "player/engine/decoding/trimming/mp4_edits.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace refrain {
namespace {

class SeenThrough final : public Bytes {
  public:
    SeenThrough(FileView view, std::shared_ptr<const Bytes> file)
        : view_(std::move(view)), file_(std::move(file)) {}

    std::uint64_t size() const override {
        const std::uint64_t end =
            std::min(view_.end.value_or(std::numeric_limits<std::uint64_t>::max()), file_->size());
        return end > view_.begin ? end - view_.begin : 0;
    }

    std::size_t read(std::uint64_t offset, char* out, std::size_t length) const override {
        const std::uint64_t all = size();
        const std::uint64_t there = offset < all ? std::min<std::uint64_t>(length, all - offset) : 0;
        const std::uint64_t begin = view_.begin + offset;
        const std::size_t done = file_->read(begin, out, static_cast<std::size_t>(there));
        for (const FileView::Patch& patch : view_.patches) {
            const std::uint64_t from = std::max(begin, patch.offset);
            const std::uint64_t to = std::min(begin + done, patch.offset + patch.bytes.size());
            if (from < to) {
                std::copy_n(patch.bytes.data() + (from - patch.offset), to - from, out + (from - begin));
            }
        }
        return done;
    }

  private:
    FileView view_;
    std::shared_ptr<const Bytes> file_;
};

/// GStreamer (1.22) knows no WavPack file whose first block is larger than 128 KiB, as those of high rates
/// are.
Trimming all_of_wavpack(const Bytes& file) {
    Trimming whole;
    whole.caps = "audio/x-wavpack";
    if (const std::uint64_t end = end_before_tags(file, 0); end != file.size()) {
        whole.view.end = end;
    }
    return whole;
}

}  // namespace

std::shared_ptr<const Bytes> seen_through(FileView view, std::shared_ptr<const Bytes> file) {
    return std::make_shared<SeenThrough>(std::move(view), std::move(file));
}

Trimming find_trimming(const Bytes& file) {
    if (auto mp4 = trimming_of_mp4(file)) {
        return *std::move(mp4);
    }
    // Anything can look like MP3 somewhere.
    const auto known =
        package_for_content(file.take(0, std::min<std::uint64_t>(64, file.size())).value_or(""));
    if (known && known->format == "WavPack") {
        return all_of_wavpack(file);
    }
    if (known && known->format != "MP3") {
        return {};
    }
    if (auto mp3 = trimming_of_mp3(file)) {
        return *std::move(mp3);
    }
    return {};
}

}  // namespace refrain
