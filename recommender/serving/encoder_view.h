// A model generation and a listener's vector as the ranker sees them. Shared by the player, which serves
// guesses, and by the trainer, which tries a new model out before it goes into service. Links no LibTorch.
// Pure; one thread for each view. Nothing fails.
#pragma once

#include "recommender/ranking/catalogue.h"
#include "recommender/ranking/views.h"
#include "recommender/retrieval/live_index.h"
#include "recommender/retrieval/model_generation.h"

#include <memory>
#include <vector>

namespace refrain {

/// Empty where there is no model, or no listener yet. `items`: of that model. `catalogue` must outlive the
/// view.
ranking::EncoderView encoder_view(std::shared_ptr<const ModelGeneration> model,
                                  std::shared_ptr<const LiveIndex> items,
                                  std::shared_ptr<const std::vector<float>> listener,
                                  const ranking::Catalogue& catalogue);

}  // namespace refrain
