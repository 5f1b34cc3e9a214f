#include "recommender/training/session_runner.h"

#include "recommender/model/fused.h"
#include "recommender/training/learner.h"
#include "recommender/training/session_batch.h"

#include <utility>

#include <torch/utils.h>

namespace refrain {

struct SessionRunner::Parts {
    Examples examples;
    SessionBatches batches;
    std::unique_ptr<SequenceModel> model;
    bool cosine = true;
    torch::Tensor raw, scored;
};

SessionRunner::SessionRunner(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SessionRunner::SessionRunner(SessionRunner&& other) noexcept = default;
SessionRunner::~SessionRunner() = default;

Result<SessionRunner> SessionRunner::make(Examples examples, const TrainingOptions& options,
                                          const TrainedModel& trained) {
    const SdmOptions sdm = options.sdm.value_or(SdmOptions{});
    const auto length = static_cast<std::size_t>(trained.config.max_length);
    SessionBatches batches(examples.items, length, sdm);
    auto model = make_sdm(
        trained.config, sdm, examples,
        catalogue_features(examples, trained.config.tag_buckets, options.learning.fewest_listens_for_id));
    if (!model->import(trained.encoder, trained.items, ids_of(examples.items))) {
        return Error{ErrorCode::malformed, "The trained model has another shape than this data set", {}};
    }
    const torch::NoGradGuard no_grad;
    model->eval();
    const bool cosine = options.learning.likeness == Likeness::cosine;
    const torch::Tensor raw = model->raw_items(0.0);
    const torch::Tensor scored = cosine ? normalised(raw) : raw;
    return SessionRunner(std::make_unique<Parts>(
        Parts{std::move(examples), std::move(batches), std::move(model), cosine, raw, scored}));
}

std::vector<float> SessionRunner::scores(std::size_t listener, std::size_t session, std::size_t known) const {
    const torch::NoGradGuard no_grad;
    Target asked;
    asked.sequence = listener;
    asked.session = session;
    asked.context = known;
    const TrainingBatch batch =
        parts_->batches.batch(parts_->examples.sequences, {parts_->batches.before(asked)});
    torch::Tensor user = parts_->model->states(parts_->raw, batch.steps)[0][-1];
    if (parts_->cosine) {
        user = normalised(user.unsqueeze(0)).squeeze(0) * parts_->model->scale();
    }
    const torch::Tensor scores = torch::matmul(parts_->scored, user).contiguous();
    return {scores.data_ptr<float>(), scores.data_ptr<float>() + scores.numel()};
}

}  // namespace refrain
