#include "recommender/ranking/tag_graph.h"

#include "recommender/ranking/style_text.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace refrain::ranking {
namespace {

/// What stands where an album is of many: no name of anybody.
bool names_nobody(const std::string& folded) {
    static constexpr std::array<std::string_view, 5> words{"various artists", "various", "va", "v.a.",
                                                           "unknown artist"};
    return folded.empty() || std::find(words.begin(), words.end(), folded) != words.end();
}

/// Gives nodes their numbers: by kind and folded name, the first spelling met being shown.
class Numbering {
  public:
    Numbering(std::vector<NodeKind>& kinds, std::vector<std::string>& names) : kinds_(kinds), names_(names) {}

    NodeIndex node(NodeKind kind, const std::string& key, std::string_view shown) {
        const auto [it, fresh] =
            numbers_[static_cast<std::size_t>(kind)].try_emplace(key, static_cast<NodeIndex>(kinds_.size()));
        if (fresh) {
            kinds_.push_back(kind);
            names_.emplace_back(shown);
        }
        return it->second;
    }
    /// kNone for what names nobody. A spelling is folded once.
    NodeIndex person(NodeKind kind, TextKey spelling, std::string_view text) {
        if (spelling == no_text) {
            return kNone;
        }
        const auto [it, fresh] = people_[static_cast<std::size_t>(kind)].try_emplace(spelling, kNone);
        if (fresh) {
            it->second = person(kind, text);
        }
        return it->second;
    }
    NodeIndex person(NodeKind kind, std::string_view text) {
        const std::string folded = fold_name(text);
        return names_nobody(folded) ? kNone : node(kind, folded, text);
    }

  private:
    std::vector<NodeKind>& kinds_;
    std::vector<std::string>& names_;
    std::array<std::unordered_map<std::string, NodeIndex>, node_kinds> numbers_;
    std::array<std::unordered_map<TextKey, NodeIndex>, node_kinds> people_;
};

bool better(const TagNeighbour& a, const TagNeighbour& b) {
    return a.score != b.score ? a.score > b.score : a.track < b.track;
}

/// Joins entries of the same track: scores add up, the shortest way stays, of equal ones the likeliest.
/// Leaves them by track.
void join(std::vector<TagNeighbour>& found) {
    std::sort(found.begin(), found.end(), [](const TagNeighbour& a, const TagNeighbour& b) {
        return std::tuple(a.track, a.steps, -a.score) < std::tuple(b.track, b.steps, -b.score);
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < found.size();) {
        TagNeighbour joined = found[i];
        for (++i; i < found.size() && found[i].track == joined.track; ++i) {
            joined.score += found[i].score;
        }
        found[kept++] = joined;
    }
    found.resize(kept);
}

void keep_best(std::vector<TagNeighbour>& found, std::size_t count) {
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(count, found.size()));
    std::partial_sort(found.begin(), end, found.end(), better);
    found.erase(end, found.end());
}

}  // namespace

TagGraph::TagGraph(const Catalogue& catalogue, const TagGraphOptions& options) : options_(options) {
    gather(catalogue);
    turn_round(catalogue.size());
}

void TagGraph::gather(const Catalogue& catalogue) {
    const LibraryTexts& texts = catalogue.library().texts();
    Numbering number(kinds_, names_);
    std::unordered_map<StyleIndex, NodeIndex> genres;
    std::unordered_map<std::int32_t, NodeIndex> years;
    std::unordered_map<AlbumIndex, NodeIndex> compilations;
    std::vector<NodeIndex> of_track;
    by_track_.first.push_back(0);
    catalogue.library().each_row([&](TrackIndex i, const TrackRow& row) {
        of_track.clear();
        const Credits* credits = row.credits != 0 ? (*texts.credits)[row.credits].get() : nullptr;
        const auto people = [&](NodeKind kind, TextKey line, const std::vector<std::string>* several) {
            if (several == nullptr || several->empty()) {
                of_track.push_back(number.person(kind, line, texts.people[line]));
                return;
            }
            for (const std::string& name : *several) {
                of_track.push_back(number.person(kind, name));
            }
        };
        people(NodeKind::artist, row.artist, credits != nullptr ? &credits->artists : nullptr);
        people(NodeKind::artist, row.album_artist, credits != nullptr ? &credits->album_artists : nullptr);
        people(NodeKind::composer, row.composer, credits != nullptr ? &credits->composers : nullptr);
        const AlbumIndex album = catalogue.album_of(i);
        if (row.compilation && album != kNone) {
            const auto [it, fresh] = compilations.try_emplace(album, kNone);
            if (fresh) {
                it->second =
                    number.node(NodeKind::compilation, std::to_string(album), texts.albums[row.album]);
            }
            of_track.push_back(it->second);
        }
        for (const StyleWeight& w : catalogue.styles_of(i)) {
            const auto [it, fresh] = genres.try_emplace(w.style, kNone);
            if (fresh) {
                const std::string& name = catalogue.style_name(w.style);
                it->second = number.node(NodeKind::genre, name, name);
            }
            of_track.push_back(it->second);
        }
        const std::int32_t year =
            row.original_year != 0 ? static_cast<std::int32_t>(row.original_year) : row.year;
        if (year != 0) {
            const auto [it, fresh] = years.try_emplace(year, kNone);
            if (fresh) {
                it->second = number.node(NodeKind::year, std::to_string(year), std::to_string(year));
            }
            of_track.push_back(it->second);
        }
        std::sort(of_track.begin(), of_track.end());
        of_track.erase(std::unique(of_track.begin(), of_track.end()), of_track.end());
        if (!of_track.empty() && of_track.back() == kNone) {
            of_track.pop_back();
        }
        by_track_.entries.insert(by_track_.entries.end(), of_track.begin(), of_track.end());
        by_track_.first.push_back(static_cast<std::uint32_t>(by_track_.entries.size()));
    });
    by_track_.entries.shrink_to_fit();
}

