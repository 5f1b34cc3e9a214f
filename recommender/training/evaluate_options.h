// What `refrain-trainer evaluate` was asked for: the words of its command line, what nobody chose filled in,
// and the training they mean. Plain values, no work, any one thread. A word that does not exist is CLI11's
// error (wrong use); sizes that do not fit each other are an Error of training_options().
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/protocol.h"
#include "recommender/training/model_options.h"
#include "recommender/training/trainer.h"

#include <cstddef>
#include <string>
#include <vector>

namespace refrain {

struct EvaluateOptions {
    std::string dataset, format, item_attributes, protocol = "leave-one-out", model = "encoder";
    std::string rankings_out, checkpoint;
    int checkpoint_steps = 0;
    std::string leaves_out_heard = "auto", activation_weight = "0";
    std::string positive_loss = "auto", likeness = "auto", stop_by = "auto", windows = "auto";
    double positive_from = 0.8, negative_up_to = 0.2, test_share = 0.2, validation_share = 0.1;
    double transition_weight = 0.0;
    /// Whether the plain arms answer the same questions: yes, no, auto (where the model is the pipeline).
    std::string beside = "auto";
    /// Whether the pipeline keeps the rules about what is shown when.
    std::string pipeline_rules = "yes";
    std::size_t seeds = 1, newest_per_user = 0, most_users = 0, most_cases = 0, bootstrap_draws = 1000;
    std::vector<std::size_t> depths{5, 10, 20};
    bool json = false, background = false;
    ModelOptions training;
    WeightOptions weights;
    std::string sdm_fusion = "gate";
    SdmOptions sdm;

    /// Registers every option; this object must live until `app` has parsed.
    void add_to(CLI::App& app);

    evaluation::Protocol kind() const;
    /// Whether the model is trained first: encoder, sasrec, sdm.
    bool is_trained() const;
    bool compares() const { return beside == "yes" || (beside == "auto" && model == "pipeline"); }
    /// The training of such a model. Error: sizes that do not fit each other.
    Result<TrainingOptions> training_options() const;
    /// What the figures depend on, as one JSON object, for the report; `chosen`: training_options().
    std::string to_json_text(const TrainingOptions& chosen) const;

  private:
    /// What nobody has chosen becomes what the model was published with.
    void fill_in(const CLI::App& app);
};

}  // namespace refrain
