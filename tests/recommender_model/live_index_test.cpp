// The items of a generation and the tracks that came after it, found together.
#include "recommender/retrieval/live_index.h"

#include "recommender/retrieval/generation_store.h"
#include "tests/recommender_model/support/made_generation.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

std::shared_ptr<const ModelGeneration> generation(GenerationContent content) {
    const test::TemporaryFolder folder;
    const std::string name = "20260102T030405Z-006-c";
    const auto written = write_generation(folder.path(), name, content);
    EXPECT_TRUE(written.ok()) << (written ? "" : written.error().text());
    return ModelGeneration::load(folder.path() / name).value();
}

LibrarySnapshot library(std::int64_t from, std::int64_t to) {
    std::vector<Track> tracks;
    for (std::int64_t id = from; id <= to; ++id) {
        Track track;
        track.id = TrackId(id);
        track.artist = "Artist " + std::to_string(id % 7);
        track.album = "Album " + std::to_string(id % 31);
        track.genres = {"Genre " + std::to_string(id % 3)};
        tracks.push_back(track);
    }
    return LibrarySnapshot(std::move(tracks));
}

using Neighbour = ModelGeneration::Neighbour;

/// All that there is, by the plain formula.
std::vector<Neighbour> all_by_similarity(const ModelGeneration& model, const LibrarySnapshot& tracks,
                                         const std::vector<float>& user) {
    std::vector<Neighbour> all;
    for (const TrackId id : model.tracks()) {
        Track known;
        known.id = id;
        all.push_back({id, model.similarity(user, TrackView(known))});
    }
    for (std::size_t row = 0; row < tracks.size(); ++row) {
        const TrackView track = tracks.at(row);
        if (!model.knows(track.id)) {
            all.push_back({track.id, model.similarity(user, track)});
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Neighbour& a, const Neighbour& b) { return a.similarity > b.similarity; });
    return all;
}

void expect_the_same(const std::vector<Neighbour>& found, const std::vector<Neighbour>& truth) {
    ASSERT_LE(found.size(), truth.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_NEAR(found[i].similarity, truth[i].similarity, 1e-5) << i;
    }
}

TEST(LiveIndex, FindsATrackThatWasScannedAfterTheTraining) {
    const auto model = generation(test::made_content(test::small_config(), 40));
    const LibrarySnapshot tracks = library(31, 60);
    const auto index = LiveIndex::make(model, tracks);
    EXPECT_EQ(index->tail(), 20u);
    EXPECT_EQ(index->newer(), 20u);
    // A listener whose taste is the new track itself.
    const auto user = model->item_vector(tracks.at(25));
    const auto found = index->nearest(user, 60);
    ASSERT_EQ(found.size(), 60u) << "those of the model that left the library, too: the ranker knows of that";
    EXPECT_TRUE(std::any_of(found.begin(), found.begin() + 3,
                            [&](const Neighbour& n) { return n.track == tracks.at(25).id; }));
    expect_the_same(found, all_by_similarity(*model, tracks, user));
    expect_the_same(index->nearest(user, 7), all_by_similarity(*model, tracks, user));
}

TEST(LiveIndex, AfterMergingFindsTheSame) {
    const auto model = generation(test::made_content(test::small_config(), 300));
    const LibrarySnapshot tracks = library(1, 700);
    const auto index = LiveIndex::make(model, tracks);
    const auto merged = index->merged().value();
    EXPECT_EQ(index->tail(), 400u);
    EXPECT_EQ(merged->tail(), 0u);
    EXPECT_EQ(merged->newer(), 400u);
    for (std::size_t row = 0; row < 700; row += 50) {
        const auto user = model->item_vector(tracks.at(row));
        expect_the_same(merged->nearest(user, 20), all_by_similarity(*model, tracks, user));
    }
}

TEST(LiveIndex, KeepsItsGraphWhenTheLibraryGrowsAndMergesAgain) {
    const auto model = generation(test::made_content(test::small_config(), 50));
    const auto merged = LiveIndex::make(model, library(1, 200))->merged().value();
    const LibrarySnapshot more = library(1, 230);
    const auto grown = LiveIndex::make(model, more, merged);
    EXPECT_EQ(grown->tail(), 30u);
    EXPECT_EQ(grown->newer(), 180u);
    const auto again = grown->merged().value();
    EXPECT_EQ(again->tail(), 0u);
    const auto user = model->item_vector(more.at(229));
    expect_the_same(grown->nearest(user, 15), all_by_similarity(*model, more, user));
    expect_the_same(again->nearest(user, 15), all_by_similarity(*model, more, user));
}

TEST(LiveIndex, OfAnotherGenerationStartsAnew) {
    const auto old = generation(test::made_content(test::small_config(), 50));
    const auto next = generation(test::made_content(test::small_config(), 120, 9));
    const auto merged = LiveIndex::make(old, library(1, 200))->merged().value();
    EXPECT_EQ(LiveIndex::make(next, library(1, 200), merged)->tail(), 80u);
}

TEST(LiveIndex, LeavesOutMissingTracksAndThoseWithoutContent) {
    const auto model = generation(test::made_content(test::small_config(), 10));
    std::vector<Track> tracks(2);
    tracks[0].id = TrackId(11);
    tracks[0].missing = true;
    tracks[1].id = TrackId(12);
    EXPECT_EQ(LiveIndex::make(model, LibrarySnapshot(tracks))->tail(), 1u);
    auto config = test::small_config();
    config.tag_buckets = 0;
    EXPECT_EQ(LiveIndex::make(generation(test::made_content(config, 10)), LibrarySnapshot(tracks))->tail(),
              0u);
    const auto nothing = LiveIndex::make(model, LibrarySnapshot(std::vector<Track>()));
    EXPECT_FALSE(nothing->wants_merge());
    EXPECT_EQ(nothing->nearest(std::vector<float>(3, 1.0F), 5).size(), 0u) << "another width";
}

TEST(ChooseIndex, TakesTheQuickerOneThatIsRight) {
    EXPECT_EQ(choose_index({0.995, 100.0, 2000.0}), IndexKind::hnsw);
    EXPECT_EQ(choose_index({0.995, 100.0, 80.0}), IndexKind::exact);
    EXPECT_EQ(choose_index({0.98, 100.0, 2000.0}), IndexKind::exact);
}

TEST(ChooseIndex, OfAFewTracksIsTheExactScanAndTheManifestSaysSo) {
    auto content = test::made_content(test::small_config(), 20);
    content.index = IndexKind::exact;
    const auto model = generation(content);
    EXPECT_EQ(model->index_kind(), "exact");
    EXPECT_NE(model->manifest().find("\"hnsw_us\""), std::string::npos);
    EXPECT_NE(model->index_words().find("exact scan"), std::string::npos);
}

}  // namespace
}  // namespace refrain
