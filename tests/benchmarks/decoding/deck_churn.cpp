// Opens and throws away decks by the thousand, every second one at once, while it is still being opened, and
// prints what the process holds meanwhile: open files, threads, resident memory. None may grow.
//   bin/deck_churn FILE [COUNT]
#include "tests/player/decoding/deck_reader.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <unistd.h>

namespace {

using namespace refrain;

std::ptrdiff_t entries(const char* folder) {
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
}
double resident_mib() {
    long all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::fprintf(stderr, "deck_churn FILE [COUNT]\n");
        return 2;
    }
    const int decks = count > 2 ? std::atoi(arguments[2]) : 10'000;
    const auto crew = std::make_shared<DeckCrew>();
    for (int i = 0; i <= decks; ++i) {
        if (i % (decks / 10 + 1) == 0 || i == decks) {
            std::printf("%6d decks: %3td open files, %3td threads, %7.1f MiB\n", i, entries("/proc/self/fd"),
                        entries("/proc/self/task"), resident_mib());
            std::fflush(stdout);
        }
        testing_audio::DeckReader reader(TrackSource{PlayId(i + 1), arguments[1], {}, {}, {}}, crew);
        if (i % 2 == 0) {
            reader.read(2048);
            reader.deck().seek(Milliseconds(1000));
            reader.read(64);
        }
    }
    return 0;
}
