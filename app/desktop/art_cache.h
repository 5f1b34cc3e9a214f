// Pictures that lie inside music files, as files for other programs (lock screens, notifications) to read:
// written once, named by their content, in a folder of bounded size.
//
// One object per folder, any one thread at a time; several processes may share the folder. Blocks on disk:
// not for the GUI thread. What can fail: the folder or the disk, as Result; nothing half written is seen.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/covers/cover_art.h"

#include <cstdint>
#include <filesystem>

namespace refrain {

class ArtCache {
  public:
    struct Limits {
        std::int64_t bytes = 32 << 20;
        std::size_t files = 200;
    };
    explicit ArtCache(std::filesystem::path folder) : ArtCache(std::move(folder), Limits()) {}
    ArtCache(std::filesystem::path folder, Limits limits);

    /// The file that holds the picture. When the folder would grow over its limits, those used longest ago
    /// go first, never the one asked for.
    Result<std::filesystem::path> file_of(const CoverImage& image);

  private:
    void make_room(const std::filesystem::path& keep);

    std::filesystem::path folder_;
    Limits limits_;
};

/// In cache_directory(); empty without a home.
std::filesystem::path default_art_folder();

}  // namespace refrain
