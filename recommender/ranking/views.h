// What trained and measured things say about tracks, as functions that may be empty: an encoder in service,
// the sound of the library. The ranker works without any of them. Pure values; called on the thread that
// makes the list; nothing fails.
#pragma once

#include "recommender/ranking/catalogue.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace refrain::ranking {

/// What the encoder says about the listener now. Empty functions: no encoder in service.
struct EncoderView {
    /// Cosine of the listener and a track, in [-1, 1].
    std::function<double(TrackIndex)> similarity;
    /// The k nearest tracks of the catalogue, best first.
    std::function<std::vector<std::pair<TrackIndex, double>>(std::size_t k)> nearest;
    explicit operator bool() const { return similarity && nearest; }
};

struct ClusterWeight {
    std::uint32_t cluster = 0;
    /// In (0, 1]; those of one track sum to 1.
    double weight = 0.0;
};

/// What the tracks sound like. Empty functions: nothing was analysed. A track that was not analysed has
/// similarity 0 to all others, no neighbours and no clusters.
struct ContentView {
    /// In [-1, 1]; 0 says nothing.
    std::function<double(TrackIndex, TrackIndex)> similarity;
    /// The k nearest tracks to one, itself left out, best first, with their similarity.
    std::function<std::vector<std::pair<TrackIndex, double>>(TrackIndex, std::size_t k)> nearest;
    /// The clusters it belongs to, the heaviest first; few.
    std::function<std::vector<ClusterWeight>(TrackIndex)> clusters_of;
    /// How lively, in [0, 1]; may be empty where the others are not.
    std::function<std::optional<double>(TrackIndex)> energy;
    explicit operator bool() const { return similarity && nearest; }
};

struct Views {
    EncoderView encoder;
    ContentView content;
};

}  // namespace refrain::ranking
