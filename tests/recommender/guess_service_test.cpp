#include "recommender/serving/guess_service.h"

#include "recommender/retrieval/generation_store.h"
#include "tests/recommender/listening_world.h"
#include "tests/recommender/small_generation.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace refrain::test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kStyles{"techno", "ambient", "jazz", "folk"};

double term(const Guess& guess, const std::string& name) {
    for (const ScoreTerm& t : guess.terms) {
        if (t.name == name) {
            return t.amount;
        }
    }
    return 0.0;
}

class GuessServiceTest : public testing::Test {
  protected:
    GuessServiceTest() : service_(folder_.path() / "model") {
        service_.set_library(library(many_tracks(200, kStyles)));
    }

    /// Of the first 160 tracks: later ones are newer than the generation.
    std::string write_generation_at(UtcTime at) {
        std::vector<std::pair<std::int64_t, std::size_t>> items;
        for (std::int64_t id = 1; id <= 160; ++id) {
            items.emplace_back(id, static_cast<std::size_t>(id % 4));
        }
        const std::string name = generation_name(at, "c");
        const Status written = write_small_generation(folder_.path() / "model", name, items);
        EXPECT_TRUE(written.ok()) << (written.ok() ? "" : written.error().text());
        return name;
    }

    void damage(const std::string& generation) const {
        const auto file = folder_.path() / "model" / generation / items_file;
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file)) - 1);
        out.put('\x55');
    }

    std::vector<Listen> ambient_evening() const {
        std::vector<Listen> listens;
        for (int i = 0; i < 12; ++i) {  // ids 1, 5, 9, …: ambient
            listens.push_back(finished(1 + 4 * i, kNow - hours(2) + minutes(5 * i)));
        }
        return listens;
    }

    GuessList guess(UtcTime at = kNow) const { return service_.guess({at, 20, {}, {}}); }

    TemporaryFolder folder_;
    GuessService service_;
};

TEST_F(GuessServiceTest, WorksWithNoModelAndSaysSo) {
    EXPECT_TRUE(service_.load_newest_generation().ok());
    service_.set_history(ambient_evening(), {});
    const GuessList list = guess();
    EXPECT_EQ(list.model, "");
    EXPECT_EQ(list.tracks.size(), 20U);
    EXPECT_THAT(list.note, HasSubstr("without a trained model"));
    EXPECT_THAT(service_.health().generation, IsEmpty());
}

TEST_F(GuessServiceTest, TakesTheNewestGenerationAndScoresWithIt) {
    write_generation_at(kNow - days(2));
    const std::string newest = write_generation_at(kNow - days(1));
    service_.set_history(ambient_evening(), {});
    ASSERT_TRUE(service_.load_newest_generation().ok());
    EXPECT_EQ(service_.health().generation, newest);
    EXPECT_EQ(service_.health().items, 160U);
    EXPECT_THAT(service_.health().refused, IsEmpty());

    const GuessList list = guess();
    EXPECT_EQ(list.model, newest);
    EXPECT_THAT(list.note, IsEmpty());
    // The listener's vector is (3, -1, -1, -1) / sqrt 12 on the ambient axis: cosine sqrt 3 / 2 with ambient,
    // -1 / sqrt 12 with the rest; the encoder has a quarter of its weight after twelve listens.
    bool seen = false;
    for (const Guess& g : list.tracks) {
        if (g.track.value() <= 160) {
            const bool ambient = g.track.value() % 4 == 1;
            EXPECT_NEAR(term(g, "encoder"), 0.25 * (ambient ? std::sqrt(3.0) / 2.0 : -1.0 / std::sqrt(12.0)),
                        1e-4);
            seen = seen || ambient;
        }
    }
    EXPECT_TRUE(seen);
}

