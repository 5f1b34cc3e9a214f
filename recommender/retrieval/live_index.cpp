#include "recommender/retrieval/live_index.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace refrain {
namespace {

/// So many rows are scanned in the time of a search in a graph.
constexpr std::size_t long_tail = 5000;

using Neighbour = ModelGeneration::Neighbour;

}  // namespace

std::shared_ptr<const LiveIndex> LiveIndex::make(std::shared_ptr<const ModelGeneration> model,
                                                 const LibrarySnapshot& library,
                                                 const std::shared_ptr<const LiveIndex>& before) {
    std::shared_ptr<LiveIndex> made(new LiveIndex(std::move(model)));
    if (before && before->model_ == made->model_) {
        made->merged_ids_ = before->merged_ids_;
        made->merged_vectors_ = before->merged_vectors_;
        made->merged_ = before->merged_;
    }
    if (!made->model_->has_content()) {
        return made;
    }
    const std::unordered_set<TrackId> merged(made->merged_ids_.begin(), made->merged_ids_.end());
    library.each_row([&](std::uint32_t row, const TrackRow& track) {
        if (track.missing) {
            return;
        }
        const TrackView view = library.at(row);
        if (made->model_->knows(view.id) || merged.contains(view.id)) {
            return;
        }
        const auto vector = made->model_->item_vector(view);
        made->tail_ids_.push_back(view.id);
        made->tail_vectors_.insert(made->tail_vectors_.end(), vector.begin(), vector.end());
    });
    return made;
}

std::vector<Neighbour> LiveIndex::nearest(const std::vector<float>& user, std::size_t k) const {
    auto near = model_->nearest(user, k);
    if (user.size() != model_->width()) {
        return near;
    }
    if (merged_) {
        for (const ItemHit& hit : merged_->search(user.data(), k)) {
            near.push_back({merged_ids_[hit.item], hit.similarity});
        }
    }
    const VectorTable tail{tail_vectors_.data(), tail_ids_.size(), user.size()};
    for (const ItemHit& hit : exact_search(tail, user.data(), k)) {
        near.push_back({tail_ids_[hit.item], hit.similarity});
    }
    // What the model knows comes first where it is as near.
    std::stable_sort(near.begin(), near.end(),
                     [](const Neighbour& a, const Neighbour& b) { return a.similarity > b.similarity; });
    near.resize(std::min(near.size(), k));
    return near;
}

bool LiveIndex::wants_merge() const {
    return model_->index_kind() == "hnsw" && tail_ids_.size() >= long_tail;
}

Result<std::shared_ptr<const LiveIndex>> LiveIndex::merged() const {
    std::shared_ptr<LiveIndex> next(new LiveIndex(model_));
    next->merged_ids_ = merged_ids_;
    next->merged_ids_.insert(next->merged_ids_.end(), tail_ids_.begin(), tail_ids_.end());
    auto vectors = merged_vectors_ ? std::make_shared<std::vector<float>>(*merged_vectors_)
                                   : std::make_shared<std::vector<float>>();
    vectors->insert(vectors->end(), tail_vectors_.begin(), tail_vectors_.end());
    auto graph = ItemIndex::build({vectors->data(), next->merged_ids_.size(), model_->width()});
    if (!graph) {
        return graph.error();
    }
    next->merged_vectors_ = std::move(vectors);
    next->merged_ = std::move(graph).value();
    return std::shared_ptr<const LiveIndex>(std::move(next));
}

}  // namespace refrain
