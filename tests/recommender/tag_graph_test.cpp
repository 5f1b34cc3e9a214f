// Neighbours by what the tags share, held against a walk over all tracks.
#include "recommender/ranking/tag_graph.h"

#include "tests/recommender/listening_world.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using test::library;
using test::track;

Catalogue catalogue_of(std::vector<Track> tracks) {
    return Catalogue(library(std::move(tracks)));
}

Track named(std::int64_t id, std::string artist, std::string composer = "", std::int32_t year = 0) {
    Track t = track(id, std::move(artist), "", {});
    t.composer = std::move(composer);
    t.year = year;
    return t;
}

std::string numbered(std::string word, std::uint64_t number) {
    return word.append(std::to_string(number));
}

/// The names that a track's nodes have, with their kinds, straight from the tags.
std::set<std::pair<NodeKind, std::string>> tags_of(const TagGraph& graph, TrackIndex i) {
    std::set<std::pair<NodeKind, std::string>> out;
    for (const NodeIndex node : graph.nodes_of(i)) {
        out.emplace(graph.kind_of(node), graph.name_of(node));
    }
    return out;
}

TEST(TagGraph, HasANodeForEachNameTheTagsGive) {
    Track one = named(1, "Nina; Miles", "Bach", 1999);
    one.artists = {"Nina", "Miles"};
    one.album = "Best Of";
    one.album_artist = "Various Artists";
    one.compilation = true;
    one.genres = {"Jazz", "Blues"};
    one.original_date.year = 1964;
    const Catalogue catalogue = catalogue_of({one, named(2, "NINA"), named(3, "")});
    const TagGraph graph(catalogue);
    const std::set<std::pair<NodeKind, std::string>> expected{
        {NodeKind::artist, "Nina"},   {NodeKind::artist, "Miles"},
        {NodeKind::composer, "Bach"}, {NodeKind::compilation, "Best Of"},
        {NodeKind::genre, "jazz"},    {NodeKind::genre, "blues"},
        {NodeKind::year, "1964"}};
    EXPECT_EQ(tags_of(graph, 0), expected) << "\"Various Artists\" is nobody, and the music is of 1964";
    EXPECT_EQ(tags_of(graph, 1), (std::set<std::pair<NodeKind, std::string>>{{NodeKind::artist, "Nina"}}))
        << "spellings that fold to the same name are one node";
    EXPECT_TRUE(graph.nodes_of(2).empty());
    EXPECT_TRUE(graph.neighbours(2, 10).empty());
}

TEST(TagGraph, AnArtistAndAnAlbumArtistOfOneNameAreOnePerson) {
    Track guest = named(1, "Guest");
    guest.album_artist = "Host";
    const Catalogue catalogue = catalogue_of({guest, named(2, "Host")});
    const auto near = TagGraph(catalogue).neighbours(0, 5);
    ASSERT_EQ(near.size(), 1U);
    EXPECT_EQ(near[0].track, 1U);
}

TEST(TagGraph, ARareNameSaysMoreThanAFrequentOne) {
    std::vector<Track> tracks{named(1, "A", "Rare", 1990), named(2, "B", "Rare", 2001)};
    for (std::int64_t id = 3; id <= 40; ++id) {
        tracks.push_back(named(id, numbered("C", static_cast<std::uint64_t>(id)), "", 1990));
    }
    const Catalogue catalogue = catalogue_of(tracks);
    const TagGraph graph(catalogue);
    const auto near = graph.neighbours(0, 40);
    ASSERT_EQ(near.size(), 39U);
    EXPECT_EQ(near[0].track, 1U);
    EXPECT_EQ(near[0].steps, 1);
    EXPECT_EQ(graph.kind_of(near[0].node), NodeKind::composer);
    EXPECT_EQ(graph.name_of(near[0].node), "Rare");
    // One step: 0.8 of 0.9 to the composer, whose one other track has it all; no other way leads there.
    EXPECT_NEAR(near[0].score, 0.8 / 0.9, 1e-12);
}

TEST(TagGraph, TwoStepsNameTheTrackBetweenAndBothNodes) {
    // 1 and 2 share their artist, 2 and 3 their composer.
    const Catalogue catalogue = catalogue_of({named(1, "A"), named(2, "A", "Both"), named(3, "C", "Both")});
    const TagGraph graph(catalogue);
    const auto near = graph.neighbours(0, 5);
    ASSERT_EQ(near.size(), 2U);
    EXPECT_EQ(near[1].track, 2U);
    EXPECT_EQ(near[1].steps, 2);
    EXPECT_EQ(near[1].through, 1U);
    EXPECT_EQ(graph.name_of(near[1].first), "A");
    EXPECT_EQ(graph.name_of(near[1].node), "Both");
    // All of the first step, then 0.8 of 1.8, halved.
    EXPECT_NEAR(near[1].score, 0.5 * 0.8 / 1.8, 1e-12);
}

