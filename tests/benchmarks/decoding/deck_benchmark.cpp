// Prints how long a deck takes to its first frame and to a seek's first frame, median and the slowest of a
// hundred, what processor time a seek costs in all threads, and by how many samples a seek misses: for the
// files named, or for one of four minutes that it makes of each kind. Waiting for the processor counts in the
// times: on a busy machine look at the processor's.
//   bin/deck_benchmark [FILE ...]
#include "tests/player/decoding/deck_reader.h"
#include "tests/player/decoding/made_files.h"
#include "tests/player/decoding/signals.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace refrain;
using namespace refrain::testing_audio;
using Clock = std::chrono::steady_clock;

constexpr int opens_per_file = 25, seeks_per_open = 4;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}
/// Of all threads of this process.
double processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}
double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void measure(const std::string& name, const std::string& file) {
    // What is loaded but once, code and the disk's cache, is not the deck's.
    DeckReader whole(file);
    const std::vector<double> straight = left_of(whole.read_all());
    if (whole.failure() || straight.empty()) {
        std::printf("%-12s %s\n", name.c_str(),
                    whole.failure() ? whole.failure()->text().c_str() : "no sound");
        return;
    }
    const int rate = whole.deck().rate();
    std::vector<double> opens, seeks, costs;
    std::minstd_rand random(1);
    std::int64_t worst = 0;
    const auto length_ms = static_cast<unsigned>(straight.size() * 1000 / static_cast<std::size_t>(rate));
    for (int i = 0; i < opens_per_file; ++i) {
        const auto begin = Clock::now();
        DeckReader reader(file);
        reader.read(1);
        opens.push_back(ms_since(begin));
        for (int k = 0; k < seeks_per_open; ++k) {
            reader.read(4096);
            const unsigned place = random() % (length_ms - 300) + 100;
            const double spent = processor_ms();
            const auto asked = Clock::now();
            reader.deck().seek(Milliseconds(place));
            reader.read(1);
            seeks.push_back(ms_since(asked));
            costs.push_back(processor_ms() - spent);
            const std::vector<double> sound = left_of(reader.read(2048));
            const std::int64_t at = static_cast<std::int64_t>(place) * rate / 1000 + 1;
            worst = std::max(worst, std::abs(lag_of(sound, straight, at, 200)));
        }
    }
    std::printf(
        "%-12s %6d Hz  open %7.2f ms (slowest %7.2f)  seek %7.2f ms (p99 %7.2f, processor %6.2f)"
        "  off by %lld samples\n",
        name.c_str(), rate, quantile(opens, 0.5), quantile(opens, 1.0), quantile(seeks, 0.5),
        quantile(seeks, 0.99), quantile(costs, 0.5), static_cast<long long>(worst));
    std::fflush(stdout);
}

void measure_made() {
    const test::TemporaryFolder folder;
    constexpr int seconds = 240;
    const std::string wav =
        write_pcm(folder / "a.wav", music(std::int64_t{44100} * seconds, 44100), 44100, 16);
    const std::string wav48 =
        write_pcm(folder / "b.wav", music(std::int64_t{48000} * seconds, 48000), 48000, 16);
    const auto made = [&](const char* name, std::vector<std::string> program) {
        program.push_back((folder / name).string());
        run_program(program);
        measure(name, (folder / name).string());
    };
    const auto ffmpeg = [&](std::vector<std::string> options) {
        std::vector<std::string> all{"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", wav};
        all.insert(all.end(), options.begin(), options.end());
        return all;
    };
    measure("a.wav", wav);
    made("a.flac", ffmpeg({}));
    made("a.aiff", ffmpeg({}));
    made("cbr.mp3", {"lame", "--quiet", "-b", "192", wav});
    made("vbr.mp3", {"lame", "--quiet", "-V2", wav});
    // Without noise substitution, whose random numbers are never the same.
    made("aac.m4a", ffmpeg({"-c:a", "aac", "-b:a", "192k", "-aac_pns", "0"}));
    made("alac.m4a", ffmpeg({"-c:a", "alac"}));
    made("a.ogg", ffmpeg({"-c:a", "libvorbis", "-q:a", "6"}));
    made("a.opus", {"opusenc", "--quiet", "--bitrate", "160", wav48});
    made("a.wv", {"wavpack", "-q", "-y", wav, "-o"});
    made("a.mpc", {"mpcenc", "--silent", "--overwrite", wav});
    made("a.tta", ffmpeg({"-c:a", "tta"}));
    measure("a.ape", write_silent_ape(folder / "a.ape", 44100U * seconds, 44100));
    measure("a.dsf", write_dsf(folder / "a.dsf", 1000.0, 0.4, 30.0));
    measure("a.dff", write_dff(folder / "a.dff", 1000.0, 0.4, 30.0));
    measure("a.mod", write_mod(folder / "a.mod"));
    measure("a.xm", write_xm(folder / "a.xm"));
    measure("a.it", write_it(folder / "a.it"));
    measure("a.s3m", write_s3m(folder / "a.s3m"));
}

}  // namespace

int main(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        measure(arguments[i], arguments[i]);
    }
    if (count == 1) {
        measure_made();
    }
    return 0;
}
