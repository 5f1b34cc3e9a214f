// The sound of a library as unit vectors: what is learned from it, who is near whom, and that the same
// library gives the same space.
#include "recommender/content/audio_space.h"

#include "recommender/content/clustering.h"
#include "recommender/content/feature_layout.h"
#include "recommender/content/sound_transform.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace refrain {
namespace {

/// Tracks of `kinds` sounds by turns, ids from `first`. What kind a track is of: id % kinds.
FeatureTable made_of_kinds(std::size_t tracks, std::size_t kinds, std::int64_t first = 1,
                           float noise = 0.05F) {
    std::mt19937_64 random(3);
    const auto number = [&random] { return static_cast<float>(random() >> 40U) / 16'777'216.0F - 0.5F; };
    std::vector<float> sounds(kinds * features::count);
    std::generate(sounds.begin(), sounds.end(), number);
    FeatureTable table;
    for (std::size_t i = 0; i < tracks; ++i) {
        const auto id = first + static_cast<std::int64_t>(i);
        table.tracks.emplace_back(id);
        const std::size_t kind = static_cast<std::size_t>(id) % kinds;
        for (std::size_t f = 0; f < features::count; ++f) {
            float value = sounds[kind * features::count + f] + noise * number();
            // Hz and beats a minute are above 0.
            value = f == features::centroid ? 1000.0F * (value + 1.0F) : value;
            value = f == features::tempo ? 100.0F * (value + 1.0F) : value;
            table.values.push_back(value);
        }
    }
    return table;
}

TEST(AudioSpace, TracksOfOneSoundAreNearAndThoseOfAnotherFar) {
    const auto space = AudioSpace::build(made_of_kinds(120, 4));
    ASSERT_EQ(space->size(), 120u);
    for (AudioSpace::Row row = 0; row < 8; ++row) {
        const auto near = space->nearest(row, 29);
        ASSERT_EQ(near.size(), 29u);
        for (const auto& [other, similarity] : near) {
            EXPECT_EQ(space->track(other).value() % 4, space->track(row).value() % 4);
            EXPECT_GT(similarity, 0.8);
            EXPECT_DOUBLE_EQ(similarity, space->similarity(row, other));
        }
        EXPECT_LT(space->nearest(row, 30).back().second, 0.5) << "the first of another sound";
    }
}

TEST(AudioSpace, NoFeatureRulesByItsUnit) {
    // The same library, with one feature told in another unit.
    const auto table = made_of_kinds(60, 5, 1, 0.5F);
    auto scaled = table;
    for (std::size_t i = features::loudness; i < scaled.values.size(); i += features::count) {
        scaled.values[i] = 1000.0F * scaled.values[i] - 70.0F;
    }
    const auto one = AudioSpace::build(table), other = AudioSpace::build(scaled);
    for (AudioSpace::Row row = 0; row < 60; ++row) {
        EXPECT_NEAR(one->similarity(0, row), other->similarity(0, row), 1e-4);
    }
}

TEST(AudioSpace, OneBrokenTrackMovesNoOther) {
    const auto table = made_of_kinds(101, 4, 1, 0.5F);
    auto broken = table;
    // Still finite, and far from all that is heard.
    std::fill_n(broken.values.end() - static_cast<std::ptrdiff_t>(features::count), features::count, 1e30F);
    const auto one = AudioSpace::build(table), other = AudioSpace::build(broken);
    for (AudioSpace::Row row = 1; row < 100; ++row) {
        EXPECT_NEAR(one->similarity(0, row), other->similarity(0, row), 0.1);
    }
}

TEST(AudioSpace, LeavesOutWhatIsNoSound) {
    auto table = made_of_kinds(10, 2);
    table.values[3 * features::count + 7] = std::numeric_limits<float>::quiet_NaN();
    table.values[5 * features::count] = std::numeric_limits<float>::infinity();
    table.values.resize(table.values.size() - 1);
    const auto space = AudioSpace::build(table);
    EXPECT_EQ(space->size(), 7u);
    EXPECT_FALSE(space->row_of(TrackId(4)));
    EXPECT_FALSE(space->row_of(TrackId(6)));
    EXPECT_FALSE(space->row_of(TrackId(10)));
    EXPECT_TRUE(space->row_of(TrackId(5)));
}

TEST(AudioSpace, OfNoTrackOneTrackAndEqualTracksSaysNothingWrong) {
    const auto none = AudioSpace::build({});
    EXPECT_EQ(none->size(), 0u);
    EXPECT_EQ(none->clusters(), 0u);
    const auto grown = none->with(made_of_kinds(3, 1));
    EXPECT_EQ(grown->size(), 3u);
    EXPECT_TRUE(grown->outgrown());
    EXPECT_EQ(grown->nearest(0, 5).size(), 2u);
    EXPECT_TRUE(grown->clusters_of(0).empty());
    const auto one = AudioSpace::build(made_of_kinds(1, 1));
    EXPECT_TRUE(one->nearest(0, 5).empty());
    EXPECT_DOUBLE_EQ(one->energy(0), 0.5);
    const auto equal = AudioSpace::build(made_of_kinds(50, 1, 1, 0.0F));
    EXPECT_GE(equal->similarity(0, 1), -1.0);
    EXPECT_LE(equal->similarity(0, 1), 1.0);
    EXPECT_FALSE(equal->clusters_of(0).empty());
}

TEST(AudioSpace, TheSameLibraryGivesTheSameSpace) {
    const auto table = made_of_kinds(300, 7, 1, 0.6F);
    const auto one = AudioSpace::build(table), other = AudioSpace::build(table);
    ASSERT_EQ(one->clusters(), other->clusters());
    for (AudioSpace::Row row = 0; row < 300; ++row) {
        EXPECT_EQ(one->nearest(row, 3), other->nearest(row, 3));
        EXPECT_EQ(one->clusters_of(row).front().cluster, other->clusters_of(row).front().cluster);
    }
}

TEST(AudioSpace, ATrackThatJoinsLiesWhereItWouldHaveLain) {
    const auto all = made_of_kinds(200, 4, 1, 0.3F);
    FeatureTable first = all, later;
    first.tracks.resize(180);
    first.values.resize(180 * features::count);
    later.tracks.assign(all.tracks.begin() + 180, all.tracks.end());
    later.values.assign(all.values.begin() + static_cast<std::ptrdiff_t>(180 * features::count),
                        all.values.end());
    const auto space = AudioSpace::build(first);
    const auto grown = space->with(later);
    EXPECT_EQ(space->size(), 180u) << "the old one stays as it is";
    ASSERT_EQ(grown->size(), 200u);
    EXPECT_FALSE(grown->outgrown());
    EXPECT_EQ(space->track(grown->nearest(185, 1).front().first).value() % 4, 186 % 4);
    for (AudioSpace::Row row = 0; row < 180; ++row) {
        EXPECT_DOUBLE_EQ(grown->similarity(0, row), space->similarity(0, row));
    }
    EXPECT_TRUE(grown->with(made_of_kinds(50, 4, 1000))->outgrown())
        << "250 is more than a quarter above 180";
}

TEST(AudioSpace, ATrackAnalyzedAnewTakesItsOwnPlace) {
    const auto space = AudioSpace::build(made_of_kinds(80, 4));
    // Track 1 sounds as 2 does now.
    FeatureTable again = made_of_kinds(2, 4);
    again.tracks = {TrackId(1)};
    again.values.erase(again.values.begin(),
                       again.values.begin() + static_cast<std::ptrdiff_t>(features::count));
    const auto changed = space->with(again);
    EXPECT_EQ(changed->size(), 80u);
    const auto row = *changed->row_of(TrackId(1));
    EXPECT_EQ(changed->track(changed->nearest(row, 1).front().first).value() % 4, 2);
}

TEST(AudioSpace, AsksOnlyForThoseThatAreAccepted) {
    const auto space = AudioSpace::build(made_of_kinds(80, 4));
    const auto near = space->nearest(0, 30, [](AudioSpace::Row row) { return row % 4 == 1; });
    EXPECT_EQ(near.size(), 20u);
    for (const auto& [row, similarity] : near) {
        EXPECT_EQ(row % 4, 1u);
        EXPECT_LT(similarity, 0.5) << "another sound";
    }
}

TEST(AudioSpace, ClustersAreOfTheSoundsAndTheirWeightsSumToOne) {
    const auto space = AudioSpace::build(made_of_kinds(400, 8));
    EXPECT_EQ(space->clusters(), 8u);
    std::set<std::uint32_t> seen;
    for (AudioSpace::Row row = 0; row < 400; ++row) {
        const auto clusters = space->clusters_of(row);
        ASSERT_FALSE(clusters.empty());
        EXPECT_LE(clusters.size(), 3u);
        double sum = 0.0;
        for (const auto& cluster : clusters) {
            sum += cluster.weight;
        }
        EXPECT_NEAR(sum, 1.0, 1e-12);
        EXPECT_GE(clusters.front().weight, clusters.back().weight);
        EXPECT_EQ(clusters.front().cluster, space->clusters_of(row % 8).front().cluster);
        seen.insert(clusters.front().cluster);
    }
    EXPECT_EQ(seen.size(), 8u);
}

TEST(AudioSpace, EnergyIsThePlaceAmongTheTracksOfTheLibrary) {
    auto table = made_of_kinds(101, 1);
    // Ever louder, more onsets and brighter.
    for (std::size_t i = 0; i < 101; ++i) {
        const auto step = static_cast<float>(i);
        table.values[i * features::count + features::loudness] = -60.0F + 0.5F * step;
        table.values[i * features::count + features::onset_rate] = 0.1F * step;
        table.values[i * features::count + features::centroid] = 500.0F + 20.0F * step;
    }
    const auto space = AudioSpace::build(table);
    EXPECT_LT(space->energy(0), 0.01);
    EXPECT_NEAR(space->energy(50), 0.5, 1e-9);
    EXPECT_GT(space->energy(100), 0.99);
    EXPECT_LT(space->energy(30), space->energy(31));
}

TEST(SoundTransform, IsTheZScoreByMedianAndDeviationWhereNothingIsWhitened) {
    // One feature that varies: -2, -1, 0, 1, 2 about 10, whose median deviation is 1.
    FeatureTable table;
    for (int i = -2; i <= 2; ++i) {
        table.tracks.emplace_back(i + 3);
        std::vector<float> row(features::count, 1.0F);
        row[features::loudness] = 10.0F + static_cast<float>(i);
        table.values.insert(table.values.end(), row.begin(), row.end());
    }
    AudioSpaceOptions options;
    options.whitening = 0.0;
    const auto transform = SoundTransform::learn(table, options);
    EXPECT_EQ(transform.dimensions(), 1);
    EXPECT_NEAR(transform.liveliness(row_in(table, 4)), 2.0 / 1.4826, 1e-6);
    EXPECT_NEAR(transform.liveliness(row_in(table, 2)), 0.0, 1e-6);
    EXPECT_NEAR(std::abs(transform.unit_vector(row_in(table, 4)).norm()), 1.0, 1e-6);
    EXPECT_NEAR(transform.unit_vector(row_in(table, 0)).dot(transform.unit_vector(row_in(table, 4))), -1.0,
                1e-6);
}

TEST(Silhouette, IsThatOfTheFormulaOnThreeRows) {
    UnitRows rows(3, 2), centres(2, 2);
    rows << 1.0F, 0.0F, 0.0F, 1.0F, 0.6F, 0.8F;
    centres << 1.0F, 0.0F, 0.0F, 1.0F;
    // (1 - 0) / 1, the same, and (0.4 - 0.2) / 0.4.
    EXPECT_NEAR(silhouette(rows, centres), (1.0 + 1.0 + 0.5) / 3.0, 1e-6);
    EXPECT_EQ(silhouette(rows, centres.topRows(1)), 0.0);
}

TEST(KMeans, FindsWhatLiesApartWhateverTheSeed) {
    UnitRows rows(30, 3);
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        rows.row(i).setConstant(0.01F * static_cast<float>(i % 5));
        rows(i, i % 3) = 1.0F;
        rows.row(i).normalize();
    }
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const UnitRows centres = k_means(rows, 3, seed);
        EXPECT_GT(silhouette(rows, centres), 0.9) << seed;
    }
    EXPECT_EQ(k_means(rows, 100, 1).rows(), 30);
}

}  // namespace
}  // namespace refrain
