// A PulseAudio server of the test's own, with the null sinks that the test asks for. It shares nothing with
// the listener's server, and ends with the test however the test ends.
// One thread. A missing `pulseaudio` or `pactl` fails the test.
#pragma once

#include "tests/support/temporary_folder.h"

#include <string>
#include <sys/types.h>
#include <thread>

namespace refrain::test {

class PulseServer {
  public:
    /// Starts it and waits until it listens.
    PulseServer();
    ~PulseServer();
    PulseServer(const PulseServer&) = delete;
    PulseServer& operator=(const PulseServer&) = delete;

    bool running() const { return process_ > 0; }
    /// For PULSE_SERVER.
    std::string address() const;
    /// Every client of this process, and of those it starts, finds this server. Before there are threads.
    void serve_this_process() const;

    /// Most devices let the server replace what it has mixed and they have not played yet: it does so where a
    /// stream that had run empty goes on. The monitor has handed the old sound to those who record by then,
    /// and what stands in its place never comes to them (with PulseAudio 16.1 and its own `pacat` as well).
    /// From one that `never` does every frame is recorded.
    enum class Rewinds { as_usual, never };
    /// Connects a device, which takes float at 44.1 kHz in stereo; gives the number that remove_sink() takes.
    /// The first one is the default.
    std::string add_sink(const std::string& name, Rewinds rewinds = Rewinds::as_usual) const;
    void make_default(const std::string& sink) const;
    void remove_sink(const std::string& module) const;
    /// What `pactl` prints for the words given, which hold no quotes.
    std::string pactl(const std::string& words) const;

    /// It hangs from now on: takes calls and answers none. And back.
    void freeze() const;
    void thaw() const;
    /// As a crash would.
    void kill();
    /// The same address again, without sinks.
    void start();

  private:
    TemporaryFolder folder_;
    pid_t process_ = -1;
    /// Reads what the server says, so that it never waits for a reader.
    std::thread reader_;
};

}  // namespace refrain::test
