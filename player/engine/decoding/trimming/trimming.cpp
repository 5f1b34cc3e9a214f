#include "player/engine/decoding/trimming/trimming.h"

#include "player/engine/decoding/trimming/mp3_header.h"
#include "player/engine/decoding/trimming/mp4_edits.h"

#include <algorithm>

namespace refrain {

void FileView::apply(std::uint64_t offset, char* bytes, std::size_t length) const {
    for (const Patch& patch : patches) {
        const std::uint64_t from = std::max(offset, patch.offset);
        const std::uint64_t to = std::min(offset + length, patch.offset + patch.bytes.size());
        if (from < to) {
            std::copy_n(patch.bytes.data() + (from - patch.offset), to - from, bytes + (from - offset));
        }
    }
}

Trimming find_trimming(const Bytes& file) {
    if (auto mp4 = trimming_of_mp4(file)) {
        return *std::move(mp4);
    }
    if (auto mp3 = trimming_of_mp3(file)) {
        return *std::move(mp3);
    }
    return {};
}

}  // namespace refrain
