// Writes a whole generation: encoder, items, index, manifest. Used by the trainer; links no LibTorch.
// Any thread. What can fail: no permission, a full disk; nothing of it is visible then.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/item_index.h"
#include "recommender/retrieval/safetensors.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace refrain {

/// The manifest's schema; a generation of another one is refused.
inline constexpr int generation_schema = 1;

struct GenerationContent {
    EncoderConfig config;
    /// Everything EigenEncoder::make() asks for.
    TensorMap encoder;
    /// "track_ids" I64 (N) and "raw" F32 (N, H): c_i + m_i W_up V[i], before normalisation.
    TensorMap items;
    /// JSON objects as text, put into the manifest as they are.
    std::string training_json = "{}";
    std::string metrics_json = "{}";
    std::string counts_json = "{}";
    /// Versions of the libraries that made it, beside those this code knows itself.
    std::map<std::string, std::string> versions;
    /// UTC milliseconds.
    std::int64_t created_at = 0;
    /// Which index serves; nothing: the one that is quicker here and now, if it is right (choose_index()).
    std::optional<IndexKind> index;
};

/// Publishes `content` as `model_directory`/`name`, then removes all but the newest three generations.
/// The index is left out, and the manifest says "exact", when it fails its self-check or the exact scan is
/// quicker; the manifest has the figures. The self-check asks for what made-up listeners would: the vectors
/// that the encoder gives for runs of items.
Status write_generation(const std::filesystem::path& model_directory, const std::string& name,
                        const GenerationContent& content);

}  // namespace refrain
