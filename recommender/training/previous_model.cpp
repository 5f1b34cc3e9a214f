#include "recommender/training/previous_model.h"

#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/model_generation.h"
#include "recommender/retrieval/safetensors.h"

#include <utility>

namespace refrain {
namespace {

constexpr std::uintmax_t largest_file = std::uintmax_t{8} << 30U;

std::optional<TensorMap> tensors_of(const std::filesystem::path& file) {
    const auto bytes = read_file(file, largest_file);
    if (!bytes) {
        return std::nullopt;
    }
    auto parsed = parse_safetensors(bytes.value(), file.string());
    return parsed ? std::optional(std::move(parsed.value())) : std::nullopt;
}

}  // namespace

std::optional<NamedModel> newest_model(const std::filesystem::path& model_directory) {
    for (const auto& name : list_generations(model_directory)) {
        const auto folder = model_directory / name;
        if (!ModelGeneration::load(folder)) {
            continue;
        }
        auto encoder = tensors_of(folder / encoder_file);
        auto items = tensors_of(folder / items_file);
        if (encoder && items) {
            return NamedModel{name, {std::move(*encoder), std::move(*items)}};
        }
    }
    return std::nullopt;
}

}  // namespace refrain
