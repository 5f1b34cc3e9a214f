// What a long queue costs: the time that one click keeps the thread of the window busy, and the memory that
// fifty changes leave behind. The real player on a silent sink, a real database, the real view models and the
// desktop's follower; with --window also the real window with its queue open (drawn by the CPU, so that the
// frames count too). Printed, never a test.
//   QT_QPA_PLATFORM=offscreen queue_benchmark [--entries N] [--rounds N] [--window]
#include "player/queue/database_memory.h"
#include "tests/ui/ui_fixture.h"
#include "ui/player_follower.h"
#include "ui/view_models/player_view_model.h"
#include "ui/view_models/queue_model.h"
#include "ui/view_models/track_list_model.h"
#include "ui/window.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <malloc.h>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <QCoreApplication>
#include <QEventLoop>
#include <QGuiApplication>
#include <QQuickWindow>

namespace {

using namespace refrain;
using Clock = std::chrono::steady_clock;

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double rss_mib() {
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    long all = 0;
    long resident = 0;
    statm >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double quantile(std::vector<double> values, double q) {
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(q * last + 0.5)];
}

/// The longest turn of the event loop that belongs to one click, the click itself included: what a hand
/// feels as a jerk. In processor time of the thread, and by the wall clock (waiting for locks included).
struct Turns {
    double cpu = 0.0;
    double wall = 0.0;

    void run(const std::function<void()>& turn) {
        const double cpu_before = cpu_ms();
        const auto before = Clock::now();
        turn();
        const std::chrono::duration<double, std::milli> passed = Clock::now() - before;
        cpu = std::max(cpu, cpu_ms() - cpu_before);
        wall = std::max(wall, passed.count());
    }
};

class Bench {
  public:
    Bench(int entries, int rounds, bool with_window)
        : rounds_(rounds), memory_(*services_.database), player_(*services_.history, silent(), &memory_) {
        if (with_window) {
            window_.emplace(test::parts_of(services_, player_));
            if (!window_->load().ok()) {
                std::abort();
            }
            window_->show_page(QStringLiteral("queue"));
            queue_ = qobject_cast<QueueModel*>(window_->quick_window()->property("queue").value<QObject*>());
        } else {
            own_.emplace(services_.background, player_);
            queue_ = &own_->queue;
        }
        std::vector<QueueEntry> all;
        all.reserve(static_cast<std::size_t>(entries));
        const std::string tone = services_.tone(2);
        for (int i = 0; i < entries; ++i) {
            all.push_back(entry(i));
        }
        all[1].path = tone;
        std::printf("%d entries, %d rounds; ms of the window's thread: the longest turn of its event loop\n",
                    entries, rounds_);
        std::printf("%-28s %9s %9s %9s %9s\n", "", "cpu p50", "cpu p99", "wall p50", "wall p99");
        player_.play(std::move(all), 1);
        player_.pause();
        wait([&] { return queue_->count() == entries; });
        idle();
    }

