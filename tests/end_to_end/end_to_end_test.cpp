// From a folder of music to a queue that learns: real tracks, the real scanner, engine, trainer and ranker.
// Prints what happens as it goes; the README shows such a run.
#include "app/demo/collection.h"
#include "app/demo/life.h"
#include "app/demo/prepare.h"
#include "app/guess_queue.h"
#include "app/services.h"
#include "library_scanner/core/judgement.h"
#include "tests/app/program.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string disliked = "Metal";
const std::string tired_of = "Electronic";
/// The name under which it is held back: styles are compared in lower case.
const std::string held_name = "electronic";

fs::path unpacked_packages() {
    const char* cache = std::getenv("REFRAIN_TEST_CACHE");
    return fs::path(cache != nullptr ? cache : REFRAIN_TEST_CACHE) / "demo-music" / "unpacked";
}

template <class... Args>
void tell(fmt::format_string<Args...> text, Args&&... args) {
    fmt::print("{}\n", fmt::format(text, std::forward<Args>(args)...));
    std::fflush(stdout);
}

std::size_t count_style(const json& list, const std::string& style) {
    return static_cast<std::size_t>(
        std::count_if(list["tracks"].begin(), list["tracks"].end(),
                      [&](const json& track) { return track["genre"] == style; }));
}

void tell_list(const json& list) {
    for (const json& held : list["held_back"]) {
        tell("    held back: {} by {:.2f} until {}", held["style"].get<std::string>(),
             held["amount"].get<double>(), held["until"].get<std::string>());
    }
    for (const json& track : list["tracks"]) {
        tell("    {:6.2f}  {} - {} ({}): {}", track["score"].get<double>(),
             track["artist"].get<std::string>(), track["title"].get<std::string>(),
             track["genre"].get<std::string>(), track["reason"].get<std::string>());
    }
}

/// The program's answer; a failure fails the test and gives an empty object.
json ask(const fs::path& data, const std::vector<std::string>& command) {
    std::vector<std::string> words{REFRAIN_PROGRAM, "--data-dir", data, "--json"};
    words.insert(words.end(), command.begin(), command.end());
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << command[0] << ": " << outcome.err;
    return outcome.code == 0 ? outcome.json() : json::object();
}

std::unique_ptr<Services> open(const fs::path& data) {
    auto services = Services::open(DataPaths(data));
    EXPECT_TRUE(services.ok()) << services.error().text();
    EXPECT_TRUE(services.value()->load_library().ok());
    EXPECT_TRUE(services.value()->load_guesses().ok());
    return std::move(services).value();
}

/// What was to be played beside what was, for the message of a failure.
std::string told_order(const std::vector<Track>& order, const std::vector<Listen>& lived) {
    std::string text;
    for (std::size_t i = 0; i < std::max(order.size(), lived.size()); ++i) {
        text += fmt::format("{} | ", i < order.size() ? order[i].title : "");
        text += i < lived.size() ? fmt::format("{} {} of {} ms, {}\n", lived[i].title, lived[i].heard.count(),
                                               lived[i].duration.count(), to_word(lived[i].end_reason))
                                 : std::string("\n");
    }
    return text;
}

/// Rows of a CSV file (RFC 4180) as cells.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
    std::vector<std::vector<std::string>> rows{{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == '"') {
                rows.back().back() += c;
                ++i;
            } else {
                quoted = !quoted;
            }
        } else if (!quoted && c == ',') {
            rows.back().emplace_back();
        } else if (!quoted && c == '\n') {
            rows.push_back({""});
        } else if (quoted || c != '\r') {
            rows.back().back() += c;
        }
    }
    rows.pop_back();  // the line end after the last row opened one more
    return rows;
}

