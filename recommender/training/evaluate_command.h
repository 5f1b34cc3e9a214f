// `refrain-trainer evaluate`: a data set read, split, ranked by one model and counted. One JSON document or a
// table on stdout, progress as plain lines on stderr. Blocking, one thread. 0 done, 1 failed (with --json the
// document is {"phase":"error","message":…}), 2 wrong use.
#pragma once

#include "recommender/training/model_options.h"

#include <cstddef>
#include <string>
#include <vector>

namespace refrain {

class EvaluateCommand {
  public:
    void add_to(CLI::App& app);
    int run() const;

  private:
    std::string dataset_, format_, item_attributes_, protocol_ = "leave-one-out", model_ = "encoder",
                                                     rankings_out_, checkpoint_;
    int checkpoint_steps_ = 0;
    std::string leaves_out_heard_ = "auto", activation_weight_ = "0";
    std::string positive_loss_ = "auto", likeness_ = "auto", stop_by_ = "auto", windows_ = "auto";
    double positive_from_ = 0.8, negative_up_to_ = 0.2, test_share_ = 0.2, validation_share_ = 0.1;
    double transition_weight_ = 0.0;
    std::size_t seeds_ = 1, newest_per_user_ = 0, most_users_ = 0, most_cases_ = 0, bootstrap_draws_ = 1000;
    std::vector<std::size_t> depths_{5, 10, 20};
    bool json_ = false, background_ = false;
    ModelOptions training_;
    WeightOptions weights_;

    /// What nobody has chosen becomes what the model was published with.
    void fill_in(const CLI::App& app);

    std::string sdm_fusion_ = "gate";
    SdmOptions sdm_;

    class Evaluation;
};

}  // namespace refrain
