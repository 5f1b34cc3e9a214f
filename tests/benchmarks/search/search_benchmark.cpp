// Prints how long a keystroke in the search field takes, what the index costs, and how soon an overtaken
// search ends. Decides nothing. Use: search_benchmark DATABASE [WORDS] Words of the library's own tracks,
// words it has not, Chinese, fields and ranges are typed letter by letter, as the window does: the next
// keystroke is given what the last one found. The database is opened as the program does and only read;
// tests/benchmarks/store/make_database.py makes one of any size.
#include "library_scanner/library.h"
#include "library_scanner/search/search_index.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <malloc.h>
#include <pthread.h>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace refrain;
using Clock = std::chrono::steady_clock;

/// As many as the window lists.
constexpr std::size_t listed = 2000;

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double cpu_ms(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

/// Resident memory in MiB, after what is free was given back.
double resident_mib() {
    ::malloc_trim(0);
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0, resident = 0;
    file >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
}

template <class T>
T value_or_exit(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

struct Times {
    std::vector<double> wall, cpu;
    std::size_t hits = 0;
    std::string slowest;
};

double at_share(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print(const char* what, const Times& times) {
    std::printf("%-26s %6zu keys  wall %6.2f %6.2f %6.2f  CPU %6.2f %6.2f %6.2f  slowest \"%s\"\n", what,
                times.wall.size(), at_share(times.wall, .5), at_share(times.wall, .99),
                at_share(times.wall, 1), at_share(times.cpu, .5), at_share(times.cpu, .99),
                at_share(times.cpu, 1), times.slowest.c_str());
}

class Typist {
  public:
    explicit Typist(const SearchIndex& index) : index_(index) {}

    /// One keystroke of the field's text as it is then.
    void search(const std::string& text, Times& times) {
        const UtcTime now = utc_now();
        const double cpu = cpu_ms(CLOCK_THREAD_CPUTIME_ID);
        const auto start = Clock::now();
        const ParsedQuery query = parse_query(text, now);
        times.hits += index_.find(query, {nullptr, nullptr, now, nullptr}, listed, &memo_).all;
        times.wall.push_back(ms_since(start));
        times.cpu.push_back(cpu_ms(CLOCK_THREAD_CPUTIME_ID) - cpu);
        if (times.cpu.back() == *std::max_element(times.cpu.begin(), times.cpu.end())) {
            times.slowest = text;
        }
    }

    void type(const std::string& text, Times& times) {
        for (std::size_t size = 1; size <= text.size(); ++size) {
            // Whole characters only.
            if (size == text.size() || (static_cast<unsigned char>(text[size]) & 0xC0U) != 0x80) {
                search(text.substr(0, size), times);
            }
        }
        memo_ = SearchMemo();  // the field was cleared
    }

    /// Without any keystroke before it.
    void paste(const std::string& text, Times& times) {
        memo_ = SearchMemo();
        search(text, times);
    }

  private:
    const SearchIndex& index_;
    SearchMemo memo_;
};

bool is_plain(const std::string& word) {
    return word.size() > 2 &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The words of `text` that are plain letters.
std::vector<std::string> plain_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : std::string(text) + " ") {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (lower != ' ') {
            word += lower;
        } else {
            if (is_plain(word)) {
                words.push_back(word);
            }
            word.clear();
        }
    }
    return words;
}

class Words {
  public:
    explicit Words(const LibrarySnapshot& library) : library_(library) {}

    TrackView track() { return library_.at(random_() % library_.size()); }
    std::string word() {
        for (int i = 0; i < 1000; ++i) {
            const TrackView any = track();
            const auto words = plain_words(random_() % 2 == 0 ? any.title : any.artist);
            if (!words.empty()) {
                return words[random_() % words.size()];
            }
        }
        return "music";
    }
    /// A word the library hardly has: begins as one of its own, ends in letters that do not follow each
    /// other.
    std::string miss() { return word().substr(0, 1 + random_() % 3) + "qxzjkv"; }
    /// A title that begins in Chinese or Japanese; empty where there is none.
    std::string chinese() {
        for (int i = 0; i < 20'000; ++i) {
            const TrackView any = track();
            const auto first = any.title.empty() ? 0 : static_cast<unsigned char>(any.title.front());
            if (first >= 0xE3 && first <= 0xE9) {
                return std::string(any.title);
            }
        }
        return {};
    }
    std::size_t number(std::size_t below) { return random_() % below; }

  private:
    const LibrarySnapshot& library_;
    std::mt19937_64 random_{4};
};

/// How long after being overtaken a search ends, at most: by the clock, and in time that it had a processor.
void print_cancelling(const SearchIndex& index, int runs) {
    double worst = 0, worst_cpu = 0;
    for (int i = 0; i < runs; ++i) {
        std::atomic<bool> cancelled{false};
        std::atomic<bool> started{false};
        Clock::time_point ended;
        double cpu_at_end = 0;
        std::thread searcher([&] {
            started = true;
            index.find(parse_query(i % 2 == 0 ? "e" : "on the or in a", utc_now()),
                       {nullptr, nullptr, utc_now(), &cancelled}, listed);
            ended = Clock::now();
            cpu_at_end = cpu_ms(CLOCK_THREAD_CPUTIME_ID);
            while (!cancelled) {  // for whoever asks for its clock
                std::this_thread::yield();
            }
        });
        clockid_t clock{};
        ::pthread_getcpuclockid(searcher.native_handle(), &clock);
        while (!started) {
            std::this_thread::yield();
        }
        const auto until = Clock::now() + std::chrono::microseconds(83 * (i % 100));
        while (Clock::now() < until) {
        }
        const double cpu = cpu_ms(clock);
        const auto overtaken = Clock::now();
        cancelled = true;
        searcher.join();
        worst = std::max(worst, std::chrono::duration<double, std::milli>(ended - overtaken).count());
        worst_cpu = std::max(worst_cpu, cpu_at_end - cpu);
    }
    std::printf("overtaken search           ends within %.2f ms, %.2f ms CPU (%d tries)\n", worst, worst_cpu,
                runs);
}

void print_building(Library& library, const SearchIndex& index) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{500}}) {
        const LibraryPtr before = library.snapshot();
        std::vector<TrackId> ids;
        for (std::size_t i = 0; i < std::min(count, before->size()); ++i) {
            // As a scan finds them: neighbours.
            ids.push_back(before->id_at(before->size() / 2 + i));
        }
        value_or_exit(library.refresh(ids));
        const double cpu = cpu_ms(CLOCK_PROCESS_CPUTIME_ID);
        const auto start = Clock::now();
        const SearchIndex next(library.snapshot(), &index);
        std::printf("index after %3zu changes    %8.2f ms, %8.2f ms CPU\n", ids.size(), ms_since(start),
                    cpu_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    }
}