TEST(EndToEnd, a_style_that_is_always_skipped_leaves_the_queue_and_every_guess_has_a_reason) {
    const TemporaryFolder folder;
    const fs::path data = folder / "data", music = folder / "music";

    // 1. Real tracks, scanned.
    const auto packages = read_collection(find_resource("demo/collection.json"));
    ASSERT_TRUE(packages.ok());
    const auto prepared = prepare_music(packages.value(), unpacked_packages(), music);
    ASSERT_TRUE(prepared.ok()) << prepared.error().text();
    ASSERT_GT(prepared.value().copied, 40);
    const json scanned = ask(data, {"scan", music});
    tell("Scan: {} files, {} tracks, {} not read", scanned["files"].dump(), scanned["tracks"].dump(),
         scanned["failed"].size());
    ASSERT_EQ(scanned["tracks"], prepared.value().copied);
    std::map<std::string, int> styles;
    auto services = open(data);
    const LibraryPtr library = services->library().snapshot();
    for (const TrackView track : library->tracks()) {
        for (const std::string& genre : track.genres) {
            ++styles[genre];
        }
    }
    for (const auto& [style, count] : styles) {
        tell("    {:12} {}", style, count);
    }
    ASSERT_GE(styles.size(), 4u);
    ASSERT_GT(styles[disliked], 0);

    // 2. Guess You Like before anything was heard.
    const json before = ask(data, {"guess", "--count", "20"});
    ASSERT_EQ(before["tracks"].size(), 20u);
    const std::size_t disliked_before = count_style(before, disliked);
    tell("Guess You Like before anything was heard: {} of 20 are {}", disliked_before, disliked);
    ASSERT_GT(disliked_before, 0u) << "nothing could fall";

    // 3. A life of listens through the real engine: every track of one style is left with Next.
    services->history().start_session(utc_now());
    std::size_t listens = 0, positive = 0, negative = 0;
    UtcTime last_end = utc_now();
    constexpr std::size_t enough = 300;
    for (std::uint32_t round = 1; listens < enough; ++round) {
        const auto order = order_of_round(*services->library().snapshot(), round, disliked);
        const auto lived =
            live(*services, order, [](const TrackView& track) { return has_style(track, disliked); });
        ASSERT_TRUE(lived.ok()) << lived.error().text();
        ASSERT_EQ(lived.value().size(), order.size()) << "played in this order:\n"
                                                      << told_order(order, lived.value());
        for (const Listen& listen : lived.value()) {
            const Judgement said = judge(listen);
            last_end = std::max(last_end, end_of(listen));
            positive += said == Judgement::positive ? 1 : 0;
            negative += said == Judgement::negative ? 1 : 0;
            const auto track = library->find(listen.track);
            ASSERT_TRUE(track);
            EXPECT_EQ(listen.end_reason, has_style(*track, disliked) ? EndReason::next : EndReason::finished)
                << track->path();
        }
        listens += lived.value().size();
    }
    tell("Lived: {} listens through the engine, {} heard out, {} skipped early", listens, positive, negative);
    EXPECT_GT(negative, 0u);

    // 4. Training, and what was learned, asked for a day later, when nothing is held back any more.
    const json manifest = ask(data, {"train", "--wait", "--without-trial"});
    ASSERT_FALSE(manifest.empty());
    const std::string tomorrow = std::to_string(to_ms(last_end + std::chrono::hours(24)));
    const json after = ask(data, {"guess", "--count", "20", "--at", tomorrow});
    tell("Trained {}", after["model"].get<std::string>());
    EXPECT_FALSE(after["model"].get<std::string>().empty());
    ASSERT_EQ(after["tracks"].size(), 20u);
    const std::size_t disliked_after = count_style(after, disliked);
    tell("Guess You Like a day later: {} of 20 are {}, before {}", disliked_after, disliked, disliked_before);
    tell_list(after);
    EXPECT_LT(disliked_after, disliked_before);
    for (const json& track : after["tracks"]) {
        EXPECT_FALSE(track["reason"].get<std::string>().empty()) << track.dump();
    }

    // 5. Three times Next on a style that was liked: held back at once.
    services->load_model();
    // Sound played at full speed runs ahead of the clock: asked when all of it has ended.
    const auto now = [&] { return std::to_string(to_ms(std::max(utc_now(), last_end))); };
    const json liked = ask(data, {"guess", "--count", "20", "--at", now()});
    std::vector<Track> three;
    for (const Track& track : shuffled(*services->library().snapshot(), 1)) {
        if (has_style(track, tired_of) && three.size() < 3) {
            three.push_back(track);
        }
    }
    const auto skipped = live(*services, three, [](const TrackView&) { return true; });
    ASSERT_TRUE(skipped.ok()) << skipped.error().text();
    listens += skipped.value().size();
    for (const Listen& listen : skipped.value()) {
        last_end = std::max(last_end, end_of(listen));
    }
    const json held = ask(data, {"guess", "--count", "20", "--at", now()});
    tell("After three skips of {}: {} of 20 are {}, before {}", tired_of, count_style(held, tired_of),
         tired_of, count_style(liked, tired_of));
    tell_list(held);
    EXPECT_TRUE(std::any_of(held["held_back"].begin(), held["held_back"].end(),
                            [](const json& style) { return style["style"] == held_name; }));
    EXPECT_LE(count_style(held, tired_of), count_style(liked, tired_of));

    // 6. The CSV holds every listen, with completion and intent.
    const fs::path csv = folder / "history.csv";
    ask(data, {"export", "--format", "csv", "--out", csv});
    const auto rows = csv_rows(text_of(csv));
    ASSERT_EQ(rows.size(), listens + 1);
    const auto column = [&](const std::string& name) {
        const auto at = std::find(rows[0].begin(), rows[0].end(), name);
        EXPECT_NE(at, rows[0].end()) << name;
        return static_cast<std::size_t>(at - rows[0].begin());
    };
    const std::size_t completion = column("completion"), intent = column("intent");
    for (std::size_t i = 1; i < rows.size(); ++i) {
        ASSERT_EQ(rows[i].size(), rows[0].size());
        const double share = std::stod(rows[i][completion]);
        EXPECT_GE(share, 0.0);
        EXPECT_LE(share, 1.0);
        EXPECT_EQ(rows[i][intent], "shuffle");
    }
    tell("CSV: {} listens, each with completion and intent", rows.size() - 1);
}

}  // namespace
}  // namespace refrain::app
