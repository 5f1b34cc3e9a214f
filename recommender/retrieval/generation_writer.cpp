#include "recommender/retrieval/generation_writer.h"

#include "recommender/content/tag_features.h"
#include "recommender/retrieval/eigen_encoder.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/item_index.h"

#include <xxhash.h>

#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Json = nlohmann::json;

Json versions_of(const GenerationContent& content) {
    Json out = content.versions;
    out["eigen"] = std::to_string(EIGEN_WORLD_VERSION) + '.' + std::to_string(EIGEN_MAJOR_VERSION) + '.' +
                   std::to_string(EIGEN_MINOR_VERSION);
    out["xxhash"] = std::to_string(XXH_VERSION_NUMBER);
    return out;
}

/// Builds, checks and saves the index; says in `note` what came of it. No index is no error: the exact scan
/// serves.
Status add_index(const GenerationDraft& draft, const EigenEncoder::Matrix& vectors, Json& note, Json& files) {
    const VectorTable table{vectors.data(), static_cast<std::size_t>(vectors.rows()),
                            static_cast<std::size_t>(vectors.cols())};
    auto built = ItemIndex::build(table);
    const double recall = built ? recall_at_100(*built.value(), table) : 0.0;
    const bool sound = built.ok() && recall >= recall_floor;
    note = {{"kind", sound ? "hnsw" : "exact"},
            {"recall_at_100", recall},
            {"links", ItemIndex::links},
            {"build_width", ItemIndex::build_width},
            {"search_width", ItemIndex::search_width}};
    if (!sound) {
        return Done{};
    }
    const auto path = draft.folder() / index_file;
    if (auto status = built.value()->save(path); !status) {
        return status;
    }
    if (auto status = draft.sync(index_file); !status) {
        return status;
    }
    const auto bytes = read_file(path, UINT64_MAX);
    if (!bytes) {
        return bytes.error();
    }
    files[std::string(index_file)] = {{"bytes", bytes.value().size()}, {"xxh3_128", checksum(bytes.value())}};
    return Done{};
}

}  // namespace

Status write_generation(const std::filesystem::path& model_directory, const std::string& name,
                        const GenerationContent& content) {
    const auto raw = content.items.find("raw");
    const auto* values =
        raw == content.items.end() ? nullptr : std::get_if<std::vector<float>>(&raw->second.values);
    if (values == nullptr || raw->second.shape.size() != 2 || raw->second.shape[1] != content.config.hidden) {
        return Error{ErrorCode::failed, "The model to write has no item vectors.", {}};
    }
    auto created = GenerationDraft::create(model_directory, name);
    if (!created) {
        return created.error();
    }
    auto& draft = created.value();

    Json files = Json::object();
    const auto add = [&](std::string_view file, const TensorMap& tensors) {
        const std::string bytes = serialise_safetensors(tensors);
        files[std::string(file)] = {{"bytes", bytes.size()}, {"xxh3_128", checksum(bytes)}};
        return draft.write(file, bytes);
    };
    if (auto status = add(encoder_file, content.encoder); !status) {
        return status;
    }
    if (auto status = add(items_file, content.items); !status) {
        return status;
    }
    EigenEncoder::Matrix vectors =
        Eigen::Map<const EigenEncoder::Matrix>(values->data(), raw->second.shape[0], raw->second.shape[1]);
    normalise_rows(vectors);
    Json index;
    if (auto status = add_index(draft, vectors, index, files); !status) {
        return status;
    }
    const Json manifest{{"schema", generation_schema},
                        {"generation", name},
                        {"created_at", content.created_at},
                        {"versions", versions_of(content)},
                        {"tag_feature_version", tag_feature_version},
                        {"encoder", Json::parse(to_json_text(content.config))},
                        {"training", Json::parse(content.training_json)},
                        {"metrics", Json::parse(content.metrics_json)},
                        {"counts", Json::parse(content.counts_json)},
                        {"index", index},
                        {"files", files}};
    if (auto status = draft.write(manifest_file, manifest.dump(2) + '\n'); !status) {
        return status;
    }
    if (auto status = draft.publish(); !status) {
        return status;
    }
    remove_old_generations(model_directory);
    return Done{};
}

}  // namespace refrain
