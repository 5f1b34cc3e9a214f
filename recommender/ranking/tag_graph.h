// The library as a graph of tracks and of what their tags name: who plays (artist and album artist), who
// wrote it, which compilation it is on, its genres, the year it came out. Two tracks are near when a walk
// from one to the other by what they share is likely; a name that few tracks share says much, one that
// thousands share little. Built once for each library, immutable, any thread. Nothing fails: a track without
// tags has no neighbours.
#pragma once

#include "recommender/ranking/catalogue.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace refrain::ranking {

/// Place of a node in the graph.
using NodeIndex = std::uint32_t;

enum class NodeKind : std::uint8_t { artist, composer, compilation, genre, year };
inline constexpr std::size_t node_kinds = 5;

struct TagGraphOptions {
    /// What a walk from a track weighs its nodes by, by NodeKind.
    std::array<double, node_kinds> importance{1.0, 0.8, 0.6, 0.4, 0.1};
    /// What a walk of two steps counts against one of one step.
    double two_steps = 0.5;
    /// A node with more tracks is no way to a neighbour (each would be reached by less than 1 in so many),
    /// though it takes its part of the walk.
    std::size_t largest_node = 400;
    /// Of one step only so many tracks, the likeliest, are gone on from.
    std::size_t gone_on_from = 100;
    /// Of the second step about so many ends are looked at, by the likeliest nodes.
    std::size_t ends = 8000;
};

/// A track reached from another one.
struct TagNeighbour {
    TrackIndex track = kNone;
    /// P1 + two_steps * P2, P the probability that a walk of so many steps ends here: from a track to one of
    /// its nodes by importance, from there to any other of its tracks alike.
    double score = 0.0;
    /// The likeliest of the shortest ways: by `node` alone (one step), or by `first` to `through` and by
    /// `node` from there (two).
    int steps = 1;
    NodeIndex node = kNone, first = kNone;
    TrackIndex through = kNone;
};

class TagGraph {
  public:
    explicit TagGraph(const Catalogue& catalogue, const TagGraphOptions& options = {});

    std::size_t nodes() const { return kinds_.size(); }
    NodeKind kind_of(NodeIndex node) const { return kinds_[node]; }
    /// As a tag spells it; a year in digits.
    const std::string& name_of(NodeIndex node) const { return names_[node]; }
    /// Ascending.
    std::span<const TrackIndex> tracks_of(NodeIndex node) const { return by_node_.of(node); }
    std::span<const NodeIndex> nodes_of(TrackIndex track) const { return by_track_.of(track); }

    /// The k nearest tracks, itself left out, best first; equal ones by track. Some may be missing or banned.
    std::vector<TagNeighbour> neighbours(TrackIndex from, std::size_t k) const;

  private:
    /// Lists end to end in one array.
    struct Lists {
        std::vector<std::uint32_t> first, entries;
        std::span<const std::uint32_t> of(std::uint32_t key) const {
            return {entries.data() + first[key], entries.data() + first[key + 1]};
        }
    };
    /// A way from a track to a node: how likely, and what each of the node's other tracks gets of it.
    struct Way {
        NodeIndex node = kNone;
        double each = 0.0;
    };

    void gather(const Catalogue& catalogue);
    void turn_round(std::size_t tracks);
    /// Of all nodes of the track that lead to another track and are not too large.
    template <class Visit>
    void each_way(TrackIndex from, Visit visit) const;
    std::vector<TagNeighbour> one_step(TrackIndex from) const;
    void add_two_steps(TrackIndex from, const std::vector<TagNeighbour>& near,
                       std::vector<TagNeighbour>& found) const;

    TagGraphOptions options_;
    std::vector<NodeKind> kinds_;
    std::vector<std::string> names_;
    Lists by_track_, by_node_;
};

/// The graph as a route asks it; empty: there is none.
struct TagGraphView {
    std::function<std::vector<TagNeighbour>(TrackIndex, std::size_t k)> neighbours;
    std::function<NodeKind(NodeIndex)> kind_of;
    std::function<std::string(NodeIndex)> name_of;
    explicit operator bool() const { return static_cast<bool>(neighbours); }
};
/// Valid as long as the graph.
TagGraphView view_of(const TagGraph& graph);

}  // namespace refrain::ranking
