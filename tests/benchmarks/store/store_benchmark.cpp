// Prints what a library costs in memory and how fast it is there: loaded, refreshed, sorted, searched.
// Decides nothing. Use: store_benchmark DATABASE [RUNS]
// The database is opened as the program does, which migrates an older one, and only read: make_database.py
// makes one of any size. Times are medians of RUNS.
#include "library_scanner/library.h"
#include "library_scanner/search/search_index.h"
#include "library_scanner/store/library_writer.h"
#include "library_scanner/store/track_order.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <malloc.h>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace refrain;

double cpu_ms() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto in_ms = [](const timeval& time) {
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
    };
    return in_ms(usage.ru_utime) + in_ms(usage.ru_stime);
}

/// Resident memory in MiB, after what is free was given back.
double resident_mib() {
    ::malloc_trim(0);
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0, resident = 0;
    file >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure(const char* what, int runs, const std::function<void()>& work) {
    std::vector<double> wall, cpu;
    for (int i = 0; i < runs; ++i) {
        const double cpu_before = cpu_ms();
        const auto start = std::chrono::steady_clock::now();
        work();
        wall.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        cpu.push_back(cpu_ms() - cpu_before);
    }
    std::printf("%-26s %8.1f ms, %8.1f ms CPU\n", what, median(wall), median(cpu));
}

template <class T>
T value_or_exit(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

void run(const std::string& file, int runs) {
    const auto database = value_or_exit(Database::open(file));
    const double before = resident_mib();
    Library library(*database);
    measure("load", runs, [&] { value_or_exit(library.reload()); });
    const LibraryPtr picture = library.snapshot();
    const auto tracks = static_cast<double>(picture->size());
    std::printf("%zu tracks: %.1f MiB resident for them, %.1f MiB or %.0f bytes a track in the picture\n",
                picture->size(), resident_mib() - before, static_cast<double>(picture->bytes()) / 1048576.0,
                static_cast<double>(picture->bytes()) / std::max(1.0, tracks));

    for (const std::size_t count : {std::size_t{1}, std::size_t{500}, std::size_t{10'000}}) {
        std::vector<TrackId> ids;
        for (std::size_t i = 0; i < std::min(count, picture->size()); ++i) {
            // All over the library: the worst case, in which most chunks are made anew.
            ids.push_back(picture->id_at(i * picture->size() / count));
        }
        measure(("refresh of " + std::to_string(ids.size())).c_str(), runs,
                [&] { value_or_exit(library.refresh(ids)); });
    }

    const std::atomic<bool> never{false};
    const auto collation = std::make_shared<const Collation>("en");
    using Column = std::pair<const char*, SortColumn>;
    for (const auto& [name, column] :
         {Column{"artist", SortColumn::artist}, Column{"title", SortColumn::title},
          Column{"album artist", SortColumn::album_artist}, Column{"album", SortColumn::album},
          Column{"genre", SortColumn::genre}, Column{"year", SortColumn::year},
          Column{"length", SortColumn::duration}, Column{"added", SortColumn::added},
          Column{"bit rate", SortColumn::bit_rate}, Column{"path", SortColumn::path}}) {
        measure((std::string("first order by ") + name).c_str(), runs,
                [&, wanted = column] { TrackOrder(picture, collation).rows(wanted, false, never); });
    }
    const TrackOrder order(picture, collation);
    for (const bool descending : {false, true}) {
        order.rows(SortColumn::title, descending, never);
        measure(descending ? "title again, descending" : "title again", runs,
                [&] { order.rows(SortColumn::title, descending, never); });
    }
    const double without_index = resident_mib();
    std::unique_ptr<SearchIndex> index;
    measure("search index", 1, [&] { index = std::make_unique<SearchIndex>(picture); });
    std::printf("search index: %.1f MiB resident\n", resident_mib() - without_index);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("resident %.1f MiB, at most %.1f MiB\n", resident_mib(),
                static_cast<double>(usage.ru_maxrss) / 1024.0);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "Use: store_benchmark DATABASE [RUNS]\n");
        return 1;
    }
    run(argv[1], argc > 2 ? std::max(1, std::atoi(argv[2])) : 5);
    return 0;
}
