// The items that the encoder's route finds: those of the model generation by its index, and the tracks of the
// library that came after it, by their content. A track has a vector the minute it is scanned; these tracks
// are searched exactly beside the index until their tail has become long, then a graph of them is built
// beside this one, which takes its place as a whole.
// Immutable: any thread may search at once. Making one reads the tags of all new tracks (10 µs each): not on
// the GUI thread. What can fail: merged(), for want of memory.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "recommender/retrieval/item_index.h"
#include "recommender/retrieval/model_generation.h"

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <vector>

namespace refrain {

class LiveIndex {
  public:
    /// Over the generation and what `library` has beside it. `before`, where it is of the same generation,
    /// lends its graph.
    static std::shared_ptr<const LiveIndex> make(std::shared_ptr<const ModelGeneration> model,
                                                 const LibrarySnapshot& library,
                                                 const std::shared_ptr<const LiveIndex>& before = nullptr);

    /// The `k` nearest items, best first. `user` has the model's width and unit length.
    std::vector<ModelGeneration::Neighbour> nearest(const std::vector<float>& user, std::size_t k) const;

    /// Tracks that are scanned one by one beside the index.
    std::size_t tail() const { return tail_ids_.size(); }
    /// Tracks of the library that the generation does not know.
    std::size_t newer() const { return merged_ids_.size() + tail_ids_.size(); }
    /// The tail has come to cost as much as the index: worth a graph of its own. Never where the generation
    /// itself is scanned exactly.
    bool wants_merge() const;
    /// With all newer tracks in a graph. Blocks for a millisecond a track.
    Result<std::shared_ptr<const LiveIndex>> merged() const;

  private:
    explicit LiveIndex(std::shared_ptr<const ModelGeneration> model) : model_(std::move(model)) {}

    std::shared_ptr<const ModelGeneration> model_;
    /// Newer tracks that have a graph; rows of `merged_vectors_`.
    std::vector<TrackId> merged_ids_;
    std::shared_ptr<const std::vector<float>> merged_vectors_;
    std::shared_ptr<const ItemIndex> merged_;
    /// Newer tracks that have none; rows of `tail_vectors_`.
    std::vector<TrackId> tail_ids_;
    std::vector<float> tail_vectors_;
};

}  // namespace refrain
