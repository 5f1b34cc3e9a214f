// A generation small enough to know its answers by heart: the layers add nothing, so the listener's vector is
// the item vector of the last listen less its mean; tracks of one style have one vector.
#pragma once

#include "recommender/retrieval/generation_writer.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace refrain::test {

inline StoredTensor constant(std::vector<std::int64_t> shape, float value) {
    std::size_t size = 1;
    for (const std::int64_t n : shape) {
        size *= static_cast<std::size_t>(n);
    }
    return {std::move(shape), std::vector<float>(size, value)};
}

/// `items`: a track's id and which of the four axes its vector lies on.
inline Status write_small_generation(const std::filesystem::path& directory, const std::string& name,
                                     const std::vector<std::pair<std::int64_t, std::size_t>>& items) {
    constexpr std::int64_t width = 4;
    GenerationContent content;
    // Not by the time that this machine takes for either.
    content.index = IndexKind::hnsw;
    EncoderConfig& c = content.config;
    c.hidden = c.embedding = c.feed_forward = width;
    c.layers = c.heads = 1;
    c.max_length = 8;
    c.dropout = 0.0;
    c.tag_buckets = 0;
    TensorMap& t = content.encoder;
    t["position"] = constant({c.max_length, width}, 0.0F);
    t["rate_rows"] = constant({rate_rows, width}, 0.0F);
    t["rate_unknown"] = constant({width}, 0.0F);
    t["intent"] = constant({intent_rows, width}, 0.0F);
    for (const char* norm : {"layers.0.attention_norm", "layers.0.feed_forward_norm", "final_norm"}) {
        t[std::string(norm) + ".weight"] = constant({width}, 1.0F);
        t[std::string(norm) + ".bias"] = constant({width}, 0.0F);
    }
    for (const char* linear : {"query", "key", "value", "out", "expand", "contract"}) {
        t["layers.0." + std::string(linear) + ".weight"] = constant({width, width}, 0.0F);
        t["layers.0." + std::string(linear) + ".bias"] = constant({width}, 0.0F);
    }
    std::vector<std::int64_t> ids;
    std::vector<float> raw;
    for (const auto& [id, axis] : items) {
        ids.push_back(id);
        for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i) {
            raw.push_back(i == axis ? 1.0F : 0.0F);
        }
    }
    const auto count = static_cast<std::int64_t>(ids.size());
    content.items["track_ids"] = {{count}, std::move(ids)};
    content.items["raw"] = {{count, width}, std::move(raw)};
    return write_generation(directory, name, content);
}

}  // namespace refrain::test
