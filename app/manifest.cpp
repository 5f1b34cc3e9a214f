#include "app/manifest.h"

#include <fstream>

namespace refrain::app {

Result<nlohmann::json> read_manifest(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "manifest.json";
    std::ifstream stream(file);
    if (!stream) {
        return Error{ErrorCode::not_found, "The model has no manifest", file.string()};
    }
    nlohmann::json manifest = nlohmann::json::parse(stream, nullptr, false);
    if (manifest.is_discarded()) {
        return Error{ErrorCode::damaged, "The manifest of the model is not JSON", file.string()};
    }
    return manifest;
}

}  // namespace refrain::app
