// The real program with a data folder and made music of its own, for the tests of its commands.
#pragma once

#include "tests/app/program.h"
#include "tests/app/sound_file.h"

#include <array>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refrain::app {

class CommandLine : public testing::Test {
  protected:
    std::vector<std::string> words(const std::vector<std::string>& command) const {
        std::vector<std::string> all{REFRAIN_PROGRAM, "--data-dir", folder / "data"};
        all.insert(all.end(), command.begin(), command.end());
        return all;
    }
    Outcome refrain(const std::vector<std::string>& command,
                    const std::function<void()>& in_child = {}) const {
        return run(words(command), in_child);
    }
    std::filesystem::path music() const { return folder / "music"; }

    void make_music() const {
        write_wav(music() / "a" / "one.wav", {"Says", "Nils", "Spaces", "Ambient", 2.0, 220.0});
        write_wav(music() / "a" / "two.wav", {"Hammers", "Nils", "Spaces", "Ambient", 3.0, 330.0});
        write_wav(music() / "b" / "three.wav", {"夜曲", "周杰倫", "Chopin", "Pop", 1.0, 440.0});
    }

    static std::int64_t now_ms() {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
    /// A minute ago Next was pressed after a twentieth of the track.
    void skip_lately(const std::string& title, const std::string& artist, const std::string& album) const {
        const std::time_t at = now_ms() / 1000 - 60;
        std::tm utc{};
        std::array<char, 32> text{};
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &utc));
        const nlohmann::json row{
            {"title", title},      {"artist", artist},   {"album", album},    {"started_at", text.data()},
            {"duration_ms", 3000}, {"heard_ms", 150},    {"intent", "guess"}, {"end_reason", "next"},
            {"source", "test"},    {"source_key", title}};
        std::ofstream(folder / "skip.jsonl") << row.dump() << '\n';
        const auto taken = refrain({"--json", "import", folder / "skip.jsonl"});
        ASSERT_EQ(taken.code, 0) << taken.err;
        ASSERT_EQ(taken.json()["matched"], 1) << taken.out;
    }

    TemporaryFolder folder;
};

}  // namespace refrain::app
