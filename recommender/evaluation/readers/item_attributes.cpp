#include "recommender/evaluation/readers/item_attributes.h"

#include <fstream>
#include <string>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain::evaluation {
namespace {

using Json = nlohmann::json;

Error wrong(const std::filesystem::path& file, const std::string& what) {
    return {ErrorCode::malformed, what, file.string()};
}

}  // namespace

Status add_item_attributes(const std::filesystem::path& file, DataSet& data) {
    if (!data.tracks.empty()) {
        return Error{ErrorCode::unsupported,
                     "This data set has tags of its own; attributes are for sets without", file.string()};
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return Error{ErrorCode::not_found, "The item attributes cannot be opened", file.string()};
    }
    const Json json = Json::parse(stream, nullptr, false);
    if (!json.is_object()) {
        return wrong(file, "Expected a JSON object with a list of attributes for each item");
    }
    std::unordered_map<std::string, ItemNumber> numbers;
    for (const auto& id : data.item_ids) {
        numbers.emplace(id, static_cast<ItemNumber>(numbers.size()));
    }
    std::vector<Track> tracks(data.items());
    for (const auto& [id, attributes] : json.items()) {
        if (!attributes.is_array()) {
            return wrong(file, "Item " + id.substr(0, 40) + " has no list of attributes");
        }
        const auto item = numbers.find(id);
        for (const auto& attribute : attributes) {
            if (!attribute.is_string() && !attribute.is_number_integer()) {
                return wrong(file,
                             "An attribute of item " + id.substr(0, 40) + " is neither number nor text");
            }
            if (item != numbers.end()) {
                tracks[item->second].genres.push_back(attribute.is_string() ? attribute.get<std::string>()
                                                                            : attribute.dump());
            }
        }
    }
    data.tracks = std::move(tracks);
    return Done{};
}

}  // namespace refrain::evaluation
