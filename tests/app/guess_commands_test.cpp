// Guess You Like from the command line: guess, react, held-back, what is kept of it, and private listens.
#include "tests/app/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

TEST_F(CommandLine, guess_without_a_model_still_proposes_with_reasons) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto guess = refrain({"--json", "guess", "--count", "2", "--at", "2026-11-22T17:05:00Z"});
    ASSERT_EQ(guess.code, 0) << guess.err;
    const auto document = guess.json();
    EXPECT_EQ(document["model"], "");
    ASSERT_EQ(document["tracks"].size(), 2u);
    for (const auto& track : document["tracks"]) {
        EXPECT_FALSE(track["reason"].get<std::string>().empty());
        EXPECT_FALSE(track["route"].get<std::string>().empty());
        double sum = 0.0;
        for (const auto& term : track["terms"]) {
            sum += term["amount"].get<double>();
        }
        EXPECT_NEAR(sum, track["score"].get<double>(), 1e-9);
    }
}

TEST_F(CommandLine, react_keeps_a_track_an_artist_or_a_style_out_of_the_guesses_and_lets_it_back_in) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Hammers"}).json()[0]["id"].get<int>());
    const auto guessed = [&] {
        std::vector<std::string> titles;
        const auto list = refrain({"--json", "guess"}).json();
        for (const auto& track : list["tracks"]) {
            titles.push_back(track["title"]);
        }
        return titles;
    };
    ASSERT_THAT(guessed(), testing::UnorderedElementsAre("Says", "Hammers", "夜曲"));
    const auto banned = refrain({"--json", "react", "ban", id, "--for", "30d"});
    ASSERT_EQ(banned.code, 0) << banned.err;
    EXPECT_EQ(banned.json()["scope"], "track");
    EXPECT_TRUE(banned.json()["until"].is_string());
    EXPECT_THAT(guessed(), testing::UnorderedElementsAre("Says", "夜曲"));
    EXPECT_EQ(refrain({"react", "unban", id}).code, 0);
    EXPECT_THAT(guessed(), testing::Contains("Hammers"));
    ASSERT_EQ(refrain({"react", "ban", "--scope", "artist", id}).code, 0);
    EXPECT_THAT(guessed(), testing::ElementsAre("夜曲"));
    EXPECT_THAT(refrain({"react", "unban", "artist:nils"}).out,
                HasSubstr("Suggested again: the artist nils"));
    ASSERT_EQ(refrain({"react", "ban", "--scope", "style", id}).code, 0);
    EXPECT_THAT(guessed(), testing::ElementsAre("夜曲"));
    ASSERT_EQ(refrain({"react", "ban", "--scope", "album", id}).code, 0);
    const auto list = refrain({"--json", "react", "list"}).json()["reactions"];
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0]["subject"], "the album Spaces by Nils");
    EXPECT_EQ(list[1]["subject"], "the style ambient");
    EXPECT_TRUE(list[1]["until"].is_null());
}

TEST_F(CommandLine, react_loves_and_takes_back_only_what_was_said) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Says"}).json()[0]["id"].get<int>());
    EXPECT_EQ(refrain({"--json", "react", "unlove", id}).json()["changed"], false);
    EXPECT_EQ(refrain({"--json", "react", "love", id}).json()["changed"], true);
    EXPECT_THAT(refrain({"guess"}).out, HasSubstr("You love this track"));
    EXPECT_EQ(refrain({"--json", "react", "unlove", id}).json()["changed"], true);
    EXPECT_THAT(refrain({"react", "list"}).out, HasSubstr("Nothing is loved"));
}

TEST_F(CommandLine, react_refuses_what_makes_no_sense) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    EXPECT_EQ(refrain({"react", "love"}).code, 2);
    EXPECT_EQ(refrain({"react", "adore", "1"}).code, 2);
    EXPECT_EQ(refrain({"react", "list", "1"}).code, 2);
    EXPECT_EQ(refrain({"react", "ban", "Nils"}).code, 2);
    EXPECT_EQ(refrain({"react", "ban", "1", "--for", "soon"}).code, 2);
    EXPECT_EQ(refrain({"react", "love", "1", "--for", "30d"}).code, 2);
    EXPECT_EQ(refrain({"react", "ban", "artist:Nils", "--scope", "album"}).code, 2);
    EXPECT_EQ(refrain({"--json", "react", "ban", "artist:Nobody"}).json()["error"]["code"], "not_found");
    EXPECT_EQ(refrain({"react", "ban", "77"}).code, 1);
}

TEST_F(CommandLine, held_back_tells_what_skips_hold_back_and_a_lift_outlives_the_program) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    EXPECT_TRUE(refrain({"--json", "held-back"}).json()["held_back"].empty());
    skip_lately("Hammers", "Nils", "Spaces");
    const auto held = refrain({"--json", "held-back"}).json()["held_back"];
    ASSERT_EQ(held.size(), 1u);
    EXPECT_EQ(held[0]["style"], "ambient");
    EXPECT_GT(held[0]["amount"], 0.15);
    EXPECT_THAT(refrain({"held-back"}).out, HasSubstr("Holding back: ambient"));
    EXPECT_EQ(refrain({"held-back", "--lift", "polka"}).code, 1);
    const auto lifted = refrain({"--json", "held-back", "--lift", "Ambient"});
    ASSERT_EQ(lifted.code, 0) << lifted.err;
    EXPECT_TRUE(lifted.json()["held_back"].empty());
    EXPECT_TRUE(refrain({"--json", "held-back"}).json()["held_back"].empty());
    EXPECT_TRUE(refrain({"--json", "guess"}).json()["held_back"].empty());
}

