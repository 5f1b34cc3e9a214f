// A small generation with random weights, written by the real writer.
#pragma once

#include "recommender/retrieval/generation_writer.h"
#include "tests/recommender_model/support/reference_encoder.h"

#include <random>
#include <vector>

namespace refrain::test {

inline EncoderConfig small_config() {
    EncoderConfig config;
    config.hidden = 8;
    config.embedding = 3;
    config.layers = 2;
    config.heads = 2;
    config.feed_forward = 12;
    config.max_length = 6;
    config.tag_buckets = 64;
    return config;
}

/// Items are the tracks 1 … `items`.
inline GenerationContent made_content(const EncoderConfig& config, std::int64_t items, unsigned seed = 1) {
    GenerationContent content;
    // Not by the time that this machine takes for either.
    content.index = IndexKind::hnsw;
    content.config = config;
    content.encoder = random_encoder(config, seed);
    std::mt19937 random(seed + 1);
    std::normal_distribution<float> normal;
    std::vector<std::int64_t> ids;
    std::vector<float> raw;
    for (std::int64_t i = 1; i <= items; ++i) {
        ids.push_back(i);
        for (int h = 0; h < config.hidden; ++h) {
            raw.push_back(normal(random));
        }
    }
    content.items["track_ids"] = {{items}, ids};
    content.items["raw"] = {{items, config.hidden}, raw};
    return content;
}

}  // namespace refrain::test
