// Generations: published whole or not at all, read back as written, refused with a reason when damaged.
#include "recommender/content/tag_features.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/item_index.h"
#include "recommender/retrieval/model_generation.h"
#include "tests/recommender_model/support/made_generation.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string bytes_of(const fs::path& file) {
    return read_file(file, UINT64_MAX).value();
}
void put(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

class Generations : public testing::Test {
  protected:
    fs::path models() const { return folder_.path() / "model"; }
    fs::path publish(const std::string& name, const GenerationContent& content) {
        const auto status = write_generation(models(), name, content);
        EXPECT_TRUE(status.ok()) << (status ? "" : status.error().text());
        return models() / name;
    }
    fs::path publish(std::int64_t items = 40) {
        return publish("20260102T030405Z-006-c", test::made_content(test::small_config(), items));
    }
    /// The reason for which it is refused; empty when it is taken.
    static std::string refusal(const fs::path& generation) {
        const auto loaded = ModelGeneration::load(generation);
        return loaded ? "" : loaded.error().text();
    }
    /// Changes a file and makes the manifest promise the changed bytes, as a hostile writer would.
    static void replace(const fs::path& generation, std::string_view file, const std::string& bytes) {
        put(generation / file, bytes);
        Json manifest = Json::parse(bytes_of(generation / manifest_file));
        manifest["files"][std::string(file)]["xxh3_128"] = checksum(bytes);
        put(generation / manifest_file, manifest.dump());
    }

    test::TemporaryFolder folder_;
};

EncoderStep step(std::int64_t track, double rate, Intent intent = Intent::album) {
    return {TrackId(track), PlayRate(rate), intent};
}

TEST_F(Generations, EncodeWhatThePlainLoopsSay) {
    for (const auto feedback : {FeedbackMode::none, FeedbackMode::literal, FeedbackMode::soft_bins}) {
        for (const auto fusion : {FeedbackFusion::additive, FeedbackFusion::signed_gate}) {
            for (const bool shared : {false, true}) {
                auto config = test::small_config();
                config.feedback = feedback;
                config.fusion = fusion;
                config.shared_layers = shared;
                const auto content = test::made_content(config, 40);
                const auto generation =
                    ModelGeneration::load(publish("20260102T030405Z-006-c", content)).value();
                fs::remove_all(models());
                const std::vector<EncoderStep> steps{step(3, 1.0),
                                                     step(17, 0.33, Intent::search),
                                                     {TrackId(9), std::nullopt, Intent::unknown},
                                                     step(3, 0.85, Intent::guess)};
                test::Rows items;
                std::vector<StepFeedback> inputs;
                const auto& raw = std::get<std::vector<float>>(content.items.at("raw").values);
                for (const auto& s : steps) {
                    const auto* row = raw.data() + (s.track.value() - 1) * config.hidden;
                    items.emplace_back(row, row + config.hidden);
                    inputs.push_back(step_feedback(s.rate, s.intent, feedback));
                }
                const auto expected = test::ReferenceEncoder(config, content.encoder).encode(items, inputs);
                const auto user = generation->encode(steps, {});
                ASSERT_EQ(user.size(), expected.size());
                for (std::size_t i = 0; i < user.size(); ++i) {
                    EXPECT_NEAR(user[i], expected[i], 1e-5);
                }
            }
        }
    }
}

TEST_F(Generations, ReadTheNewestStepsAndLeaveUnknownTracksOut) {
    const auto generation = ModelGeneration::load(publish()).value();
    std::vector<EncoderStep> steps;
    for (int i = 1; i <= 10; ++i) {
        steps.push_back(step(i, 0.9));
    }
    const std::vector<EncoderStep> newest(steps.end() - 6, steps.end());
    EXPECT_EQ(generation->encode(steps, {}), generation->encode(newest, {}));
    steps.insert(steps.end() - 1, step(999, 0.9));
    EXPECT_EQ(generation->encode(steps, {}), generation->encode(newest, {}));
    EXPECT_TRUE(generation->encode({}, {}).empty());
    EXPECT_TRUE(generation->encode({step(999, 1.0)}, {}).empty());
}

TEST_F(Generations, KnowATrackTheyHaveNeverSeenByItsTags) {
    const auto content = test::made_content(test::small_config(), 40);
    const auto generation = ModelGeneration::load(publish("20260102T030405Z-006-c", content)).value();
    Track track;
    track.id = TrackId(999);
    track.artist = "Someone New";
    track.genres = {"Folk"};
    EXPECT_FALSE(generation->knows(track.id));
    // By hand: the weighted sum of the rows of its features, at unit length.
    std::vector<double> expected(8, 0.0);
    const auto& table = std::get<std::vector<float>>(content.encoder.at("tags").values);
    for (const auto& feature : tag_features(track, 64)) {
        for (std::size_t i = 0; i < 8; ++i) {
            expected[i] += static_cast<double>(feature.weight * table[feature.bucket * 8 + i]);
        }
    }
    const double length =
        std::sqrt(std::inner_product(expected.begin(), expected.end(), expected.begin(), 0.0));
    const auto vector = generation->item_vector(track);
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_NEAR(vector[i], expected[i] / length, 1e-5);
    }
    const LibrarySnapshot library({track});
    EXPECT_FALSE(generation->encode({step(999, 1.0)}, library).empty());
    EXPECT_NEAR(generation->similarity(vector, track), 1.0, 1e-5);
}

