// A trained SDM model as the evaluator asks it. No LibTorch type shows here. One thread. What can fail:
// make(), when the weights are not those of this model.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/training/trainer.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace refrain {

class SessionRunner {
  public:
    /// `trained` by train() with these options and examples; of `examples`, items and sequences count.
    static Result<SessionRunner> make(Examples examples, const TrainingOptions& options,
                                      const TrainedModel& trained);
    SessionRunner(SessionRunner&& other) noexcept;
    ~SessionRunner();

    /// The score of each item after the first `known` steps of a listener's sequence, the newest of which,
    /// from step `session` on, are the current session: none of them where `session` is `known`.
    std::vector<float> scores(std::size_t listener, std::size_t session, std::size_t known) const;

  private:
    struct Parts;
    explicit SessionRunner(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace refrain
