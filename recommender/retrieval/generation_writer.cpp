#include "recommender/retrieval/generation_writer.h"

#include "recommender/content/tag_features.h"
#include "recommender/retrieval/eigen_encoder.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/item_index.h"

#include <algorithm>
#include <random>
#include <vector>
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

VectorTable table_of(const EigenEncoder::Matrix& vectors) {
    return {vectors.data(), static_cast<std::size_t>(vectors.rows()),
            static_cast<std::size_t>(vectors.cols())};
}

/// The vectors of 200 listeners who heard up to twelve items each to the end: half of them now this and now
/// that, half of them one item and those like it.
EigenEncoder::Matrix made_up_listeners(const EigenEncoder& encoder, const EigenEncoder::Matrix& raw,
                                       const EigenEncoder::Matrix& vectors) {
    constexpr Eigen::Index listeners = 200, longest = 12;
    if (raw.rows() == 0) {
        return EigenEncoder::Matrix(0, raw.cols());
    }
    std::mt19937_64 random(1);
    const auto any = [&] {
        return static_cast<Eigen::Index>(random() % static_cast<std::uint64_t>(raw.rows()));
    };
    const auto steps = std::min<Eigen::Index>(longest, encoder.config().max_length);
    const StepFeedback heard = step_feedback(PlayRate(1.0), Intent::guess, encoder.config().feedback);
    EigenEncoder::Matrix users(listeners, raw.cols());
    for (Eigen::Index u = 0; u < listeners; ++u) {
        const auto near =
            exact_search(table_of(vectors), vectors.row(any()).data(), static_cast<std::size_t>(steps));
        EigenEncoder::Matrix items(steps, raw.cols());
        for (Eigen::Index i = 0; i < steps; ++i) {
            items.row(i) = raw.row(
                u % 2 == 0 ? any()
                           : static_cast<Eigen::Index>(near[static_cast<std::size_t>(i) % near.size()].item));
        }
        users.row(u) =
            encoder.encode(items, std::vector<StepFeedback>(static_cast<std::size_t>(steps), heard));
    }
    return users;
}

/// Builds, checks and saves the index; says in `note` what came of it. No index is no error: the exact scan
/// serves.
Status add_index(const GenerationDraft& draft, const GenerationContent& content,
                 const EigenEncoder::Matrix& raw, Json& note, Json& files) {
    EigenEncoder::Matrix vectors = raw;
    normalise_rows(vectors);
    const VectorTable table = table_of(vectors);
    auto built = ItemIndex::build(table);
    const auto encoder = EigenEncoder::make(content.config, content.encoder, std::string(encoder_file));
    // One that cannot be run is refused by the player, with the reason.
    const auto users = encoder ? made_up_listeners(encoder.value(), raw, vectors) : EigenEncoder::Matrix();
    const IndexTrial trial =
        built ? try_index(*built.value(), table, table_of(users)) : IndexTrial{0.0, 0.0, 0.0};
    const bool sound = built.ok() && trial.recall_at_100 >= recall_floor;
    const bool serves = sound && content.index.value_or(choose_index(trial)) == IndexKind::hnsw;
    note = {{"kind", serves ? "hnsw" : "exact"},
            {"recall_at_100", trial.recall_at_100},
            {"hnsw_us", trial.index_us},
            {"exact_us", trial.exact_us},
            {"links", ItemIndex::links},
            {"build_width", ItemIndex::build_width},
            {"search_width", ItemIndex::search_width}};
    if (!serves) {
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
    const EigenEncoder::Matrix items =
        Eigen::Map<const EigenEncoder::Matrix>(values->data(), raw->second.shape[0], raw->second.shape[1]);
    Json index;
    if (auto status = add_index(draft, content, items, index, files); !status) {
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
