#include "recommender/retrieval/model_generation.h"

#include "recommender/content/tag_features.h"
#include "recommender/retrieval/eigen_encoder.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/generation_writer.h"
#include "recommender/retrieval/item_index.h"
#include "recommender/retrieval/safetensors.h"

#include <algorithm>
#include <iomanip>
#include <numeric>
#include <sstream>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uintmax_t largest_manifest = std::uintmax_t{4} << 20U;
constexpr std::uintmax_t largest_file = std::uintmax_t{8} << 30U;

Error refused(ErrorCode code, const std::string& why, const fs::path& path) {
    return {code, "The model is refused: " + why, path.string()};
}

/// What the manifest says of a file: its checksum, or nothing.
std::optional<std::string> promised_checksum(const Json& manifest, std::string_view file) {
    const auto files = manifest.find("files");
    if (files == manifest.end() || !files->is_object() || !files->contains(std::string(file))) {
        return std::nullopt;
    }
    const Json& entry = (*files)[std::string(file)];
    const auto sum = entry.is_object() ? entry.find("xxh3_128") : entry.end();
    return entry.is_object() && sum != entry.end() && sum->is_string()
               ? std::optional(sum->get<std::string>())
               : std::nullopt;
}

/// The bytes of a file, if they are those the manifest promises.
Result<std::string> verified_bytes(const fs::path& folder, const Json& manifest, std::string_view file) {
    const fs::path path = folder / file;
    const auto promised = promised_checksum(manifest, file);
    if (!promised) {
        return refused(ErrorCode::damaged, "its manifest does not name this file", path);
    }
    auto bytes = read_file(path, largest_file);
    if (bytes && checksum(bytes.value()) != *promised) {
        return refused(ErrorCode::damaged, "the checksum of this file is wrong", path);
    }
    return bytes;
}

Result<TensorMap> verified_tensors(const fs::path& folder, const Json& manifest, std::string_view file) {
    auto bytes = verified_bytes(folder, manifest, file);
    if (!bytes) {
        return bytes.error();
    }
    return parse_safetensors(bytes.value(), (folder / file).string());
}

Result<Json> read_manifest(const fs::path& path, std::string& text) {
    auto bytes = read_file(path, largest_manifest);
    if (!bytes) {
        return bytes.error();
    }
    text = std::move(bytes.value());
    Json manifest = Json::parse(text, nullptr, false);
    if (!manifest.is_object()) {
        return refused(ErrorCode::damaged, "its manifest is no JSON object", path);
    }
    if (manifest.value("schema", Json()) != Json(generation_schema)) {
        return refused(ErrorCode::unsupported, "it was made by a version of Refrain with another schema",
                       path);
    }
    if (manifest.value("tag_feature_version", Json()) != Json(tag_feature_version)) {
        return refused(ErrorCode::unsupported, "it reads tags another way than this version does", path);
    }
    return manifest;
}

}  // namespace

struct ModelGeneration::Impl {
    std::string name, manifest, index_kind = "exact";
    EigenEncoder encoder;
    std::vector<TrackId> tracks;
    std::unordered_map<TrackId, Eigen::Index> rows;
    /// raw: what the encoder takes in; vectors: the same at unit length, what is scored.
    EigenEncoder::Matrix raw, vectors;
    std::unique_ptr<ItemIndex> index;

    VectorTable table() const {
        return {vectors.data(), static_cast<std::size_t>(vectors.rows()),
                static_cast<std::size_t>(vectors.cols())};
    }
    Status take_items(const TensorMap& tensors, const std::string& path);
    void take_index(const fs::path& folder, const Json& manifest_json);
};

