// What the space of a library's sound costs: building it, letting tracks join, asking it.
//
//   audio_space_benchmark [TRACKS]
#include "recommender/content/audio_space.h"
#include "recommender/content/feature_layout.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace refrain;

double milliseconds(const auto& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

/// Of the process now, in MiB.
double resident() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0.0;
    statm >> pages >> pages;
    return pages * 4096.0 / (1024.0 * 1024.0);
}

/// Forty kinds of sound and much between them.
FeatureTable made_up(std::size_t tracks, std::int64_t first) {
    std::mt19937_64 random(7);
    std::normal_distribution<float> normal;
    std::vector<float> kinds(40 * features::count);
    std::generate(kinds.begin(), kinds.end(), [&] { return normal(random); });
    FeatureTable table;
    for (std::size_t i = 0; i < tracks; ++i) {
        table.tracks.emplace_back(first + static_cast<std::int64_t>(i));
        const std::size_t kind = random() % 40;
        for (std::size_t f = 0; f < features::count; ++f) {
            table.values.push_back(kinds[kind * features::count + f] + 0.7F * normal(random));
        }
    }
    return table;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t tracks = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    const FeatureTable table = made_up(tracks, 1);
    const FeatureTable more = made_up(100, 10'000'000);
    std::shared_ptr<const AudioSpace> space, grown;
    const double before = resident();
    const double building = milliseconds([&] { space = AudioSpace::build(table); });
    const double kept = resident() - before;
    const double joining = milliseconds([&] { grown = space->with(more); });
    std::vector<double> asks;
    for (AudioSpace::Row row = 0; row < 200; ++row) {
        asks.push_back(milliseconds([&] { space->nearest(row, 100); }));
    }
    std::sort(asks.begin(), asks.end());
    std::printf("%zu tracks: built in %.0f ms, %.1f MiB, %zu dimensions, %zu clusters\n", tracks, building,
                kept, space->dimensions(), space->clusters());
    std::printf("100 more: %.1f ms; the 100 nearest: median %.2f ms, p99 %.2f ms\n", joining,
                asks[asks.size() / 2], asks[asks.size() * 99 / 100]);
    return grown->size() == tracks + more.tracks.size() ? 0 : 1;
}
