// A real PulseAudio server in a folder of its own, with null sinks for devices, and a recorder of what
// arrives there. The whole process talks to it while it lives. What can fail throws.
#pragma once

#include "tests/support/temporary_folder.h"

#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace refrain::testing_audio {

class PulseServer {
  public:
    PulseServer();
    ~PulseServer();
    PulseServer(const PulseServer&) = delete;
    PulseServer& operator=(const PulseServer&) = delete;

    /// Connects a device; returns the number to remove it by.
    std::string add_device(const std::string& name);
    void remove_device(const std::string& module);

  private:
    std::string run(const std::string& command) const;

    test::TemporaryFolder folder_;
};

/// Records what a device plays, from when the constructor returns.
class Recording {
  public:
    explicit Recording(const std::string& device);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    /// Waits until what was recorded so far (the left channel) fulfils `enough`.
    std::vector<float> wait_until(const std::function<bool(const std::vector<float>&)>& enough);

  private:
    std::FILE* pipe_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::vector<float> left_;
    bool stopping_ = false;
    std::thread reader_;
};

}  // namespace refrain::testing_audio
