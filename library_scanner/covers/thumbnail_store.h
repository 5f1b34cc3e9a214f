// Small pictures of covers on disk, each in a file of its own, in a folder of bounded size: those used
// longest ago go first. A file is written beside its place and renamed, and holds a checksum of itself: what
// is damaged, foreign or half there is not handed out, and several processes may share the folder. Losing it
// loses time only. Threads: any, several at once; blocks on the disk. What can fail: the folder, the space;
// as Status.
#pragma once

#include "library_scanner/core/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {

struct ThumbnailName {
    /// Track::cover_key.
    std::uint64_t key = 0;
    /// Pixels.
    std::uint32_t edge = 0;
    friend auto operator<=>(const ThumbnailName&, const ThumbnailName&) = default;
};

/// Longer ones are neither written nor read.
inline constexpr std::size_t most_thumbnail_bytes = std::size_t{4} << 20;

class ThumbnailStore {
  public:
    struct Limits {
        /// As the disk counts, in blocks of 4 KiB. Room for 16,000 albums in two sizes of a list.
        std::uint64_t bytes = std::uint64_t{256} << 20;
        /// A file used again sooner than this after it was last marked as used is not marked anew.
        std::chrono::seconds marked_again_after = std::chrono::hours(1);
    };
    explicit ThumbnailStore(std::filesystem::path folder) : ThumbnailStore(std::move(folder), Limits()) {}
    ThumbnailStore(std::filesystem::path folder, Limits limits);

    /// What was written under that name. A damaged file is removed.
    std::optional<std::string> read(const ThumbnailName& name);
    /// Replaces what was there. Makes the folder when it is missing.
    Status write(const ThumbnailName& name, std::string_view bytes);

    std::filesystem::path file_of(const ThumbnailName& name) const;

  private:
    /// Looks how much there is when that is not known, and makes room when it is too much.
    void account_for(std::uint64_t written);

    const std::filesystem::path folder_;
    const Limits limits_;

    std::mutex mutex_;
    // Guarded by mutex_. As of the last look, with what this object has written since. Others write, too:
    // after a sixteenth of the limit the folder is looked at again.
    std::optional<std::uint64_t> bytes_;
    std::uint64_t written_since_ = 0;
};

}  // namespace refrain
