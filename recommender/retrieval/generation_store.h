// Where generations live: model/<generation>/, written under a temporary name and renamed when whole.
// Any thread, several processes: a draft is locked by its writer, so that what a dead writer left can be told
// from what a living one is at. What can fail: no permission, a full disk; as Error, nothing half is visible.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace refrain {

inline constexpr std::string_view encoder_file = "encoder.safetensors";
inline constexpr std::string_view items_file = "items.safetensors";
inline constexpr std::string_view index_file = "items.hnsw";
inline constexpr std::string_view manifest_file = "manifest.json";

/// "20261122T164700Z-123-c": names sort by time; `suffix` takes letters, digits and '-'.
std::string generation_name(UtcTime at, std::string_view suffix);
/// Does a folder's name have the form generation_name() gives (up to the first '-')?
bool is_generation_name(std::string_view name);

/// The whole file, up to `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& file, std::uintmax_t limit);
/// XXH3-128 in hexadecimal.
std::string checksum(std::string_view bytes);

/// A generation being written. Whatever is not published vanishes with the object.
class GenerationDraft {
  public:
    /// Creates and locks `model_directory`/.tmp-<name>-<process>.
    static Result<GenerationDraft> create(const std::filesystem::path& model_directory,
                                          const std::string& name);
    GenerationDraft(GenerationDraft&& other) noexcept;
    GenerationDraft& operator=(GenerationDraft&&) = delete;
    ~GenerationDraft();

    const std::filesystem::path& folder() const { return folder_; }
    /// Writes a file of the generation and sees it to the disk.
    Status write(std::string_view file, std::string_view bytes) const;
    /// Sees a file that was written by other means to the disk.
    Status sync(std::string_view file) const;
    /// Renames the folder to its final name and sees that to the disk.
    Status publish();

  private:
    GenerationDraft(std::filesystem::path folder, std::filesystem::path target, int lock)
        : folder_(std::move(folder)), target_(std::move(target)), lock_(lock) {}
    std::filesystem::path folder_, target_;
    int lock_ = -1;
};

/// Removes drafts whose writer is dead.
void remove_dead_drafts(const std::filesystem::path& model_directory);
/// Removes all but the newest `keep` generations.
void remove_old_generations(const std::filesystem::path& model_directory, std::size_t keep = 3);

}  // namespace refrain