TEST_F(Generations, OfConfigurationADoNotReadSkips) {
    auto config = test::small_config();
    config.feedback = FeedbackMode::none;
    const auto generation =
        ModelGeneration::load(publish("20260102T030405Z-006-a", test::made_content(config, 40))).value();
    EXPECT_EQ(generation->encode({step(1, 1.0), step(2, 0.1), step(3, 0.9)}, {}),
              generation->encode({step(1, 1.0), step(3, 0.9)}, {}));
}

TEST_F(Generations, FindTheNearestAsTheExactScanDoes) {
    const auto path = publish(3000);
    const auto indexed = ModelGeneration::load(path).value();
    ASSERT_EQ(indexed->index_kind(), "hnsw");
    fs::remove(path / index_file);
    const auto exact = ModelGeneration::load(path).value();
    ASSERT_EQ(exact->index_kind(), "exact");
    std::size_t same = 0;
    for (int i = 1; i <= 50; ++i) {
        const auto user = exact->encode({step(i, 1.0), step(i + 50, 0.1)}, {});
        const auto truth = exact->nearest(user, 100);
        const auto found = indexed->nearest(user, 100);
        ASSERT_EQ(truth.size(), 100U);
        ASSERT_EQ(found.size(), 100U);
        for (const auto& hit : truth) {
            same += std::any_of(found.begin(), found.end(),
                                [&](const auto& other) { return other.track == hit.track; });
        }
        for (std::size_t k = 1; k < found.size(); ++k) {
            EXPECT_GE(found[k - 1].similarity, found[k].similarity);
        }
    }
    EXPECT_GE(same, 50U * 99U);
    EXPECT_EQ(exact->nearest(exact->encode({step(1, 1.0)}, {}), 5000).size(), 3000U);
}

TEST_F(Generations, WithADamagedIndexFallBackToTheExactScan) {
    const auto path = publish(500);
    const std::string good = bytes_of(path / index_file);
    for (const std::size_t place : {std::size_t{0}, std::size_t{20}, std::size_t{50}, good.size() / 2}) {
        std::string bad = good;
        bad[place] = static_cast<char>(bad[place] ^ 0x41);
        put(path / index_file, bad);  // the checksum no longer fits
        ASSERT_EQ(ModelGeneration::load(path).value()->index_kind(), "exact");
    }
}

TEST_F(Generations, SurviveAnIndexWhoseChecksumFitsAndWhoseContentLies) {
    const auto path = publish(300);
    const std::string good = bytes_of(path / index_file);
    const auto generation = ModelGeneration::load(path).value();
    const auto user = generation->encode({step(1, 1.0)}, {});
    // Every header byte, and places spread over vectors and links.
    std::vector<std::size_t> places(96);
    std::iota(places.begin(), places.end(), std::size_t{0});
    for (std::size_t i = 0; i < 200; ++i) {
        places.push_back(96 + i * (good.size() - 96) / 200);
    }
    for (const auto place : places) {
        std::string bad = good;
        bad[place] = static_cast<char>(bad[place] ^ 0xFF);
        replace(path, index_file, bad);
        const auto loaded = ModelGeneration::load(path);
        ASSERT_TRUE(loaded.ok());
        ASSERT_EQ(loaded.value()->nearest(user, 10).size(), 10U) << place;
    }
    replace(path, index_file, good.substr(0, good.size() / 2));
    EXPECT_EQ(ModelGeneration::load(path).value()->index_kind(), "exact");
}

TEST_F(Generations, WithAChangedByteAreRefused) {
    const auto path = publish();
    for (const auto file : {encoder_file, items_file}) {
        const std::string good = bytes_of(path / file);
        std::string bad = good;
        bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
        put(path / file, bad);
        EXPECT_NE(refusal(path).find("checksum"), std::string::npos);
        EXPECT_NE(refusal(path).find(std::string(file)), std::string::npos);
        put(path / file, good.substr(0, good.size() - 4));
        EXPECT_NE(refusal(path), "");
        fs::remove(path / file);
        EXPECT_NE(refusal(path).find("missing"), std::string::npos);
        put(path / file, good);
        EXPECT_EQ(refusal(path), "");
    }
}