TEST_F(GuessServiceTest, TheVectorFollowsEachListen) {
    write_generation_at(kNow - days(1));
    ASSERT_TRUE(service_.load_newest_generation().ok());
    service_.set_history(ambient_evening(), {});
    service_.add_listen(finished(2, kNow - minutes(10)));  // jazz
    for (const Guess& g : guess().tracks) {
        if (g.track.value() <= 160) {
            EXPECT_EQ(term(g, "encoder") > 0.0, g.track.value() % 4 == 2);
        }
    }
}

TEST_F(GuessServiceTest, ADamagedNewestGivesWayToTheNextSoundOne) {
    const std::string older = write_generation_at(kNow - days(2));
    const std::string newest = write_generation_at(kNow - days(1));
    damage(newest);
    EXPECT_TRUE(service_.load_newest_generation().ok());
    EXPECT_EQ(service_.health().generation, older);
    EXPECT_THAT(service_.health().refused, ElementsAre(HasSubstr(newest)));
}

TEST_F(GuessServiceTest, TheOneInServiceStaysWhenANewerOneIsDamaged) {
    const std::string older = write_generation_at(kNow - days(2));
    ASSERT_TRUE(service_.load_newest_generation().ok());
    damage(write_generation_at(kNow - days(1)));
    const Status status = service_.load_newest_generation();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::damaged);
    EXPECT_EQ(service_.health().generation, older);
    service_.set_history(ambient_evening(), {});
    EXPECT_EQ(guess().model, older);
    EXPECT_EQ(service_.health().refused.size(), 1U);
}

TEST_F(GuessServiceTest, OnlyDamagedOnesIsAnErrorAndGuessesGoOnWithout) {
    damage(write_generation_at(kNow - days(1)));
    EXPECT_FALSE(service_.load_newest_generation().ok());
    service_.set_history(ambient_evening(), {});
    EXPECT_EQ(guess().model, "");
    EXPECT_EQ(guess().tracks.size(), 20U);
}

TEST_F(GuessServiceTest, LoadingTheSameAgainChangesNothing) {
    const std::string name = write_generation_at(kNow - days(1));
    ASSERT_TRUE(service_.load_newest_generation().ok());
    EXPECT_TRUE(service_.load_newest_generation().ok());
    EXPECT_EQ(service_.health().generation, name);
}

TEST_F(GuessServiceTest, ASkipIsFeltAtOnceAndALiftEndsIt) {
    service_.set_history(ambient_evening(), {});
    EXPECT_THAT(service_.held_back(kNow), IsEmpty());
    service_.add_listen(skipped(4, kNow - minutes(1)));
    ASSERT_EQ(service_.held_back(kNow).size(), 1U);
    EXPECT_EQ(service_.held_back(kNow)[0].style, "techno");
    EXPECT_EQ(guess().held_back.size(), 1U);
    service_.add_reaction(about_style(ReactionKind::lift, "techno", kNow));
    EXPECT_THAT(service_.held_back(kNow), IsEmpty());
}

TEST_F(GuessServiceTest, ARowHandedOverTwiceCountsOnce) {
    Listen refreshed = skipped(4, kNow - minutes(1));
    refreshed.id = ListenId(7);
    service_.add_listen(refreshed);
    const double once = service_.held_back(kNow).at(0).amount;
    service_.add_listen(refreshed);
    EXPECT_EQ(service_.held_back(kNow).at(0).amount, once);
}

TEST_F(GuessServiceTest, AnEarlierInstantSeesOnlyWhatHadHappened) {
    service_.set_history(ambient_evening(), {});
    const GuessList before = guess(kNow - minutes(30));
    service_.add_listen(skipped(4, kNow - minutes(1)));
    const GuessList again = guess(kNow - minutes(30));
    ASSERT_EQ(before.tracks.size(), again.tracks.size());
    for (std::size_t i = 0; i < before.tracks.size(); ++i) {
        EXPECT_EQ(before.tracks[i].track, again.tracks[i].track);
    }
}

