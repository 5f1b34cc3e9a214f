// From a click on Next to the new tail of the queue: the real player (without a sound card), database,
// service and queue, over a library of TRACKS tracks and a history of LISTENS listens. Printed, never a test:
//     click_to_tail_benchmark [TRACKS] [LISTENS] [CLICKS]
// Wall time is from the click to the moment the tail stands in the queue. CPU time is that of the thread that
// makes the tail, from one tail to the next: what is left of the figure on a machine that does other things
// too.
#include "app/guess_queue.h"
#include "app/services.h"
#include "tests/app/sound_file.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

namespace {

using namespace refrain;
using namespace refrain::app;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t tracks_of_a_link = 20'000;  // file systems allow some tens of thousands of links
constexpr std::int64_t length_ms = 240'000;

double thread_cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Every track has a file, and all are links to few.
void make_files(const std::filesystem::path& folder, std::int64_t count) {
    std::filesystem::path first;
    for (std::int64_t id = 1; id <= count; ++id) {
        const auto file = folder / (std::to_string(id) + ".wav");
        if (id % tracks_of_a_link == 1) {
            write_wav(file, {"A", "B", "C", "D", 240.0, 220.0});
            first = file;
        } else {
            std::filesystem::create_hard_link(first, file);
        }
    }
}

/// Ten tracks an album, five albums an artist, one or two of 200 styles.
Status make_rows(Database& database, const std::filesystem::path& folder, std::int64_t count) {
    return database.write_now([&](SQLite::Database& db) {
        SQLite::Statement track(
            db,
            "INSERT INTO tracks (id, path, size, mtime_ns, added_at, title, artist, album,"
            " track_number, duration_ms, sample_rate, channels)"
            " VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?, ?, 8000, 1)");
        SQLite::Statement genre(db, "INSERT INTO track_genres VALUES (?, ?, ?)");
        for (std::int64_t id = 1; id <= count; ++id) {
            const std::string path = (folder / (std::to_string(id) + ".wav")).string();
            track.bind(1, id);
            track.bind(2, path.data(), static_cast<int>(path.size()));
            track.bind(3, id * 1000);
            track.bind(4, "Title " + std::to_string(id));
            track.bind(5, "Artist " + std::to_string(id / 50));
            track.bind(6, "Album " + std::to_string(id / 10));
            track.bind(7, id % 10 + 1);
            track.bind(8, length_ms);
            track.exec();
            track.reset();
            for (int place = 0; place <= static_cast<int>(id / 10 % 2); ++place) {
                genre.bind(1, id);
                genre.bind(2, place);
                genre.bind(3, "Style " + std::to_string((id / 10 + 37 * place) % 200));
                genre.exec();
                genre.reset();
            }
        }
    });
}

std::vector<Listen> made_listens(std::int64_t tracks, std::int64_t count, UtcTime now) {
    std::mt19937_64 random(1);
    const auto known = static_cast<std::uint64_t>(std::min<std::int64_t>(tracks, 3000));
    std::vector<Listen> listens;
    for (std::int64_t i = 0; i < count; ++i) {
        Listen l;
        l.id = ListenId(i + 1);
        l.track = TrackId(static_cast<std::int64_t>(random() % known) + 1);
        l.started_at = now - std::chrono::minutes(10 * (count - i));
        l.duration = Milliseconds(length_ms);
        const bool skipped = random() % 4 == 0;
        l.heard = Milliseconds(skipped ? length_ms / 20 : length_ms);
        l.end_reason = skipped ? EndReason::next : EndReason::finished;
        l.intent = random() % 2 == 0 ? Intent::guess : Intent::album;
        listens.push_back(std::move(l));
    }
    return listens;
}

/// When the newest tail stood, and what its thread had computed by then.
class Tails {
  public:
    void stood() {
        const std::lock_guard lock(mutex_);
        at_ = Clock::now();
        cpu_ms_ = thread_cpu_ms();
        ++count_;
        changed_.notify_all();
    }
    int count() {
        const std::lock_guard lock(mutex_);
        return count_;
    }
    double cpu_ms() {
        const std::lock_guard lock(mutex_);
        return cpu_ms_;
    }
    Clock::time_point wait_behind(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return count_ > count; });
        return at_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Clock::time_point at_{};
    double cpu_ms_ = 0.0;
    int count_ = 0;
};

void print(const char* what, std::vector<double> ms) {
    std::sort(ms.begin(), ms.end());
    const auto at = [&](double share) {
        return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
    };
    std::printf("%-5s median %6.2f ms, p99 %6.2f ms, most %6.2f ms\n", what, at(0.5), at(0.99), ms.back());
}

int run(std::int64_t tracks, std::int64_t listens, int clicks) {
    const test::TemporaryFolder folder;
    make_files(folder / "music", tracks);
    auto opened = Services::open(DataPaths(folder / "data"));
    if (!opened || !make_rows(opened.value()->database(), folder / "music", tracks) ||
        !opened.value()->load_library()) {
        std::fprintf(stderr, "The library could not be made\n");
        return 1;
    }
    Services& services = *opened.value();
    services.guesses().set_history(made_listens(tracks, listens, utc_now()), {});
    AudioSinkOptions sink;
    sink.kind = AudioSinkOptions::Kind::fake;
    Player player(services.history(), sink);
    Tails tails;
    GuessQueueOptions options;
    options.impressions = &services.impressions();
    options.on_list = [&](const GuessList&) { tails.stood(); };
    GuessQueue queue(player, services.guesses(), services.library(), options);
    queue.start();
    queue.settle();
    std::vector<double> wall, cpu;
    for (int click = 0; click < clicks; ++click) {
        // All that the click before asked for is done.
        player.settle();
        queue.settle();
        const int before = tails.count();
        const double cpu_before = tails.cpu_ms();
        const auto from = Clock::now();
        player.next();
        const auto stood = tails.wait_behind(before);
        wall.push_back(std::chrono::duration<double, std::milli>(stood - from).count());
        cpu.push_back(tails.cpu_ms() - cpu_before);
    }
    std::printf("%lld tracks, %lld listens, %d clicks on Next until the tail is another:\n",
                static_cast<long long>(tracks), static_cast<long long>(listens), clicks);
    print("wall", std::move(wall));
    print("CPU", std::move(cpu));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int place, std::int64_t otherwise) {
        return place < argc ? std::max<std::int64_t>(1, std::atoll(argv[place])) : otherwise;
    };
    return run(number(1, 100'000), number(2, 5'000), static_cast<int>(number(3, 300)));
}