Status ModelGeneration::Impl::take_items(const TensorMap& tensors, const std::string& path) {
    const auto found = tensors.find("track_ids");
    const std::int64_t count =
        found == tensors.end() || found->second.shape.size() != 1 ? -1 : found->second.shape[0];
    const auto ids = integers_of(tensors, "track_ids", {count}, path);
    if (!ids) {
        return ids.error();
    }
    const std::int64_t width = encoder.config().hidden;
    const auto values = floats_of(tensors, "raw", {count, width}, path);
    if (!values) {
        return values.error();
    }
    for (const std::int64_t id : *ids.value()) {
        if (id <= 0 || !rows.emplace(TrackId(id), static_cast<Eigen::Index>(tracks.size())).second) {
            return refused(ErrorCode::damaged, "it names a track twice or one that cannot be", path);
        }
        tracks.emplace_back(id);
    }
    raw = Eigen::Map<const EigenEncoder::Matrix>(values.value()->data(), count, width);
    vectors = raw;
    normalise_rows(vectors);
    return Done{};
}

/// The index is a cache: whatever is wrong with it, the exact scan answers the same.
void ModelGeneration::Impl::take_index(const fs::path& folder, const Json& manifest_json) {
    if (!verified_bytes(folder, manifest_json, index_file)) {
        return;
    }
    if (auto loaded = ItemIndex::load(folder / index_file, table())) {
        index = std::move(loaded.value());
        index_kind = "hnsw";
    }
}

