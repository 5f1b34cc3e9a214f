// The half of a deck that may wait for the disk: its decoder, and the thread that opens, winds and closes it.
//
// Threads: made and asked on the mixer's thread, which never waits here; work() on a thread of the crew. Both
// own it, so that a deck can be thrown away while its file hangs. What can fail: the file, see failure().
#pragma once

#include "library_scanner/core/time.h"
#include "player/engine/decoding/decoder.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace refrain {

class DecoderThread {
  public:
    /// `wake` as Decoder's; it is called until stop().
    DecoderThread(std::string path, std::function<void()> wake);

    /// Opens the file, tells `answered`, and does what is asked, until stop(); then closes it.
    void work(const std::function<void()>& answered);

    // The mixer's thread.
    /// Returns at once; work() ends as soon as the disk lets it. No wake follows.
    void stop();
    /// Nothing while the file is being opened or wound, or if that failed. Valid until the next call of any
    /// function here.
    Decoder* decoder();
    bool waits_for_disk() const;
    const std::optional<Error>& failure(bool started);
    /// Did it fail because the disk kept it waiting?
    bool gave_no_answer() const;
    /// Answered by a wake, with decoder() there again.
    void seek(std::uint64_t nanoseconds);
    /// The same, with the next part of the file.
    void go_on();
    /// Did the last seek succeed?
    bool moved() const;
    /// Asks how long the file is; the answer comes with a wake.
    void ask_duration();
    std::optional<std::uint64_t> duration() const;
    /// The disk was asked then, rather than when this was made.
    void asked_at(std::chrono::steady_clock::time_point time);
    /// How long the disk has been giving nothing of what was asked of it; nothing while it does.
    std::optional<Milliseconds> silent_for() const;
    /// Tells whether what is wanted comes. True if it has just begun to fail to: look() should be called.
    bool starves(bool starving);

    /// The watch's thread. Is the deck still starving? A file that stands still is opened once more, for
    /// decodebin may lose what a demuxer gives or tells while it is being plugged in (seen with 1.22 on AIFF,
    /// Musepack and broken Ogg files); after that, or after so long a silence, it has failed.
    bool look(Milliseconds silence);

  private:
    enum class State { opening, ready, seeking, restarting, going_on, failed };

    void wake();
    void await_gstreamer();
    void settle(std::optional<Error> error);
    bool served() const;

    const std::string path_;
    Decoder decoder_;
    /// The mixer's thread.
    std::optional<Error> failure_;

    /// Guards what wakes; held while waking, never together with the other.
    std::mutex wake_mutex_;
    std::function<void()> wake_;

    mutable std::mutex mutex_;
    std::condition_variable asked_;
    State state_ = State::opening;
    bool stopped_ = false;
    std::optional<Error> trouble_;
    std::uint64_t wanted_time_ = 0;
    bool moved_ = false;
    bool duration_wanted_ = false;
    std::optional<std::uint64_t> duration_;
    std::chrono::steady_clock::time_point asked_at_ = std::chrono::steady_clock::now();
    bool awaits_gstreamer_ = false;
    bool starving_ = false;
    std::chrono::steady_clock::time_point starving_since_{};
    /// look() is being called.
    bool looked_at_ = false;
    int looks_at_idle_ = 0, restarts_ = 0;
    bool restart_wanted_ = false;
    bool gave_sound_ = false;
    bool gave_no_answer_ = false;
};

}  // namespace refrain