void TagGraph::turn_round(std::size_t tracks) {
    by_node_.first.assign(kinds_.size() + 1, 0);
    by_node_.entries.resize(by_track_.entries.size());
    for (const NodeIndex node : by_track_.entries) {
        ++by_node_.first[node + 1];
    }
    std::partial_sum(by_node_.first.begin(), by_node_.first.end(), by_node_.first.begin());
    std::vector<std::uint32_t> next(by_node_.first.begin(), by_node_.first.end() - 1);
    for (TrackIndex i = 0; i < tracks; ++i) {
        for (const NodeIndex node : by_track_.of(i)) {
            by_node_.entries[next[node]++] = i;
        }
    }
}

template <class Visit>
void TagGraph::each_way(TrackIndex from, Visit visit) const {
    double all = 0.0;
    for (const NodeIndex node : nodes_of(from)) {
        all += tracks_of(node).size() > 1 ? options_.importance[static_cast<std::size_t>(kinds_[node])] : 0.0;
    }
    for (const NodeIndex node : nodes_of(from)) {
        const std::size_t size = tracks_of(node).size();
        if (size > 1 && size <= options_.largest_node) {
            const double share = options_.importance[static_cast<std::size_t>(kinds_[node])] / all;
            visit(Way{node, share / static_cast<double>(size - 1)});
        }
    }
}

std::vector<TagNeighbour> TagGraph::one_step(TrackIndex from) const {
    std::vector<TagNeighbour> found;
    each_way(from, [&](const Way& way) {
        for (const TrackIndex track : tracks_of(way.node)) {
            if (track != from) {
                found.push_back({.track = track, .score = way.each, .node = way.node});
            }
        }
    });
    join(found);
    return found;
}

void TagGraph::add_two_steps(TrackIndex from, const std::vector<TagNeighbour>& near,
                             std::vector<TagNeighbour>& found) const {
    // From each track in the middle to its nodes first: many of them share nodes, and what a node hands to
    // each of its tracks is then known at once. A track in the middle is no end of its own way, so what it
    // would hand to itself is taken back.
    struct Reached {
        NodeIndex node = kNone;
        double each = 0.0;
        /// The likeliest way here.
        double most = 0.0;
        TrackIndex through = kNone;
        NodeIndex first = kNone;
    };
    std::unordered_map<NodeIndex, Reached> reached;
    for (const TagNeighbour& middle : near) {
        double to_itself = 0.0;
        each_way(middle.track, [&](const Way& way) {
            const double each = options_.two_steps * middle.score * way.each;
            Reached& node = reached[way.node];
            node.node = way.node;
            node.each += each;
            if (each > node.most) {
                node.most = each;
                node.through = middle.track;
                node.first = middle.node;
            }
            to_itself += each;
        });
        found.push_back({.track = middle.track, .score = -to_itself, .steps = 2});
    }
    std::vector<Reached> order;
    order.reserve(reached.size());
    for (const auto& [node, what] : reached) {
        order.push_back(what);
    }
    std::sort(order.begin(), order.end(), [](const Reached& a, const Reached& b) {
        return a.each != b.each ? a.each > b.each : a.node < b.node;
    });
    std::size_t looked_at = 0;
    for (const Reached& way : order) {
        const auto tracks = tracks_of(way.node);
        looked_at += tracks.size();
        if (looked_at > options_.ends) {
            break;
        }
        for (const TrackIndex track : tracks) {
            if (track != from) {
                found.push_back({track, way.each, 2, way.node, way.first, way.through});
            }
        }
    }
}

std::vector<TagNeighbour> TagGraph::neighbours(TrackIndex from, std::size_t k) const {
    std::vector<TagNeighbour> found = one_step(from);
    std::vector<TagNeighbour> near = found;
    keep_best(near, options_.gone_on_from);
    add_two_steps(from, near, found);
    join(found);
    // Where the ends were cut short, more may have been taken back than was given.
    std::erase_if(found, [](const TagNeighbour& n) { return n.score <= 0.0; });
    keep_best(found, k);
    return found;
}

TagGraphView view_of(const TagGraph& graph) {
    return {[&graph](TrackIndex from, std::size_t k) { return graph.neighbours(from, k); },
            [&graph](NodeIndex node) { return graph.kind_of(node); },
            [&graph](NodeIndex node) { return graph.name_of(node); }};
}

}  // namespace refrain::ranking