ModelGeneration::ModelGeneration(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ModelGeneration::~ModelGeneration() = default;

Result<std::shared_ptr<const ModelGeneration>> ModelGeneration::load(const fs::path& folder) {
    auto impl = std::make_unique<Impl>();
    impl->name =
        folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
    const auto manifest = read_manifest(folder / manifest_file, impl->manifest);
    if (!manifest) {
        return manifest.error();
    }
    const auto config = encoder_config_from_json(manifest.value().value("encoder", Json()).dump());
    if (!config) {
        return refused(config.error().code, config.error().message, folder / manifest_file);
    }
    const auto encoder = verified_tensors(folder, manifest.value(), encoder_file);
    if (!encoder) {
        return encoder.error();
    }
    auto made = EigenEncoder::make(config.value(), encoder.value(), (folder / encoder_file).string());
    if (!made) {
        return made.error();
    }
    impl->encoder = std::move(made.value());
    const auto items = verified_tensors(folder, manifest.value(), items_file);
    if (!items) {
        return items.error();
    }
    if (auto status = impl->take_items(items.value(), (folder / items_file).string()); !status) {
        return status.error();
    }
    impl->take_index(folder, manifest.value());
    return std::shared_ptr<const ModelGeneration>(new ModelGeneration(std::move(impl)));
}

const std::string& ModelGeneration::name() const {
    return impl_->name;
}
const std::string& ModelGeneration::manifest() const {
    return impl_->manifest;
}
std::size_t ModelGeneration::items() const {
    return impl_->tracks.size();
}
std::size_t ModelGeneration::width() const {
    return static_cast<std::size_t>(impl_->encoder.config().hidden);
}
const std::string& ModelGeneration::index_kind() const {
    return impl_->index_kind;
}
const std::vector<TrackId>& ModelGeneration::tracks() const {
    return impl_->tracks;
}
VectorTable ModelGeneration::vectors() const {
    return impl_->table();
}
bool ModelGeneration::has_content() const {
    return impl_->encoder.config().tag_buckets > 0;
}
std::string ModelGeneration::index_words() const {
    // Verified when it was loaded: it is an object.
    const Json manifest = Json::parse(impl_->manifest);
    const auto note = manifest.find("index");
    const auto number = [&](const char* key) {
        return note != manifest.end() && note->is_object() && note->contains(key) && (*note)[key].is_number()
                   ? (*note)[key].get<double>()
                   : -1.0;
    };
    const double recall = number("recall_at_100"), hnsw = number("hnsw_us"), exact = number("exact_us");
    if (recall < 0.0 || hnsw < 0.0 || exact < 0.0) {
        return impl_->index_kind;
    }
    std::ostringstream words;
    words << impl_->index_kind << std::fixed << std::setprecision(0) << " (a search takes " << hnsw
          << " µs by hnsw and " << exact << " µs by exact scan; recall " << std::setprecision(3) << recall
          << ')';
    return words.str();
}
bool ModelGeneration::knows(TrackId track) const {
    return impl_->rows.count(track) > 0;
}

bool ModelGeneration::takes(const EncoderStep& step, const LibrarySnapshot& library) const {
    const EncoderConfig& config = impl_->encoder.config();
    return !left_out_as_skipped(step.rate, config.feedback) &&
           (knows(step.track) || (config.tag_buckets > 0 && library.row_of(step.track)));
}

std::optional<ModelGeneration::EncoderInput> ModelGeneration::input_of(const EncoderStep& step,
                                                                       const LibrarySnapshot& library) const {
    if (!takes(step, library)) {
        return std::nullopt;
    }
    const auto row = impl_->rows.find(step.track);
    const EigenEncoder::Row item = row != impl_->rows.end()
                                       ? EigenEncoder::Row(impl_->raw.row(row->second))
                                       : impl_->encoder.content_vector(*library.find(step.track));
    return EncoderInput{{item.data(), item.data() + item.size()},
                        step_feedback(step.rate, step.intent, impl_->encoder.config().feedback)};
}

const EigenEncoder& ModelGeneration::encoder() const {
    return impl_->encoder;
}

std::vector<float> ModelGeneration::encode(const std::vector<EncoderStep>& steps,
                                           const LibrarySnapshot& library) const {
    const auto longest = static_cast<std::size_t>(impl_->encoder.config().max_length);
    std::vector<EncoderInput> inputs;
    // From the newest back, so that steps left out do not shorten what is seen.
    for (auto step = steps.rbegin(); step != steps.rend() && inputs.size() < longest; ++step) {
        if (auto input = input_of(*step, library)) {
            inputs.push_back(std::move(*input));
        }
    }
    if (inputs.empty()) {
        return {};
    }
    EigenEncoder::Matrix items(static_cast<Eigen::Index>(inputs.size()), impl_->encoder.config().hidden);
    std::vector<StepFeedback> feedback;
    for (auto input = inputs.rbegin(); input != inputs.rend(); ++input) {
        items.row(static_cast<Eigen::Index>(feedback.size())) =
            Eigen::Map<const EigenEncoder::Row>(input->item.data(), items.cols());
        feedback.push_back(input->feedback);
    }
    const EigenEncoder::Row user = impl_->encoder.encode(items, feedback);
    return {user.data(), user.data() + user.size()};
}

std::vector<ModelGeneration::Neighbour> ModelGeneration::nearest(const std::vector<float>& user,
                                                                 std::size_t k) const {
    std::vector<Neighbour> out;
    if (user.size() != width() || k == 0 || impl_->tracks.empty()) {
        return out;
    }
    const auto hits =
        impl_->index ? impl_->index->search(user.data(), k) : exact_search(impl_->table(), user.data(), k);
    out.reserve(hits.size());
    for (const auto& hit : hits) {
        out.push_back({impl_->tracks[hit.item], hit.similarity});
    }
    return out;
}

std::vector<float> ModelGeneration::item_vector(const TrackView& track) const {
    EigenEncoder::Matrix vector;
    if (const auto row = impl_->rows.find(track.id); row != impl_->rows.end()) {
        vector = impl_->vectors.row(row->second);
    } else {
        vector = impl_->encoder.content_vector(track);
        normalise_rows(vector);
    }
    return {vector.data(), vector.data() + vector.size()};
}

float ModelGeneration::similarity(const std::vector<float>& user, const TrackView& track) const {
    if (user.size() != width()) {
        return 0.0F;
    }
    if (const auto row = impl_->rows.find(track.id); row != impl_->rows.end()) {
        const float* vector = impl_->vectors.row(row->second).data();
        return std::inner_product(user.begin(), user.end(), vector, 0.0F);
    }
    const auto vector = item_vector(track);
    return std::inner_product(user.begin(), user.end(), vector.begin(), 0.0F);
}

}  // namespace refrain
