// The sound of the library as Guess You Like sees it: by places in its catalogue, and in lists.
#include "recommender/serving/content_view.h"

#include "recommender/content/feature_layout.h"
#include "recommender/content/feature_reader.h"
#include "recommender/serving/guess_service.h"
#include "tests/recommender/listening_world.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstring>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using ranking::Catalogue;
using ranking::TrackIndex;

/// Two sounds: of even ids and of odd ones.
std::vector<float> sound_of(std::int64_t id) {
    std::vector<float> values(features::count);
    for (std::size_t f = 0; f < features::count; ++f) {
        // A little of its own each, so that no two are the same.
        const float own = 0.01F * static_cast<float>((id * 7 + static_cast<std::int64_t>(f) * 13) % 10);
        values[f] = 100.0F + (id % 2 == 0 ? 1.0F : -1.0F) * (f % 2 == 0 ? 1.0F : -1.0F) + own;
    }
    return values;
}

FeatureTable sounds_of(std::int64_t first, std::int64_t last) {
    FeatureTable table;
    for (std::int64_t id = first; id <= last; ++id) {
        table.tracks.emplace_back(id);
        const auto values = sound_of(id);
        table.values.insert(table.values.end(), values.begin(), values.end());
    }
    return table;
}

LibraryPtr library_of(std::int64_t tracks) {
    std::vector<Track> all;
    for (std::int64_t id = 1; id <= tracks; ++id) {
        all.push_back(test::track(id, "Artist " + std::to_string(id), "Album " + std::to_string(id), {}));
    }
    return test::library(std::move(all));
}

TEST(ContentView, SpeaksOfTheTracksOfTheCatalogueAlone) {
    // 1 to 20 are in the library, 5 to 30 were analyzed.
    const Catalogue catalogue(library_of(20));
    const auto view = content_view(AudioSpace::build(sounds_of(5, 30)), catalogue);
    ASSERT_TRUE(view);
    const auto at = [&](std::int64_t id) { return catalogue.index_of(TrackId(id)); };
    EXPECT_GT(view.similarity(at(6), at(8)), 0.5);
    EXPECT_LT(view.similarity(at(6), at(9)), 0.0);
    EXPECT_EQ(view.similarity(at(6), at(1)), 0.0) << "not analyzed";
    EXPECT_TRUE(view.nearest(at(1), 5).empty());
    EXPECT_TRUE(view.clusters_of(at(1)).empty());
    EXPECT_FALSE(view.energy(at(1)));
    for (int again = 0; again < 2; ++again) {
        const auto near = view.nearest(at(6), 7);
        ASSERT_EQ(near.size(), 7u);
        for (const auto& [place, similarity] : near) {
            EXPECT_EQ(catalogue.track(place).id.value() % 2, 0);
            EXPECT_NE(place, at(6));
            EXPECT_DOUBLE_EQ(similarity, view.similarity(at(6), place));
        }
    }
    EXPECT_EQ(view.nearest(at(6), 100).size(), 15u) << "the other analyzed ones that are in the library";
    EXPECT_FALSE(view.clusters_of(at(6)).empty());
    EXPECT_TRUE(view.energy(at(6)));
}

TEST(ContentView, IsEmptyWhereNothingWasAnalyzed) {
    const Catalogue catalogue(library_of(3));
    EXPECT_FALSE(content_view(AudioSpace::build({}), catalogue));
    EXPECT_FALSE(content_view(nullptr, catalogue));
}

TEST(ContentView, WhatSoundsAlikeComesIntoTheListByItsOwnRoute) {
    const auto library = library_of(200);
    GuessService service("/no/models");
    service.set_library(library);
    Listen listen;
    listen.track = TrackId(100);
    listen.started_at = test::kNow - std::chrono::minutes(10);
    listen.duration = listen.heard = test::kLength;
    listen.end_reason = EndReason::finished;
    service.set_history({listen}, {});
    const auto space = AudioSpace::build(sounds_of(1, 200));
    const auto by_sound = [&] {
        GuessRequest request;
        request.at = test::kNow;
        request.count = 30;
        const auto list = service.guess(request);
        EXPECT_FALSE(list.tracks.empty());
        std::vector<std::int64_t> ids;
        for (const Guess& guess : list.tracks) {
            if (guess.route == "content_neighbour") {
                ids.push_back(guess.track.value());
            }
        }
        return ids;
    };
    EXPECT_TRUE(by_sound().empty());
    service.set_content([space](const Catalogue& catalogue) { return content_view(space, catalogue); });
    const auto ids = by_sound();
    EXPECT_FALSE(ids.empty());
    EXPECT_TRUE(std::all_of(ids.begin(), ids.end(), [](std::int64_t id) { return id % 2 == 0; }));
}

class Keeper : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened.ok());
        database = std::move(opened).value();
    }
    void write(std::int64_t id, std::int64_t at, const std::vector<float>& values,
               int version = features::version) {
        ASSERT_TRUE(database
                        ->write_now([&](SQLite::Database& db) {
                            SQLite::Statement track(db,
                                                    "INSERT OR IGNORE INTO tracks (id, path, size, mtime_ns, "
                                                    "added_at) VALUES (?1, ?1, 1, 1, 1)");
                            track.bind(1, id);
                            track.exec();
                            SQLite::Statement insert(db,
                                                     "INSERT OR REPLACE INTO content_features (track_id, "
                                                     "size, mtime_ns, version, features, analyzed_at) VALUES "
                                                     "(?, 1, 1, ?, ?, ?)");
                            insert.bind(1, id);
                            insert.bind(2, version);
                            insert.bind(3, static_cast<const void*>(values.data()),
                                        static_cast<int>(values.size() * sizeof(float)));
                            insert.bind(4, at);
                            insert.exec();
                        })
                        .ok());
    }
    test::TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

TEST_F(Keeper, ReadsWhatIsNewSinceTheLastLookAndBuildsAnewWhenTheLibraryHasGrown) {
    for (std::int64_t id = 1; id <= 40; ++id) {
        write(id, 1000 + id, sound_of(id));
    }
    write(41, 1041, std::vector<float>(features::count - 1, 1.0F));
    write(42, 1042, sound_of(42), features::version + 1);
    AudioSpaceKeeper keeper(*database);
    const auto first = keeper.refresh().value();
    EXPECT_EQ(first->size(), 40u) << "not of another width or version";
    // In the same millisecond as the newest seen, and an old one analyzed anew.
    write(43, 1040, sound_of(43));
    write(1, 2000, sound_of(2));
    const auto second = keeper.refresh().value();
    EXPECT_EQ(first->size(), 40u);
    ASSERT_EQ(second->size(), 41u);
    EXPECT_GT(second->similarity(*second->row_of(TrackId(1)), *second->row_of(TrackId(2))), 0.99);
    for (std::int64_t id = 50; id <= 70; ++id) {
        write(id, 3000, sound_of(id));
    }
    const auto third = keeper.refresh().value();
    EXPECT_EQ(third->size(), 62u);
    EXPECT_FALSE(third->outgrown()) << "learned from all of them";
}

}  // namespace
}  // namespace refrain
