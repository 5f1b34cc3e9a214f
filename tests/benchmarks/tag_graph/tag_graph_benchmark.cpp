// How long the graph of a large library takes to make, and a question to it: mean, 99th of a hundred,
// longest. Printed, never a test.
#include "recommender/ranking/tag_graph.h"
#include "tests/recommender/listening_world.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <memory>
#include <random>

#include <benchmark/benchmark.h>

namespace {

using namespace refrain;
using namespace refrain::ranking;

/// Artists as libraries have them: a few with hundreds of tracks, most with one album; 60 genres, 60 years, a
/// tenth with a composer, a twentieth on compilations.
std::shared_ptr<const Catalogue> a_library(std::int64_t count) {
    std::mt19937_64 random(1);
    const auto drawn = [&](double n, double slope) {
        const double u = static_cast<double>(random() >> 11U) * 0x1.0p-53;
        return std::to_string(static_cast<std::int64_t>(n * std::pow(u, slope)));
    };
    const auto size = static_cast<double>(count);
    std::vector<Track> tracks;
    for (std::int64_t id = 1; id <= count; ++id) {
        Track t = test::track(id, "Artist " + drawn(size / 15.0, 1.5), "Album " + drawn(size / 10.0, 1.0),
                              {"Genre " + drawn(60.0, 2.0)});
        t.year = 1960 + static_cast<std::int32_t>(random() % 60);
        if (random() % 10 == 0) {
            t.composer = "Composer " + drawn(size / 200.0, 1.5);
        }
        if (random() % 20 == 0) {
            t.album_artist = "Various Artists";
            t.compilation = true;
        }
        tracks.push_back(std::move(t));
    }
    return std::make_shared<const Catalogue>(test::library(std::move(tracks)));
}

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void asking(benchmark::State& state) {
    const auto catalogue = a_library(state.range(0));
    const double start = processor_seconds();
    const TagGraph graph(*catalogue);
    const double made = processor_seconds() - start;
    std::mt19937_64 random(2);
    std::vector<double> took;
    for (auto step : state) {
        const auto from = static_cast<TrackIndex>(random() % catalogue->size());
        const double begin = processor_seconds();
        benchmark::DoNotOptimize(graph.neighbours(from, 100));
        took.push_back(1e3 * (processor_seconds() - begin));
    }
    std::sort(took.begin(), took.end());
    state.counters["made_s"] = made;
    state.counters["p99_ms"] = took[took.size() * 99 / 100];
    state.counters["longest_ms"] = took.back();
}
BENCHMARK(asking)->Arg(10'000)->Arg(500'000)->Iterations(3000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