void run(const std::string& file, std::size_t count) {
    const auto database = value_or_exit(Database::open(file));
    Library library(*database);
    value_or_exit(library.reload());
    const double before = resident_mib(), cpu = cpu_ms(CLOCK_PROCESS_CPUTIME_ID);
    const auto start = Clock::now();
    const SearchIndex index(library.snapshot());
    std::printf("index of %-8zu tracks   %8.2f ms, %8.2f ms CPU, ", library.snapshot()->size(),
                ms_since(start), cpu_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    std::printf("%.1f MiB (%.1f resident)\n", static_cast<double>(index.bytes()) / 1048576.0,
                resident_mib() - before);
    print_building(library, index);
    print_cancelling(index, 400);

    Typist typist(index);
    Words words(*library.snapshot());
    const auto measure = [&](const char* what, std::size_t times_over,
                             const std::function<std::string()>& text, bool typed = true) {
        Times times;
        for (std::size_t i = 0; i < times_over; ++i) {
            if (const std::string query = text(); !query.empty()) {
                typed ? typist.type(query, times) : typist.paste(query, times);
            }
        }
        if (!times.wall.empty()) {
            print(what, times);
        }
    };
    std::printf("\nms a keystroke: median, p99, most\n");
    char letter = 'a';
    measure("one letter", 26, [&] { return std::string(1, letter++); });
    measure("words", count, [&] { return words.word(); });
    measure("two words", count / 4, [&] { return words.word() + " " + words.word(); });
    measure("title and artist", count / 4, [&] {
        const TrackView track = words.track();
        return std::string(track.title) + " " + std::string(track.artist);
    });
    measure("misses", count * 2 / 5, [&] { return words.miss(); });
    measure("Chinese and Japanese", count / 4, [&] { return words.chinese(); });
    measure("artist:, album:, -word", count / 4, [&] {
        const std::string word = words.word();
        return words.number(2) == 0 ? "artist:" + word + " -" + words.word() : "album:\"" + word + "\"";
    });
    measure("years, lengths", count / 20, [&] {
        const std::string year = std::to_string(1960 + words.number(60));
        return words.number(2) == 0 ? "year:" + year + ".." + std::to_string(2024)
                                    : words.word() + " length:>4:30";
    });
    measure("this or that", count / 20, [&] { return words.word() + " or " + words.word(); });
    measure(
        "pasted", count, [&] { return words.word() + " " + words.word() + " " + words.word(); }, false);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "Use: search_benchmark DATABASE [WORDS]\n");
        return 1;
    }
    run(argv[1], argc > 2 ? static_cast<std::size_t>(std::max(20, std::atoi(argv[2]))) : 500);
    return 0;
}
