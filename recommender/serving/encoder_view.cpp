#include "recommender/serving/encoder_view.h"

#include <unordered_map>
#include <utility>

namespace refrain {

ranking::EncoderView encoder_view(std::shared_ptr<const ModelGeneration> model,
                                  std::shared_ptr<const LiveIndex> items,
                                  std::shared_ptr<const std::vector<float>> listener,
                                  const ranking::Catalogue& catalogue) {
    if (!model || !listener || listener->empty()) {
        return {};
    }
    ranking::EncoderView view;
    // Routes and ranker ask for the same tracks, and a track newer than the model costs a look at all its
    // tags.
    const auto known = std::make_shared<std::unordered_map<ranking::TrackIndex, double>>();
    view.similarity = [model, &catalogue, listener, known](ranking::TrackIndex i) {
        const auto [it, fresh] = known->try_emplace(i, 0.0);
        if (fresh) {
            it->second = static_cast<double>(model->similarity(*listener, catalogue.track(i)));
        }
        return it->second;
    };
    view.nearest = [items, &catalogue, listener](std::size_t k) {
        std::vector<std::pair<ranking::TrackIndex, double>> near;
        for (const auto& n : items->nearest(*listener, k)) {
            const ranking::TrackIndex i = catalogue.index_of(n.track);
            if (i != ranking::kNone) {  // the generation may be older than the library
                near.emplace_back(i, static_cast<double>(n.similarity));
            }
        }
        return near;
    };
    return view;
}

}  // namespace refrain
