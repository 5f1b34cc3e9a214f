// Plays files round and round, as fast as the machine can, through the real player into nothing, and prints
// the resident memory and the open files after every hour of music. Printed, never a verdict.
//   endurance_benchmark HOURS FILE...
#include "library_scanner/database/database.h"
#include "player/history/listening_history.h"
#include "player/player.h"
#include "player/queue/entry_of_track.h"
#include "tests/support/temporary_folder.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <mutex>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace refrain;
namespace fs = std::filesystem;

double resident_mib() {
    std::ifstream statm("/proc/self/statm");
    long pages = 0, resident = 0;
    statm >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

long entries_of(const char* folder) {
    long n = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder)) {
        ++n;
    }
    return n;
}

/// Adds up what was heard; wakes whoever waits for more of it.
class Heard final : public PlayerObserver {
  public:
    void listen_ended(const Listen& listen) override {
        const std::lock_guard lock(mutex_);
        total_ += listen.heard;
        ++listens_;
        errors_ += listen.end_reason == EndReason::error ? 1 : 0;
        changed_.notify_all();
    }
    void player_changed(const PlayerState& state) override {
        const std::lock_guard lock(mutex_);
        stopped_ = state.state == PlaybackState::stopped && listens_ > 0;
        changed_.notify_all();
    }
    /// False when playback came to rest before.
    bool wait_for(Milliseconds total) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return total_ >= total || stopped_; });
        return total_ >= total;
    }
    void print(int hour) {
        const std::lock_guard lock(mutex_);
        std::printf("%4d h   %7.1f MiB   %3ld open files   %3ld threads   %6ld listens   %ld errors\n", hour,
                    resident_mib(), entries_of("/proc/self/fd"), entries_of("/proc/self/task"), listens_,
                    errors_);
        std::fflush(stdout);
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Milliseconds total_{0};
    long listens_ = 0, errors_ = 0;
    bool stopped_ = false;
};

int run(int hours, const std::vector<std::string>& files) {
    const test::TemporaryFolder folder;
    auto database = Database::open(folder / "refrain.sqlite");
    if (!database) {
        std::fprintf(stderr, "%s\n", database.error().text().c_str());
        return 1;
    }
    {
        ListeningHistory history(*database.value());
        history.start_session(utc_now());
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        sink.speed = AudioSinkOptions::Speed::maximum;
        Heard heard;
        Player player(history, sink);
        player.add_observer(&heard);
        std::vector<QueueEntry> entries;
        for (const std::string& file : files) {
            entries.push_back(entry_of_file(file, Intent::track, "endurance"));
        }
        player.set_repeat(RepeatMode::all);
        player.play(std::move(entries));
        heard.print(0);
        for (int hour = 1; hour <= hours && heard.wait_for(std::chrono::hours(hour)); ++hour) {
            heard.print(hour);
        }
        player.remove_observer(&heard);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    mallopt(M_ARENA_MAX, 2);  // as app/main.cpp does
    const int hours = argc > 2 ? std::atoi(argv[1]) : 0;
    if (hours < 1) {
        std::fprintf(stderr, "usage: endurance_benchmark HOURS FILE...\n");
        return 2;
    }
    return run(hours, {argv + 2, argv + argc});
}
