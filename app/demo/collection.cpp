#include "app/demo/collection.h"

#include <fstream>

#include <nlohmann/json.hpp>

namespace refrain::app {

Result<std::vector<DemoPackage>> read_collection(const std::filesystem::path& file) {
    std::ifstream stream(file);
    if (!stream) {
        return Error{ErrorCode::not_found, "The table of the demo's music cannot be read", file.string()};
    }
    try {
        const auto table = nlohmann::json::parse(stream);
        std::vector<DemoPackage> packages;
        for (const auto& row : table.at("packages")) {
            DemoPackage package;
            package.name = row.at("package");
            const std::string folder = row.at("folder");
            for (const auto& entry : row.at("tracks")) {
                // What the tracks of an album share is written once, beside them.
                const auto word = [&](const char* key) -> std::string {
                    return entry.contains(key) ? entry.at(key) : row.at(key);
                };
                package.tracks.push_back({std::filesystem::path(folder) / entry.at("file").get<std::string>(),
                                          word("artist"), word("album"), word("title"), word("genre")});
            }
            packages.push_back(std::move(package));
        }
        return packages;
    } catch (const nlohmann::json::exception& error) {
        return Error{ErrorCode::malformed,
                     std::string("The table of the demo's music is not as it should be: ") + error.what(),
                     file.string()};
    }
}

}  // namespace refrain::app
