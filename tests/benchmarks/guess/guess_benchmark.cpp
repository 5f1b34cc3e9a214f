// How long one list of 20 guesses takes: catalogue size x with and without a model, 5,000 listens. Printed,
// never a test. The generation holds 10,000 tracks at the trainer's default sizes with drawn weights, so in
// the larger library most tracks are newer than it and are scored by their tags.
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/generation_writer.h"
#include "recommender/serving/guess_service.h"
#include "tests/recommender/listening_world.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include <benchmark/benchmark.h>

namespace {

using namespace refrain;
using namespace refrain::test;

constexpr std::int64_t kModelTracks = 10'000;

std::vector<Track> a_library(std::int64_t count) {
    std::vector<std::string> styles;
    for (int i = 0; i < 200; ++i) {
        styles.push_back("style " + std::to_string(i));
    }
    return many_tracks(count, styles);
}

std::vector<Listen> five_thousand_listens(std::int64_t tracks) {
    std::mt19937_64 random(1);
    std::vector<Listen> listens;
    for (int i = 0; i < 5000; ++i) {
        const auto id = static_cast<std::int64_t>(
                            random() % static_cast<std::uint64_t>(std::min<std::int64_t>(tracks, 3000))) +
                        1;
        const UtcTime at = kNow - minutes(100 * (5000 - i));
        listens.push_back(random() % 4 == 0 ? skipped(id, at) : finished(id, at));
    }
    return listens;
}

struct Draw {
    StoredTensor operator()(std::vector<std::int64_t> shape) {
        std::size_t size = 1;
        for (const std::int64_t n : shape) {
            size *= static_cast<std::size_t>(n);
        }
        std::vector<float> values(size);
        std::generate(values.begin(), values.end(), [&] { return normal(random); });
        return {std::move(shape), std::move(values)};
    }
    std::mt19937_64 random{2};
    std::normal_distribution<float> normal{0.0F, 0.1F};
};

bool write_drawn_generation(const std::filesystem::path& directory) {
    GenerationContent content;
    const EncoderConfig& c = content.config;
    const std::int64_t h = c.hidden;
    Draw draw;
    TensorMap& t = content.encoder;
    t["position"] = draw({c.max_length, h});
    t["rate_rows"] = draw({rate_rows, h});
    t["rate_unknown"] = draw({h});
    t["intent"] = draw({intent_rows, h});
    t["tags"] = draw({static_cast<std::int64_t>(c.tag_buckets), h});
    const auto put = [&](const std::string& name, std::int64_t rows, std::int64_t columns) {
        t[name + ".weight"] = draw({rows, columns});
        t[name + ".bias"] = draw({rows});
    };
    for (int layer = 0; layer < c.stored_layers(); ++layer) {
        const std::string at = "layers." + std::to_string(layer) + ".";
        for (const char* norm : {"attention_norm", "feed_forward_norm"}) {
            t[at + norm + ".weight"] = draw({h});
            t[at + norm + ".bias"] = draw({h});
        }
        for (const char* square : {"query", "key", "value", "out"}) {
            put(at + square, h, h);
        }
        put(at + "expand", c.feed_forward, h);
        put(at + "contract", h, c.feed_forward);
    }
    t["final_norm.weight"] = draw({h});
    t["final_norm.bias"] = draw({h});
    std::vector<std::int64_t> ids(static_cast<std::size_t>(kModelTracks));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ids[i] = static_cast<std::int64_t>(i) + 1;
    }
    content.items["track_ids"] = {{kModelTracks}, std::move(ids)};
    content.items["raw"] = draw({kModelTracks, h});
    const Status written = write_generation(directory, generation_name(kNow, "c"), content);
    if (!written.ok()) {
        std::fprintf(stderr, "%s\n", written.error().text().c_str());
    }
    return written.ok();
}

const std::filesystem::path& model_directory() {
    static const TemporaryFolder folder;
    static const bool written = write_drawn_generation(folder.path());
    static const std::filesystem::path nowhere;
    return written ? folder.path() : nowhere;
}

void guess_twenty(benchmark::State& state) {
    const std::int64_t tracks = state.range(0);
    const bool with_model = state.range(1) != 0;
    GuessService service(with_model ? model_directory() : std::filesystem::path());
    service.set_library(library(a_library(tracks)));
    service.set_history(five_thousand_listens(tracks), {});
    if (with_model && (!service.load_newest_generation().ok() || service.health().generation.empty())) {
        state.SkipWithError("no model in service");
        return;
    }
    std::vector<double> milliseconds;
    for (auto _ : state) {
        const auto from = std::chrono::steady_clock::now();
        benchmark::DoNotOptimize(service.guess({kNow, 20, TrackId(1), {}}));
        milliseconds.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double share) {
        return milliseconds[static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1))];
    };
    state.counters["median_ms"] = at(0.5);
    state.counters["p99_ms"] = at(0.99);
}

void set_library(benchmark::State& state) {
    const LibraryPtr tracks = library(a_library(state.range(0)));
    GuessService service{std::filesystem::path()};
    for (auto _ : state) {
        service.set_library(tracks);
    }
}

void add_listen(benchmark::State& state) {
    GuessService service{std::filesystem::path()};
    service.set_library(library(a_library(10'000)));
    service.set_history(five_thousand_listens(10'000), {});
    int i = 0;
    for (auto _ : state) {
        service.add_listen(finished(1, kNow + Milliseconds(++i)));
    }
}

BENCHMARK(guess_twenty)
    ->ArgNames({"tracks", "model"})
    ->ArgsProduct({{10'000, 100'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(500);
BENCHMARK(set_library)->ArgName("tracks")->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(add_listen)->Unit(benchmark::kMicrosecond)->Iterations(1000);

}  // namespace

BENCHMARK_MAIN();