TEST_F(CommandLine, guess_starts_from_a_track_an_artist_a_style_or_a_playlist) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Says"}).json()[0]["id"].get<int>());
    const auto first = [&](const std::string& from) {
        const auto outcome = refrain({"--json", "guess", "--count", "1", "--from", from});
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return outcome.json()["tracks"].at(0)["title"].get<std::string>();
    };
    EXPECT_EQ(first(id), "Hammers");  // of the same artist and album; not the track itself
    EXPECT_EQ(first("artist:周杰倫"), "夜曲");
    EXPECT_EQ(first("style:pop"), "夜曲");
    ASSERT_EQ(refrain({"playlist", "new", "Sunday"}).code, 0);
    EXPECT_EQ(refrain({"guess", "--from", "playlist:Sunday"}).code, 1);  // nothing is in it
    ASSERT_EQ(refrain({"playlist", "add", "Sunday", id}).code, 0);
    EXPECT_EQ(refrain({"guess", "--from", "playlist:Sunday", "--familiar", "0.5", "--private"}).code, 0);
    EXPECT_EQ(refrain({"guess", "--from", "playlist:Monday"}).code, 1);
    EXPECT_EQ(refrain({"guess", "--from", "999"}).code, 1);
    EXPECT_EQ(refrain({"guess", "--from", "Nils"}).code, 2);
    EXPECT_EQ(refrain({"guess", "--familiar", "2"}).code, 2);
}

TEST_F(CommandLine, guess_familiar_moves_the_list_between_what_was_heard_and_what_was_not) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    ASSERT_EQ(refrain({"play", music() / "a" / "one.wav", "--audio-sink", "fake", "--speed", "max"}).code, 0);
    const auto first = [&](const std::string& share) {
        // A day later: what was heard a moment ago waits.
        return refrain({"--json", "guess", "--count", "1", "--familiar", share, "--at",
                        std::to_string(now_ms() + 2 * 86'400'000)})
            .json()["tracks"]
            .at(0)["familiar"]
            .get<bool>();
    };
    EXPECT_TRUE(first("1"));
    EXPECT_FALSE(first("0"));
}

TEST_F(CommandLine, export_writes_the_impressions_too) {
    const auto written =
        refrain({"--json", "export", "--impressions", "--format", "csv", "--out", folder / "shown.csv"});
    ASSERT_EQ(written.code, 0) << written.err;
    EXPECT_EQ(written.json()["written"], 0);
    EXPECT_THAT(text_of(folder / "shown.csv"), testing::StartsWith("request,at,surface"));
}

TEST_F(CommandLine, play_in_private_marks_its_listens_so_that_nothing_learns_from_them) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto played = refrain(
        {"--json", "play", "--private", music() / "a" / "one.wav", "--audio-sink", "fake", "--speed", "max"});
    ASSERT_EQ(played.code, 0) << played.err;
    EXPECT_EQ(played.json()["listens"].at(0)["private"], true);
    const auto guess = refrain({"--json", "guess", "--count", "3"}).json();
    for (const auto& track : guess["tracks"]) {
        EXPECT_EQ(track["familiar"], false);
    }
}

TEST_F(CommandLine, guess_why_tells_the_terms_in_words_and_of_a_track_that_is_not_listed_why_not) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto list = refrain({"--json", "guess", "--count", "3"}).json()["tracks"];
    ASSERT_EQ(list.size(), 3u);
    const std::string first = std::to_string(list[0]["id"].get<int>());
    const auto why = refrain({"--json", "guess", "--count", "3", "--why", first}).json();
    EXPECT_EQ(why["listed"], true);
    EXPECT_EQ(why["place"], 1);
    EXPECT_EQ(why["reason"], list[0]["reason"]);
    double sum = 0.0;
    for (const auto& term : why["terms"]) {
        sum += term["amount"].get<double>();
        EXPECT_EQ(term["words"].get<std::string>().find('_'), std::string::npos);
    }
    EXPECT_NEAR(sum, why["score"].get<double>(), 1e-9);
    EXPECT_THAT(refrain({"guess", "--why", first}).out, HasSubstr(list[0]["reason"].get<std::string>()));
    ASSERT_EQ(refrain({"react", "ban", first}).code, 0);
    const auto gone = refrain({"--json", "guess", "--why", first});
    ASSERT_EQ(gone.code, 0) << gone.err;
    EXPECT_EQ(gone.json()["listed"], false);
    EXPECT_TRUE(gone.json()["place"].is_null());
    EXPECT_THAT(gone.json()["against"][0].get<std::string>(), HasSubstr("Not for me"));
    EXPECT_EQ(refrain({"guess", "--why", "999"}).code, 1);
    EXPECT_EQ(refrain({"guess", "--why", "-1"}).code, 2);
}

TEST_F(CommandLine, a_damaged_model_is_refused_with_its_reason_and_guessing_goes_on) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const fs::path generation = folder.path() / "data" / "model" / "20990101T000000Z-1";
    fs::create_directories(generation);
    for (const char* name : {"encoder.safetensors", "items.safetensors", "items.hnsw", "manifest.json"}) {
        std::ofstream(generation / name) << "not what it should be";
    }
    const auto guess = refrain({"--json", "guess", "--count", "1"});
    ASSERT_EQ(guess.code, 0) << guess.err;
    EXPECT_EQ(guess.json()["tracks"].size(), 1u);
    EXPECT_EQ(guess.json()["model"], "");
    const auto doctor = refrain({"--json", "doctor"}).json();
    EXPECT_EQ(doctor["model"]["generation"], "");
}
}  // namespace
}  // namespace refrain::app
