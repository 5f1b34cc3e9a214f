// The feedback-aware encoder in LibTorch (recommender design, section 2): what refrain-trainer trains.
// The player never links this; it runs the exported weights with recommender/retrieval/eigen_encoder.h.
// One thread. Broken invariants (shapes that do not fit) throw c10::Error.
// Norms stand before the sublayers with one more at the end (pre-LN, Xiong et al., ICML 2020): it trains
// without a warm-up, which a history of a few hundred listens has no steps for.
#pragma once

#include "recommender/model/row_numbers.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/safetensors.h"

#include <cstdint>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

namespace refrain {

/// Tag features of the catalogue, item after item, and which items have an id of their own.
struct CatalogueFeatures {
    /// Item i has the features [offsets[i], offsets[i + 1]).
    std::vector<std::int64_t> offsets{0};
    std::vector<std::int64_t> buckets;
    std::vector<float> weights;
    /// 1 where m_i may be 1; 0 for items with too few listens.
    std::vector<float> has_id;
    std::size_t items() const { return has_id.size(); }
};

/// B sequences of T steps. Steps that are padding have any valid value and `real` = false.
struct StepBatch {
    torch::Tensor items;    // (B, T) int64: index into the raw item rows handed to states()
    torch::Tensor rates;    // (B, T) float: [0, 1], below 0 = unknown
    torch::Tensor intents;  // (B, T) int64: rows of the intent table
    torch::Tensor real;     // (B, T) bool
    /// Where these are rows of a larger batch that several processes share: the number of the first, so that
    /// dropout falls as it would on the whole (on CPUs in float32).
    std::int64_t first_row = 0;
    StepBatch to(torch::Device device) const {
        return {items.to(device), rates.to(device), intents.to(device), real.to(device), first_row};
    }
};

/// The rows of the two tables that a step needs, each once, taken out as leaves with dense gradients: what
/// such a step costs does not grow with the catalogue.
struct RowsInUse {
    torch::Tensor item_ids, tag_ids;  // (n), (m) int64: rows of the tables
    torch::Tensor items, tags;        // (n, E), (m, H): copies of them
    torch::Tensor has_id;             // (n)
    /// Item i has the tags bag_tags[bag_offsets[i] …], rows of `tags`, with bag_weights.
    torch::Tensor bag_offsets, bag_tags, bag_weights;
};

class FeedbackEncoder : public torch::nn::Module {
  public:
    FeedbackEncoder(const EncoderConfig& config, const CatalogueFeatures& catalogue);

    const EncoderConfig& config() const { return config_; }
    std::int64_t items() const { return has_id_.size(0); }

    /// c_i + m_i W_up V[i] for all items: (N, H). In training mode m_i is 0 with probability `id_dropout`.
    torch::Tensor raw_items(double id_dropout) const;
    /// The same for some of them, in the order of `rows`: (n, H).
    torch::Tensor raw_items(const RowsInUse& rows, double id_dropout) const;
    /// `ids`: different items.
    RowsInUse rows_in_use(const std::vector<std::int64_t>& ids);
    /// The same without `items` and `tags`: for tables whose rows lie elsewhere.
    RowsInUse rows_without_values(const std::vector<std::int64_t>& ids);
    /// The different tags of these items, as in rows_in_use().tag_ids.
    const std::vector<std::int64_t>& tags_of(const std::vector<std::int64_t>& ids);
    /// States after each step, (B, T, H), not yet normalised; what stands after a step or is padding does not
    /// enter it. `raw`: (n, H) from raw_items(), of which batch.items are rows.
    torch::Tensor states(const torch::Tensor& raw, const StepBatch& batch) const;
    /// 1 / tau, at most 100.
    torch::Tensor scale() const;

    /// Parameters of the two tables, for an optimiser of their own.
    std::vector<torch::Tensor> table_parameters() const;
    /// All others.
    std::vector<torch::Tensor> dense_parameters() const;

    /// What EigenEncoder::make() asks for, and "up".
    TensorMap export_encoder() const;
    /// "track_ids", "raw" and "own" (V, for import()); `track_ids` in the order of the items.
    TensorMap export_items(const std::vector<std::int64_t>& track_ids);
    /// Takes over what an encoder of the same shape exported; items are found by their track ids, and those
    /// it does not know stay as they are. False, and nothing changed, where the shapes differ.
    bool import(const TensorMap& encoder, const TensorMap& items, const std::vector<std::int64_t>& track_ids);

  private:
    struct Linear {
        torch::Tensor weight, bias;
        torch::Tensor operator()(const torch::Tensor& x) const;
    };
    struct Norm {
        torch::Tensor weight, bias;
        torch::Tensor operator()(const torch::Tensor& x) const;
    };
    struct Layer {
        Norm attention_norm, feed_forward_norm;
        Linear query, key, value, out, expand, contract;
        Linear feedback_query, feedback_key, feedback_gate, feedback_value;
    };

    torch::Tensor parameter(const std::string& name, torch::IntArrayRef shape, double deviation);
    Linear linear(const std::string& name, std::int64_t out, std::int64_t in, bool bias);
    Norm norm(const std::string& name);
    Layer layer(int index);

    struct Bags {
        torch::Tensor rows, offsets, weights;
    };
    torch::Tensor raw_of(const torch::Tensor& rows, const torch::Tensor& has_id, double id_dropout,
                         const torch::Tensor& tags, const Bags& bags) const;
    torch::Tensor feedback(const StepBatch& batch) const;
    torch::Tensor feedback_of_bags(const StepBatch& batch) const;
    torch::Tensor attention(const Layer& layer, const torch::Tensor& x, const torch::Tensor& f,
                            const StepBatch& batch) const;
    /// Of this moment: none outside training.
    double dropout() const;

    EncoderConfig config_;
    torch::Tensor items_, up_, tags_, position_, rates_, rate_unknown_, intents_, log_scale_;
    torch::Tensor offsets_, buckets_, weights_, has_id_;
    torch::Tensor host_offsets_, host_buckets_, host_weights_, host_has_id_;
    RowNumbers tag_numbers_{0};
    std::vector<Layer> layers_;
    Norm final_norm_;
};

}  // namespace refrain
