// What the analyzer's features cost, in CPU time of all threads: opening and decoding, resampling, and the
// features themselves, by the ending of the files.
//
//   analyzer_benchmark FILE ...
//
// Each file is analyzed thrice; the middle one of the three counts. Files below 30 s are left out: they are
// decoded whole and cost less.
#include "recommender/content/analyzer/audio_features.h"
#include "recommender/content/analyzer/decoder.h"
#include "recommender/content/analyzer/excerpts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include <gst/gst.h>

namespace {

using namespace refrain;
using namespace refrain::analysis;

double cpu_seconds() {
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Costs {
    double decoding = 0.0, resampling = 0.0, features = 0.0;
    double sum() const { return decoding + resampling + features; }
};

/// Decodes the excerpts as they are; the clock of the process counts the threads of the decoder, too.
bool decode(const std::string& path, double& seconds, Milliseconds& duration) {
    const double before = cpu_seconds();
    {
        const auto decoder = Decoder::open(path, Decoder::Format::as_is);
        if (!decoder) {
            std::fprintf(stderr, "%s\n", decoder.error().text().c_str());
            return false;
        }
        duration = decoder.value()->duration();
        for (const auto& excerpt : excerpts_of(duration)) {
            const auto all = [](const AudioPiece&) { return true; };
            if (!decoder.value()->read_all(excerpt.from, excerpt.from + excerpt.length, all)) {
                return false;
            }
        }
    }
    seconds = cpu_seconds() - before;
    return true;
}

bool measure_once(const std::string& path, Costs& costs) {
    Milliseconds duration{0};
    if (!decode(path, costs.decoding, duration) || duration < std::chrono::seconds(30)) {
        return false;
    }
    const double before = cpu_seconds();
    std::vector<std::vector<float>> excerpts;
    {
        const auto decoder = Decoder::open(path);
        for (const auto& excerpt : excerpts_of(duration)) {
            auto samples = decoder ? decoder.value()->read(excerpt) : decoder.error();
            if (!samples) {
                return false;
            }
            excerpts.push_back(std::move(samples).value());
        }
    }
    const double decoded = cpu_seconds();
    FeatureExtractor extractor;
    for (const auto& samples : excerpts) {
        extractor.add(samples);
    }
    const bool found = extractor.features().has_value();
    costs.resampling = decoded - before - costs.decoding;
    costs.features = cpu_seconds() - decoded;
    return found;
}

}  // namespace

int main(int argc, char** argv) {
    gst_init(nullptr, nullptr);
    std::map<std::string, std::vector<Costs>> by_ending;
    for (int i = 1; i < argc; ++i) {
        const std::string path = argv[i];
        std::array<Costs, 3> rounds;
        if (std::all_of(rounds.begin(), rounds.end(),
                        [&](Costs& costs) { return measure_once(path, costs); })) {
            std::sort(rounds.begin(), rounds.end(),
                      [](const Costs& a, const Costs& b) { return a.sum() < b.sum(); });
            by_ending[path.substr(path.rfind('.') + 1)].push_back(rounds[1]);
        }
    }
    std::printf("%-8s %6s %10s %11s %9s %7s %7s\n", "", "files", "decoding", "resampling", "features", "sum",
                "most");
    for (const auto& [ending, all] : by_ending) {
        Costs sum;
        double most = 0.0;
        for (const auto& costs : all) {
            sum.decoding += costs.decoding;
            sum.resampling += costs.resampling;
            sum.features += costs.features;
            most = std::max(most, costs.sum());
        }
        const auto n = static_cast<double>(all.size());
        std::printf("%-8s %6zu %10.4f %11.4f %9.4f %7.4f %7.4f\n", ending.c_str(), all.size(),
                    sum.decoding / n, sum.resampling / n, sum.features / n, sum.sum() / n, most);
    }
    return 0;
}
