// Prints how fast a folder of music is scanned, scanned again, loaded and searched, with a warm cache.
// Decides nothing. Use: scan_benchmark DIR [RUNS] [DATABASE [READER]]
// With DATABASE the library of the last run is kept there, to be looked at or compared with a manifest; with
// READER (refrain-tagreader) tags are read in helper processes, as the player does it.
#include "library_scanner/library.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/search/search_index.h"
#include "tests/library_scanner/test_files.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using refrain::Database;

double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of the whole process, all threads, and of its children that have ended: what a scan costs, however busy
/// the machine is.
double cpu_seconds() {
    const auto in_seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    double sum = 0.0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        getrusage(who, &usage);
        sum += in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
    }
    return sum;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template <class T>
T value_or_throw(refrain::Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().text());
    }
    return std::move(result).value();
}

void print_rate(const char* what, const std::vector<double>& times, std::int64_t files) {
    const auto [fastest, slowest] = std::minmax_element(times.begin(), times.end());
    const double middle = median(times);
    std::printf("%-12s median %.3f s (%.3f to %.3f), %.0f files/s\n", what, middle, *fastest, *slowest,
                static_cast<double>(files) / middle);
}

void run(const std::string& folder, int runs, const std::filesystem::path& keep,
         const std::filesystem::path& reader) {
    refrain::ScanOptions options;
    options.tag_reader = reader;
    options.trusts_files = true;
    const refrain::testing::TemporaryFolder scratch;
    std::vector<double> first, first_cpu, again, load, index;
    std::int64_t files = 0;
    refrain::ScanReport report;
    for (int i = 0; i < runs; ++i) {
        const auto file = scratch / ("library-" + std::to_string(i) + ".db");
        auto database = value_or_throw(Database::open(file));
        const double cpu_before = cpu_seconds();
        first.push_back(
            seconds([&] { report = value_or_throw(refrain::scan(*database, {folder}, options)); }));
        first_cpu.push_back(cpu_seconds() - cpu_before);
        again.push_back(seconds([&] { value_or_throw(refrain::scan(*database, {folder}, options)); }));
        refrain::Library library(*database);
        load.push_back(seconds([&] { value_or_throw(library.reload()); }));
        index.push_back(seconds([&] { const refrain::SearchIndex built(library.snapshot()); }));
        files = report.files;
        if (i + 1 == runs) {
            database.reset();
            if (!keep.empty()) {
                std::filesystem::copy_file(file, keep, std::filesystem::copy_options::overwrite_existing);
            }
        }
    }
    std::printf("%lld files: %lld tracks, %zu failed\n", static_cast<long long>(files),
                static_cast<long long>(report.tracks), report.failed.size());
    print_rate("first scan", first, files);
    std::printf("             of it %.3f s of processor time, all threads together (median)\n",
                median(first_cpu));
    print_rate("rescan", again, files);
    print_rate("load", load, files);
    print_rate("index", index, files);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "use: %s DIR [RUNS] [DATABASE [READER]]\n", argv[0]);
        return 2;
    }
    try {
        run(argv[1], argc > 2 ? std::max(1, std::atoi(argv[2])) : 5, argc > 3 ? argv[3] : "",
            argc > 4 ? argv[4] : "");
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