TEST_F(Generations, WithAWrongShapeOrNoNumberAreRefusedEvenWhenTheChecksumFits) {
    auto content = test::made_content(test::small_config(), 40);
    const auto path = publish("20260102T030405Z-006-c", content);
    const auto refused_with = [&](const TensorMap& encoder) {
        replace(path, encoder_file, serialise_safetensors(encoder));
        return refusal(path);
    };
    TensorMap bad = content.encoder;
    bad["layers.0.query.weight"].shape = {4, 16};
    EXPECT_NE(refused_with(bad).find("[4, 16] where [8, 8]"), std::string::npos);
    bad = content.encoder;
    std::get<std::vector<float>>(bad["position"].values)[5] = std::nanf("");
    EXPECT_NE(refused_with(bad).find("no finite number"), std::string::npos);
    bad = content.encoder;
    bad.erase("final_norm.bias");
    EXPECT_NE(refused_with(bad).find("\"final_norm.bias\" is missing"), std::string::npos);
    EXPECT_EQ(refused_with(content.encoder), "");

    TensorMap items = content.items;
    std::get<std::vector<std::int64_t>>(items["track_ids"].values)[1] = 1;
    replace(path, items_file, serialise_safetensors(items));
    EXPECT_NE(refusal(path).find("names a track twice"), std::string::npos);
}

TEST_F(Generations, WithAManifestOfAnotherSchemaOrNoneAreRefused) {
    const auto path = publish();
    const Json good = Json::parse(bytes_of(path / manifest_file));
    const auto refused_with = [&](const Json& manifest) {
        put(path / manifest_file, manifest.dump());
        return refusal(path);
    };
    Json bad = good;
    bad["schema"] = 2;
    EXPECT_NE(refused_with(bad).find("another schema"), std::string::npos);
    bad = good;
    bad["tag_feature_version"] = 99;
    EXPECT_NE(refused_with(bad), "");
    bad = good;
    bad["encoder"]["heads"] = 3;
    EXPECT_NE(refused_with(bad).find("multiple"), std::string::npos);
    bad = good;
    bad["encoder"]["hidden"] = 1e18;
    EXPECT_NE(refused_with(bad), "");
    bad = good;
    bad.erase("files");
    EXPECT_NE(refused_with(bad), "");
    EXPECT_NE(refused_with(Json::array()), "");
    put(path / manifest_file, "{");
    EXPECT_NE(refusal(path), "");
    fs::remove(path / manifest_file);
    EXPECT_NE(refusal(path).find("missing"), std::string::npos);
    EXPECT_NE(refusal(models() / "nowhere"), "");
}

TEST_F(Generations, SortByTimeAndKeepTheNewestThree) {
    const auto content = test::made_content(test::small_config(), 5);
    for (int i = 0; i < 5; ++i) {
        publish(generation_name(utc_from_ms(1'767'323'045'000 + i), "c"), content);
    }
    fs::create_directories(models() / ".tmp-20270101T000000Z-000-c-1");
    fs::create_directories(models() / "notes");
    EXPECT_EQ(list_generations(models()),
              (std::vector<std::string>{"20260102T030405Z-004-c", "20260102T030405Z-003-c",
                                        "20260102T030405Z-002-c"}));
    EXPECT_TRUE(list_generations(models() / "nowhere").empty());
}

TEST_F(Generations, UnpublishedVanishAndThoseOfDeadWritersAreCleared) {
    fs::path unpublished;
    {
        const auto draft = GenerationDraft::create(models(), "20260102T030405Z-006-c");
        ASSERT_TRUE(draft.ok());
        ASSERT_TRUE(draft.value().write("half", "half").ok());
        unpublished = draft.value().folder();
        EXPECT_TRUE(list_generations(models()).empty());
        remove_dead_drafts(models());
        EXPECT_TRUE(fs::exists(unpublished)) << "its writer lives";
    }
    EXPECT_FALSE(fs::exists(unpublished));

    const pid_t child = fork();
    if (child == 0) {
        auto draft = GenerationDraft::create(models(), "20260102T030405Z-007-c");
        _exit(draft && draft.value().write("half", "half") ? 0 : 1);  // no destructor runs, as after a kill
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    ASSERT_FALSE(fs::is_empty(models()));
    remove_dead_drafts(models());
    EXPECT_TRUE(fs::is_empty(models()));
}

TEST_F(Generations, ThatCannotBeWrittenSayWhere) {
    put(folder_.path() / "file", "");
    const auto status = write_generation(folder_.path() / "file" / "model", "20260102T030405Z-006-c",
                                         test::made_content(test::small_config(), 5));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::not_writable);
    EXPECT_NE(status.error().path, "");
}

TEST(ItemIndex, OfNothingFindsNothing) {
    const VectorTable none{nullptr, 0, 8};
    const auto index = ItemIndex::build(none);
    ASSERT_TRUE(index.ok());
    const std::vector<float> query(8, 0.0F);
    EXPECT_TRUE(index.value()->search(query.data(), 10).empty());
    EXPECT_TRUE(exact_search(none, query.data(), 10).empty());
    EXPECT_EQ(try_index(*index.value(), none, none).recall_at_100, 1.0);
}

}  // namespace
}  // namespace refrain