TEST(TagGraph, ANodeTooLargeIsNoWayButTakesItsPart) {
    std::vector<Track> tracks;
    for (std::int64_t id = 1; id <= 30; ++id) {
        tracks.push_back(named(id, id <= 2 ? "A" : numbered("B", static_cast<std::uint64_t>(id)), "", 1990));
    }
    const Catalogue catalogue = catalogue_of(tracks);
    TagGraphOptions options;
    options.largest_node = 20;
    const auto near = TagGraph(catalogue, options).neighbours(0, 30);
    ASSERT_EQ(near.size(), 1U);
    EXPECT_NEAR(near[0].score, 1.0 / 1.1, 1e-12);
}

/// P(i -> j), by the definition and over all tracks.
std::vector<std::vector<double>> walk(const TagGraph& graph, std::size_t tracks,
                                      const TagGraphOptions& options) {
    std::vector<std::vector<double>> p(tracks, std::vector<double>(tracks, 0.0));
    for (TrackIndex i = 0; i < tracks; ++i) {
        double all = 0.0;
        std::map<NodeIndex, std::vector<TrackIndex>> others;
        for (const NodeIndex node : graph.nodes_of(i)) {
            for (TrackIndex j = 0; j < tracks; ++j) {
                const auto nodes = graph.nodes_of(j);
                if (j != i && std::find(nodes.begin(), nodes.end(), node) != nodes.end()) {
                    others[node].push_back(j);
                }
            }
            all += others.contains(node) ? options.importance[static_cast<std::size_t>(graph.kind_of(node))]
                                         : 0.0;
        }
        for (const auto& [node, to] : others) {
            const double share = options.importance[static_cast<std::size_t>(graph.kind_of(node))] / all;
            for (const TrackIndex j : to) {
                p[i][j] += share / static_cast<double>(to.size());
            }
        }
    }
    return p;
}

TEST(TagGraph, IsTheWalkOverAllTracks) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::mt19937_64 random(seed);
        const auto one_of = [&](const char* word, std::uint64_t n) { return numbered(word, random() % n); };
        std::vector<Track> tracks;
        for (std::int64_t id = 1; id <= 60; ++id) {
            Track t = named(id, random() % 8 == 0 ? "" : one_of("artist ", 12),
                            random() % 3 == 0 ? one_of("composer ", 5) : "",
                            random() % 2 == 0 ? 1990 + static_cast<std::int32_t>(random() % 6) : 0);
            if (random() % 5 == 0) {
                t.album_artist = one_of("artist ", 12);
            }
            if (random() % 6 == 0) {
                t.album = one_of("collection ", 3);
                t.compilation = true;
            }
            if (random() % 2 == 0) {
                t.genres = {one_of("genre ", 4)};
            }
            tracks.push_back(t);
        }
        const Catalogue catalogue = catalogue_of(tracks);
        TagGraphOptions options;
        options.gone_on_from = 60;
        options.ends = 1'000'000;
        const TagGraph graph(catalogue, options);
        const auto p = walk(graph, tracks.size(), options);
        for (TrackIndex from = 0; from < tracks.size(); ++from) {
            std::vector<double> found(tracks.size(), 0.0);
            const auto near = graph.neighbours(from, tracks.size());
            for (std::size_t i = 0; i < near.size(); ++i) {
                EXPECT_NE(near[i].track, from);
                EXPECT_EQ(found[near[i].track], 0.0) << "each once";
                EXPECT_TRUE(i == 0 || near[i].score <= near[i - 1].score);
                EXPECT_EQ(near[i].steps == 1, p[from][near[i].track] > 0.0) << "the shortest way";
                EXPECT_TRUE(near[i].steps == 1 || near[i].through != near[i].track);
                found[near[i].track] = near[i].score;
            }
            for (TrackIndex to = 0; to < tracks.size(); ++to) {
                double two = 0.0;
                for (TrackIndex middle = 0; middle < tracks.size(); ++middle) {
                    two += p[from][middle] * p[middle][to];
                }
                const double expected = to == from ? 0.0 : p[from][to] + options.two_steps * two;
                EXPECT_NEAR(found[to], expected, 1e-9) << "seed " << seed << ", " << from << " to " << to;
            }
        }
    }
}

TEST(TagGraph, AsksTheSameThroughItsView) {
    const Catalogue catalogue = catalogue_of({named(1, "A"), named(2, "A", "Both"), named(3, "C", "Both")});
    const TagGraph graph(catalogue);
    const TagGraphView view = view_of(graph);
    ASSERT_TRUE(view);
    const auto near = view.neighbours(0, 1);
    ASSERT_EQ(near.size(), 1U);
    EXPECT_EQ(view.name_of(near[0].node), "A");
    EXPECT_EQ(view.kind_of(near[0].node), NodeKind::artist);
    EXPECT_FALSE(TagGraphView());
}

}  // namespace
}  // namespace refrain::ranking
