// Times of the engine on a file of the listener's choice: from a click to its sound, wake-ups, CPU. Printed,
// never a verdict.
//   playback_benchmark FILE [SECONDS] [--device | --play [--equaliser]]
// Without --device the sound goes at real time into nothing, and "sound" is when a sink took the sample. With
// --play it just plays on the device, for compare.py.
#include "player/engine/engine.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace {

using namespace refrain;
using Clock = std::chrono::steady_clock;

double ms_between(Clock::time_point a, Clock::time_point b) {
    return std::chrono::duration<double, std::milli>(b - a).count();
}

double part(std::vector<double> values, double p) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0.0
                          : values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

void print(const char* what, const std::vector<double>& values) {
    std::printf("%-28s median %6.1f ms   p90 %6.1f ms   p99 %6.1f ms   (%zu times)\n", what,
                part(values, 0.5), part(values, 0.9), part(values, 0.99), values.size());
}

struct Usage {
    double cpu_s = 0.0;
    long switches = 0;
};
Usage usage() {
    rusage u{};
    ::getrusage(RUSAGE_SELF, &u);
    const auto seconds = [](timeval t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return {seconds(u.ru_utime) + seconds(u.ru_stime), u.ru_nvcsw};
}

/// Waits for the first frame of a play, or of one behind a seek, to be rendered; and for the sink to take a
/// frame.
class Watch {
  public:
    void told(const EngineEvent& event) {
        const std::lock_guard lock(mutex_);
        if (const auto* r = std::get_if<FramesRendered>(&event)) {
            play_ = r->play;
            seek_ = r->seek;
            end_ = r->end;
            changed_.notify_all();
        }
    }
    void wait_for(PlayId play, std::uint64_t seek) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return play_ == play && seek_ == seek; });
    }
    void wait_past(std::int64_t frame) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return end_ >= frame; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    PlayId play_;
    std::uint64_t seek_ = 0;
    std::int64_t end_ = 0;
};

void run_for(double seconds) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable never;
    never.wait_for(lock, std::chrono::duration<double>(seconds), [] { return false; });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "playback_benchmark FILE [SECONDS] [--device | --play [--equaliser]]\n");
        return 2;
    }
    const std::string file = argv[1];
    const double seconds = argc > 2 ? std::atof(argv[2]) : 20.0;
    const bool device = argc > 3 && std::strcmp(argv[3], "--device") == 0;

    const bool only_play = argc > 3 && std::strcmp(argv[3], "--play") == 0;
    const bool equaliser = !only_play || (argc > 4 && std::strcmp(argv[4], "--equaliser") == 0);

    Watch watch;
    EngineOptions options;
    options.sink.kind =
        device || only_play ? AudioSinkOptions::Kind::automatic : AudioSinkOptions::Kind::fake;
    PlaybackSettings settings;
    settings.equaliser.enabled = equaliser;
    settings.equaliser.gain_db.fill(3.0);
    const auto listener = [&watch](const EngineEvent& event) { watch.told(event); };
    std::int64_t play = 0;
    std::uint64_t seek = 0;
    const auto source = [&] {
        TrackSource s{PlayId(++play), file};
        s.gain = 0.7;
        return s;
    };

    if (only_play) {
        Engine engine(options, listener);
        engine.set_sound(settings);
        engine.play(source());
        watch.wait_for(PlayId(play), 0);
        run_for(seconds);
        return 0;
    }

    std::vector<double> starts, seeks, nexts;
    {
        Engine engine(options, listener);
        for (int i = 0; i < 30; ++i) {
            const auto begin = Clock::now();
            engine.play(source());
            watch.wait_for(PlayId(play), 0);
            starts.push_back(ms_between(begin, Clock::now()));
        }
        for (int i = 0; i < 100; ++i) {
            const auto begin = Clock::now();
            engine.seek(PlayId(play), Milliseconds(1000 + 137 * i % 20'000), ++seek);
            watch.wait_for(PlayId(play), seek);
            seeks.push_back(ms_between(begin, Clock::now()));
            // Not while its fade is on.
            run_for(0.03);
        }
        for (int i = 0; i < 100; ++i) {
            const TrackSource next = source();
            engine.set_next(next);
            run_for(0.05);
            const auto begin = Clock::now();
            engine.play(next);
            watch.wait_for(next.play, 0);
            nexts.push_back(ms_between(begin, Clock::now()));
        }
    }
    print("play to sound", starts);
    print("seek to sound", seeks);
    print("next (preloaded) to sound", nexts);

    Engine engine(options, listener);
    engine.set_sound(settings);
    engine.play(source());
    watch.wait_for(PlayId(play), 0);
    run_for(1.0);
    const Usage playing = usage();
    run_for(seconds);
    const Usage played = usage();
    engine.pause();
    run_for(1.0);
    const Usage resting = usage();
    run_for(3.0);
    const Usage rested = usage();
    std::printf("playing, equaliser and gain: %.1f wake-ups a second, %.1f s of CPU for an hour of music\n",
                static_cast<double>(played.switches - playing.switches) / seconds,
                (played.cpu_s - playing.cpu_s) / seconds * 3600.0);
    std::printf("paused: %.1f wake-ups a second\n",
                static_cast<double>(rested.switches - resting.switches) / 3.0);
    return 0;
}