TEST_F(GuessServiceTest, ListenByListenGivesTheListOfTheWholeHistoryAtOnce) {
    GuessService one_by_one(folder_.path() / "none"), at_once(folder_.path() / "none");
    one_by_one.set_library(library(many_tracks(200, kStyles)));
    at_once.set_library(library(many_tracks(200, kStyles)));
    std::vector<Listen> listens;
    for (int i = 0; i < 60; ++i) {
        const UtcTime at = kNow - minutes(600 - 10 * i);
        listens.push_back(i % 4 == 3 ? skipped(1 + i % 17, at) : finished(1 + i % 17, at));
        one_by_one.add_listen(listens.back());
        const GuessRequest request{kNow, 20, {}, {}};
        const GuessList a = one_by_one.guess(request);
        if (i % 10 != 9) {
            continue;
        }
        at_once.set_history(listens, {});
        const GuessList b = at_once.guess(request);
        ASSERT_EQ(a.tracks.size(), b.tracks.size());
        for (std::size_t k = 0; k < a.tracks.size(); ++k) {
            EXPECT_EQ(a.tracks[k].track, b.tracks[k].track);
            EXPECT_EQ(a.tracks[k].score, b.tracks[k].score);
        }
    }
}

TEST_F(GuessServiceTest, TheRankersModelIsFittedKeptAndRefusedWhenItsFileIsDamaged) {
    std::vector<Listen> listens;
    for (int i = 0; i < 600; ++i) {
        const UtcTime at = kNow - minutes(10 * (600 - i));
        listens.push_back(i % 4 == 3 ? skipped(21 + i % 50, at) : finished(1 + i % 13, at));
    }
    const auto models = folder_.path() / "models";
    GuessService fitting(models), reading(models), plain(folder_.path() / "none");
    for (GuessService* service : {&fitting, &reading, &plain}) {
        service->set_library(library(many_tracks(200, kStyles)));
        service->set_history(listens, {});
    }
    ASSERT_TRUE(fitting.fit_ranker().ok());
    ASSERT_TRUE(reading.load_newest_generation().ok());
    EXPECT_TRUE(reading.health().refused.empty());
    const GuessRequest request{kNow, 20, {}, {}};
    const auto scores = [&](const GuessService& service) {
        std::vector<double> all;
        for (const Guess& g : service.guess(request).tracks) {
            all.push_back(g.score);
        }
        return all;
    };
    EXPECT_EQ(scores(fitting), scores(reading));
    EXPECT_NE(scores(fitting), scores(plain));
    std::ofstream(models / "ranker.json") << "{\"version\": 7}";
    ASSERT_TRUE(reading.load_newest_generation().ok());
    ASSERT_EQ(reading.health().refused.size(), 1U);
    EXPECT_THAT(reading.health().refused.front(), testing::HasSubstr("another version"));
    EXPECT_EQ(scores(fitting), scores(reading)) << "the one in service stays";
}

TEST_F(GuessServiceTest, GuessesWritersAndLoadersMayOverlap) {
    const std::string a = write_generation_at(kNow - days(2));
    service_.set_history(ambient_evening(), {});
    std::atomic<bool> done{false};
    std::atomic<int> bad{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            do {
                const GuessList list = guess();
                bad += list.tracks.size() == 20U ? 0 : 1;
                service_.health();
                service_.held_back(kNow);
            } while (!done);
        });
    }
    for (int i = 0; i < 30; ++i) {
        service_.add_listen(finished(1 + i, kNow - minutes(40 - i)));
        service_.add_reaction(about_track(ReactionKind::love, 1 + i, kNow));
        if (i % 10 == 0) {
            service_.set_library(library(many_tracks(200 + i, kStyles)));
            EXPECT_TRUE(service_.load_newest_generation().ok());
        }
    }
    done = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(bad, 0);
    EXPECT_EQ(service_.health().generation, a);
}

}  // namespace
}  // namespace refrain
