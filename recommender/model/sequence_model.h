// What every trained model is made of, whatever computes its states: the item tower (content and a factorised
// row of its own, recommender design, section 2), what play rate and intent add to a step, the temperature,
// and weights in and out. recommender/model/encoder.h and recommender/model/sdm.h add the states.
// One thread. Broken invariants (shapes that do not fit) throw c10::Error.
#pragma once

#include "recommender/model/row_numbers.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/safetensors.h"

#include <cstdint>
#include <string>
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

/// A set of things for each of B sequences, S at most: rows of a table. What is no member has any valid value
/// and `real` = false.
struct SetBatch {
    torch::Tensor members;  // (B, S) int64
    torch::Tensor real;     // (B, S) bool
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
    /// For SDM alone (recommender/model/sdm.h): so many leading columns are no steps but the set of earlier
    /// tracks; whose rows these are; sets of other things. Zero, undefined and empty elsewhere.
    std::int64_t earlier = 0;
    torch::Tensor users{};  // (B) int64
    std::vector<SetBatch> sets{};
    StepBatch to(torch::Device device) const;
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

class SequenceModel : public torch::nn::Module {
  public:
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
    virtual torch::Tensor states(const torch::Tensor& raw, const StepBatch& batch) const = 0;
    /// 1 / tau, at most 100.
    torch::Tensor scale() const;

    /// Parameters of the two tables, for an optimiser of their own.
    std::vector<torch::Tensor> table_parameters() const;
    /// All others.
    std::vector<torch::Tensor> dense_parameters() const;

    /// All but the items' own rows, and "scale" in place of its logarithm.
    virtual TensorMap export_encoder() const;
    /// "track_ids", "raw" and "own" (V, for import()); `track_ids` in the order of the items.
    TensorMap export_items(const std::vector<std::int64_t>& track_ids);
    /// Takes over what a model of the same shape exported; items are found by their track ids, and those
    /// it does not know stay as they are. False, and nothing changed, where the shapes differ.
    bool import(const TensorMap& encoder, const TensorMap& items, const std::vector<std::int64_t>& track_ids);

  protected:
    struct Linear {
        torch::Tensor weight, bias;
        torch::Tensor operator()(const torch::Tensor& x) const;
    };

    /// Makes the item tower. The other two are for the constructors of what derives from it: a seed gives the
    /// same numbers, and a checkpoint fits, as long as parameters are made in the same order.
    SequenceModel(const EncoderConfig& config, const CatalogueFeatures& catalogue);
    void add_feedback();
    void add_scale();

    /// Named with underscores for its dots, as modules ask.
    torch::Tensor parameter(const std::string& name, torch::IntArrayRef shape, double deviation);
    /// `gain`: how large it begins, against what keeps the size of what goes through it.
    Linear linear(const std::string& name, std::int64_t out, std::int64_t in, bool bias, double gain = 1.0);

    /// f = E_r + E_t, (B, T, H).
    torch::Tensor feedback(const StepBatch& batch) const;
    /// Of this moment: none outside training.
    double dropout() const;

    static StoredTensor exported(const torch::Tensor& tensor);
    /// Up (where there is one), tags, feedback and scale: what the item tower and the steps have to export.
    TensorMap export_shared() const;

  private:
    struct Bags {
        torch::Tensor rows, offsets, weights;
    };
    torch::Tensor raw_of(const torch::Tensor& rows, const torch::Tensor& has_id, double id_dropout,
                         const torch::Tensor& tags, const Bags& bags) const;
    torch::Tensor feedback_of_bags(const StepBatch& batch) const;

    EncoderConfig config_;
    torch::Tensor items_, up_, tags_, rates_, rate_unknown_, intents_, log_scale_;
    torch::Tensor offsets_, buckets_, weights_, has_id_;
    torch::Tensor host_offsets_, host_buckets_, host_weights_, host_has_id_;
    RowNumbers tag_numbers_{0};
};

}  // namespace refrain
