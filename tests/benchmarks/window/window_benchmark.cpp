// What a library of any size costs the window: its first frame, when its list is there, and the longest time
// that a click, a key or a step of scrolling keeps the window's thread busy. The real window, drawn by the
// CPU, over the real library; on a copy of the database, which is written to. Printed, never a test.
//   QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software window_benchmark DATABASE [--width N] [--steps N]
#include "library_scanner/ratings/ratings.h"
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/ratings_view_model.h"
#include "ui/view_models/reactions_view_model.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/view_models/track_actions.h"
#include "ui/window.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

#include <QCoreApplication>
#include <QEventLoop>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>

namespace {

using namespace refrain;
using Clock = std::chrono::steady_clock;

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double rss_mib() {
    std::ifstream statm("/proc/self/statm");
    long all = 0;
    long resident = 0;
    statm >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double quantile(std::vector<double> values, double q) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}

/// The longest turn of the event loop: what a hand feels as a jerk. In processor time of the thread, and by
/// the wall clock, which has in it what other programs took.
struct Turns {
    double cpu = 0.0;
    double wall = 0.0;

    void run(const std::function<void()>& turn) {
        const double cpu_before = cpu_ms();
        const auto before = Clock::now();
        turn();
        wall = std::max(wall, since(before));
        cpu = std::max(cpu, cpu_ms() - cpu_before);
    }
};

AudioSinkOptions silent() {
    AudioSinkOptions sink;
    sink.kind = AudioSinkOptions::Kind::fake;
    return sink;
}

class Bench {
  public:
    explicit Bench(const std::filesystem::path& database)
        : database_(std::move(Database::open(database)).value()),
          library_(*database_),
          ratings_(*database_),
          playlists_(*database_),
          history_(*database_),
          player_(history_, silent()),
          window_(UiServices{.library = library_,
                             .player = player_,
                             .history = history_,
                             .ratings = ratings_,
                             .playlists = playlists_,
                             .background = background_,
                             .tag_edits = tag_edits_,
                             .steering = steering_,
                             .suggested_music_folder = {},
                             .software_hint = true,
                             .read_setting = {},
                             .write_setting = {},
                             .lyrics = {},
                             .search_context = {},
                             .duplicate_groups = {}}) {}

    bool open(int width) {
        QObject::connect(&window_, &Window::first_frame, &window_, [this] { first_frame_ = since(start_); });
        if (!window_.load().ok()) {
            return false;
        }
        window_.quick_window()->setWidth(width);
        QObject::connect(window_.quick_window(), &QQuickWindow::frameSwapped, &window_,
                         [this] { ++frames_; });
        turn_until([&] { return first_frame_ > 0.0; });
        songs_ = part<SongsViewModel>("songs");
        // As the application does it: beside the window, from its first frame on.
        std::thread loading([this] { (void)library_.reload(); });
        Turns turns = turn_until([&] {
            return songs_->tracks()->count() > 0 &&
                   static_cast<std::size_t>(songs_->tracks()->count()) == library_.snapshot()->present();
        });
        loading.join();
        next_frame(turns);
        list_ = window_.quick_window()->findChild<QQuickItem*>(QStringLiteral("trackList"));
        std::printf(
            "first frame %.0f ms, list of %d after %.0f ms, its longest turn %.1f ms of CPU, %.1f ms\n",
            first_frame_, songs_->tracks()->count(), since(start_), turns.cpu, turns.wall);
        return list_ != nullptr;
    }

    void sorts() {
        const std::vector<std::pair<const char*, int>> columns{
            {"title", TrackColumnsViewModel::Title},  {"artist", TrackColumnsViewModel::Artist},
            {"album", TrackColumnsViewModel::Album},  {"album artist", TrackColumnsViewModel::AlbumArtist},
            {"genre", TrackColumnsViewModel::Genre},  {"year", TrackColumnsViewModel::Year},
            {"added", TrackColumnsViewModel::Added},  {"bit rate", TrackColumnsViewModel::BitRate},
            {"path", TrackColumnsViewModel::Path},    {"rating", TrackColumnsViewModel::Rating},
            {"length", TrackColumnsViewModel::Length}};
        for (const auto& [name, column] : columns) {
            for (const char* which : {"first", "again"}) {
                bool shown = false;
                const auto connection =
                    QObject::connect(songs_->tracks(), &QAbstractItemModel::dataChanged, &window_,
                                     [&](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                                         shown |= roles.isEmpty();
                                     });
                const auto asked = Clock::now();
                Turns turns;
                turns.run([&] { songs_->sortBy(column); });
                turns = turn_until([&] { return shown; }, turns);
                QObject::disconnect(connection);
                const double sorted = since(asked);
                next_frame(turns);
                print((std::string("sort by ") + name + ", " + which).c_str(), turns, sorted);
            }
        }
    }

    void selection() {
        auto* tracks = songs_->tracks();
        list_->forceActiveFocus();
        for (int round = 0; round < 3; ++round) {
            tracks->selectNone();
            Turns none;
            next_frame(none);
            Turns turns;
            turns.run([] {});
            key(turns, Qt::Key_A, Qt::ControlModifier);
            print("select all", turns);
            Turns menu;
            key(menu, Qt::Key_Menu, Qt::NoModifier);
            auto* shown = window_.quick_window()->findChild<QObject*>(QStringLiteral("selectionMenu"));
            menu = turn_until([&] { return shown && shown->property("opened").toBool(); }, menu);
            print("menu of all", menu);
            if (shown) {
                QMetaObject::invokeMethod(shown, "close");
            }
            turn_until([&] { return !shown || !shown->property("visible").toBool(); });
            Turns shift;
            key(shift, Qt::Key_Home, Qt::NoModifier);
            key(shift, Qt::Key_End, Qt::ShiftModifier);
            print("Shift+End", shift);
        }
        tracks->selectAll();
        Turns sorted;
        bool shown = false;
        const auto connection = QObject::connect(tracks, &QAbstractItemModel::dataChanged, &window_,
                                                 [&](const QModelIndex&, const QModelIndex&,
                                                     const QList<int>& roles) { shown |= roles.isEmpty(); });
        const auto asked = Clock::now();
        songs_->sortBy(TrackColumnsViewModel::Artist);
        sorted = turn_until([&] { return shown; }, sorted);
        QObject::disconnect(connection);
        print("sort with all selected", sorted, since(asked));
    }