    void run() {
        const int all = queue_->count();
        double volume = 0.2;
        measure(
            "volume change", [&] { player_.set_volume(volume = 1.0 - volume); },
            [&] { return follower_.state().volume == volume; });
        measure(
            "picture asked for", [&] { (void)player_.state(); }, [] { return true; });
        measure(
            "delete one", [&] { queue_->remove(queue_->count() / 2); }, {}, -1);
        measure(
            "delete one near the front", [&] { queue_->remove(5); }, {}, -1);
        const double before = rss_mib();
        for (int i = 0; i < 50; ++i) {
            queue_->remove(queue_->count() / 2);
            settle();
        }
        idle();
        std::printf("%-28s %9.1f MiB\n", "50 single deletes leave", rss_mib() - before);
        measure(
            "undo of one", [&] { queue_->undo(); }, {}, 1);
        select_block(1000);
        measure(
            "delete 1,000 in a row", [&] { queue_->remove(20'000); }, [&] { select_block(1000); }, -1000);
        measure(
            "undo of 1,000", [&] { queue_->undo(); }, {}, 1000);
        measure(
            "delete 1,000 scattered", [&] { queue_->remove(first_scattered()); }, [&] { select_scattered(); },
            -1000);
        measure(
            "undo of 1,000 scattered", [&] { queue_->undo(); }, {}, 1000);
        measure(
            "play next, from the queue", [&] { queue_->playNext(queue_->count() / 2); }, {}, 0);
        measure(
            "play next, from the library", [&] { player_.play_next({entry(1'000'000)}); }, {}, 1);
        measure(
            "shuffle on and off", [&] { player_.set_shuffle(on_ = !on_); }, {}, 0);
        const double shuffled = rss_mib();
        player_.set_shuffle(true);
        settle();
        for (int i = 0; i < 50; ++i) {
            queue_->remove(queue_->count() / 2);
            settle();
        }
        idle();
        std::printf("%-28s %9.1f MiB\n", "50 shuffled deletes leave", rss_mib() - shuffled);
        std::printf("%d entries at the end, of %d\n", queue_->count(), all);
        select_all_songs(all);
    }

  private:
    struct Models {
        Models(test::ToldBackground& background, Player& player)
            : follower(player),
              notices(background, player, follower),
              view(player, follower),
              queue(player, follower, notices) {}
        PlayerFollower follower;
        NoticeViewModel notices;
        PlayerViewModel view;
        QueueModel queue;
    };

    static AudioSinkOptions silent() {
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        return sink;
    }

    static QueueEntry entry(int number) {
        QueueEntry result;
        const std::string name = std::to_string(number);
        result.path = "/music/an artist of usual length/an album of usual length/" + name + ".flac";
        result.title = "A song of usual length, " + name;
        result.artist = "An artist of usual length";
        result.album = "An album of usual length";
        result.origin = "songs";
        result.duration = Milliseconds(200'000);
        return result;
    }

    static bool wait(const std::function<bool()>& holds) { return test::wait_until(holds); }

    /// Until the player has done it and the window has been told.
    void settle() {
        player_.settle();
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    }
    /// Until what is written behind has been written.
    void idle() {
        settle();
        const auto until = Clock::now() + std::chrono::seconds(3);
        wait([&] { return Clock::now() > until; });
    }

    void select_block(int rows) {
        queue_->select(20'000);
        queue_->select(20'000 + rows - 1, Qt::ShiftModifier);
    }
    int first_scattered() const { return 50; }
    void select_scattered() {
        const int step = queue_->count() / 1000;
        queue_->select(first_scattered());
        for (int i = 1; i < 1000; ++i) {
            queue_->select(first_scattered() + i * step, Qt::ControlModifier);
        }
    }

    void measure(const char* name, const std::function<void()>& click, const std::function<bool()>& shown) {
        std::vector<double> cpu;
        std::vector<double> wall;
        for (int i = 0; i < rounds_; ++i) {
            Turns turns;
            turns.run(click);
            for (bool done = false; !done;) {
                turns.run([] { QCoreApplication::processEvents(QEventLoop::AllEvents); });
                done = shown();
            }
            turns.run([] { QCoreApplication::processEvents(QEventLoop::AllEvents); });
            cpu.push_back(turns.cpu);
            wall.push_back(turns.wall);
        }
        std::printf("%-28s %9.2f %9.2f %9.2f %9.2f\n", name, quantile(cpu, 0.5), quantile(cpu, 0.99),
                    quantile(wall, 0.5), quantile(wall, 0.99));
        std::fflush(stdout);
    }
    /// A click that changes the number of rows by `by`.
    void measure(const char* name, const std::function<void()>& click, const std::function<void()>& before,
                 int by) {
        std::vector<double> cpu;
        std::vector<double> wall;
        for (int i = 0; i < rounds_; ++i) {
            if (before) {
                before();
            }
            settle();
            const int count = queue_->count();
            const std::uint64_t revision = follower_.state().queue_revision;
            Turns turns;
            turns.run(click);
            const bool came = wait([&] {
                turns.run([] { QCoreApplication::processEvents(QEventLoop::AllEvents); });
                return queue_->count() == count + by && follower_.state().queue_revision != revision;
            });
            turns.run([] { QCoreApplication::processEvents(QEventLoop::AllEvents); });
            if (!came) {
                std::printf("%-28s did not come\n", name);
                return;
            }
            cpu.push_back(turns.cpu);
            wall.push_back(turns.wall);
        }
        std::printf("%-28s %9.2f %9.2f %9.2f %9.2f\n", name, quantile(cpu, 0.5), quantile(cpu, 0.99),
                    quantile(wall, 0.5), quantile(wall, 0.99));
        std::fflush(stdout);
    }

    /// The page of songs: all selected, and no longer.
    void select_all_songs(int count) {
        std::vector<Track> tracks;
        tracks.reserve(static_cast<std::size_t>(count));
        for (int i = 1; i <= count; ++i) {
            tracks.push_back(
                test::track(i, "A song of usual length", "An artist of usual length", "An album"));
        }
        std::vector<std::uint32_t> rows(tracks.size());
        std::iota(rows.rbegin(), rows.rend(), 0U);
        TrackListModel list;
        list.show(std::make_shared<const LibrarySnapshot>(std::move(tracks)), std::move(rows));
        measure(
            "select all songs", [&] { list.selectAll(); }, [] { return true; });
        measure(
            "select one of them", [&] { list.select(count / 2); }, [] { return true; });
    }

    const int rounds_;
    test::Services services_;
    DatabaseMemory memory_;
    Player player_;
    PlayerFollower follower_{player_};
    std::optional<Models> own_;
    std::optional<Window> window_;
    QueueModel* queue_ = nullptr;
    bool on_ = false;
};

}  // namespace

int main(int argc, char** argv) {
    const QGuiApplication application(argc, argv);
    int entries = 100'000;
    int rounds = 30;
    bool with_window = false;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word(argv[i]);
        if (word == "--entries" && i + 1 < argc) {
            entries = std::atoi(argv[++i]);
        } else if (word == "--rounds" && i + 1 < argc) {
            rounds = std::atoi(argv[++i]);
        } else if (word == "--window") {
            with_window = true;
        }
    }
    Bench(entries, rounds, with_window).run();
    return 0;
}
