#include "library_scanner/scan/ask_reader.h"

#include "library_scanner/lyrics/lyrics_of_file.h"
#include "library_scanner/scan/file_asker.h"

#include <utility>

namespace refrain {

Result<std::vector<Lyrics>> ask_for_lyrics(const std::filesystem::path& reader, const std::string& path,
                                           const ReaderLimits& limits, const std::atomic<bool>* cancel) {
    auto found = FileAsker(reader, limits).lyrics(path, cancel);
    return cancel != nullptr && cancel->load() ? std::vector<Lyrics>() : std::move(found);
}

Result<std::vector<Lyrics>> find_lyrics(const std::filesystem::path& reader, const std::string& path,
                                        const ReaderLimits& limits, const std::atomic<bool>* cancel) {
    std::vector<Lyrics> found;
    const auto beside = lyrics_beside_file(path);
    if (beside && beside.value()) {
        found.push_back(*beside.value());
    }
    auto inside = ask_for_lyrics(reader, path, limits, cancel);
    if (inside) {
        found.insert(found.end(), inside.value().begin(), inside.value().end());
    }
    if (found.empty() && !beside) {
        return beside.error();
    }
    if (found.empty() && !inside) {
        return inside.error();
    }
    return found;
}

}  // namespace refrain