    void acts() {
        auto* actions = part<TrackActions>("actions");
        player_.set_shuffle(true);
        Turns play;
        const auto asked = Clock::now();
        play.run([&] { actions->playFrom(songs_->tracks(), 0, {}); });
        const auto wanted = static_cast<std::size_t>(songs_->tracks()->count());
        play = turn_until([&] { return player_.state().queue.size() == wanted; }, play);
        print("play all, shuffled", play, since(asked));
        player_.stop();
        auto* ratings = part<RatingsViewModel>("ratings");
        const int before = ratings->revision();
        const auto rated = Clock::now();
        Turns rate;
        rate.run([&] { ratings->rateRows(songs_->tracks(), 0, 8); });
        rate = turn_until([&] { return ratings->revision() > before; }, rate);
        print("rate all", rate, since(rated));
    }

    /// The frames of a list that moves by so many pixels each.
    void scroll(int pixels, int steps) {
        std::vector<double> cpu;
        std::vector<double> wall;
        const double height = list_->property("contentHeight").toDouble() - list_->height();
        double y = 0.0;
        for (int i = 0; i < steps; ++i) {
            y = y + pixels > height ? 0.0 : y + pixels;
            const double cpu_before = cpu_ms();
            const auto before = Clock::now();
            const int frame = frames_;
            list_->setProperty("contentY", y);
            window_.quick_window()->update();
            while (frames_ == frame) {
                QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
            }
            cpu.push_back(cpu_ms() - cpu_before);
            wall.push_back(since(before));
        }
        std::printf("scroll by %5d px: CPU p50 %5.1f p99 %5.1f max %5.1f ms, wall p50 %5.1f p99 %5.1f ms\n",
                    pixels, quantile(cpu, 0.5), quantile(cpu, 0.99), quantile(cpu, 1.0), quantile(wall, 0.5),
                    quantile(wall, 0.99));
    }

  private:
    template <class T>
    T* part(const char* name) {
        return qobject_cast<T*>(window_.quick_window()->property(name).value<QObject*>());
    }
    Turns turn_until(const std::function<bool()>& done, Turns turns = {}) {
        while (!done()) {
            turns.run([] { QCoreApplication::processEvents(); });
            std::this_thread::yield();
        }
        return turns;
    }
    void next_frame(Turns& turns) {
        const int before = frames_;
        window_.quick_window()->update();
        turns = turn_until([&] { return frames_ > before; }, turns);
    }
    /// The key, and the frame that shows what it did.
    void key(Turns& turns, Qt::Key key, Qt::KeyboardModifiers modifiers) {
        turns.run([&] {
            QKeyEvent press(QEvent::KeyPress, key, modifiers);
            QCoreApplication::sendEvent(window_.quick_window(), &press);
            QKeyEvent release(QEvent::KeyRelease, key, modifiers);
            QCoreApplication::sendEvent(window_.quick_window(), &release);
        });
        next_frame(turns);
    }
    static void print(const char* what, const Turns& turns, double done = 0.0) {
        std::printf("%-28s longest turn %6.1f ms of CPU, %6.1f ms", what, turns.cpu, turns.wall);
        std::printf(done > 0.0 ? "; done after %.0f ms\n" : "\n", done);
    }

    const Clock::time_point start_ = Clock::now();
    std::unique_ptr<Database> database_;
    Library library_;
    Ratings ratings_;
    Playlists playlists_;
    ListeningHistory history_;
    Player player_;
    test::DirectTagEdits tag_edits_{*database_, library_};
    test::ToldBackground background_;
    test::ToldSteering steering_;
    Window window_;
    SongsViewModel* songs_ = nullptr;
    QQuickItem* list_ = nullptr;
    double first_frame_ = 0.0;
    int frames_ = 0;
};

int usage() {
    std::fprintf(stderr, "window_benchmark DATABASE [--width N] [--steps N]\n");
    return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    std::string database;
    int width = 1200;
    int steps = 300;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--width" && i + 1 < argc) {
            width = std::atoi(argv[++i]);
        } else if (word == "--steps" && i + 1 < argc) {
            steps = std::atoi(argv[++i]);
        } else if (!word.starts_with("--") && database.empty()) {
            database = word;
        } else {
            return usage();
        }
    }
    if (database.empty() || width < 1 || steps < 1) {
        return usage();
    }
    const QTemporaryDir folder;
    const std::filesystem::path copy = folder.filePath(QStringLiteral("library.db")).toStdString();
    std::filesystem::copy_file(database, copy);
    Bench bench(copy);
    if (!bench.open(width)) {
        std::fprintf(stderr, "the window could not be opened\n");
        return EXIT_FAILURE;
    }
    std::printf("%.0f MiB resident\n", rss_mib());
    for (const int pixels : {13, 52, 400, 5200}) {
        bench.scroll(pixels, steps);
    }
    bench.sorts();
    bench.selection();
    std::printf("%.0f MiB resident\n", rss_mib());
    bench.acts();
    return EXIT_SUCCESS;
}
