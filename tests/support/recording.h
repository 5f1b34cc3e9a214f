// What a device of the default PulseAudio server plays, as `parec` hears it at the device's monitor.
// Made and asked by one thread; another one reads. What can fail throws.
#pragma once

#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace refrain::test {

/// Records from when the constructor returns.
class Recording {
  public:
    explicit Recording(const std::string& device);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    /// Waits until what was recorded so far (the left channel, 44.1 kHz) fulfils `enough`.
    std::vector<float> wait_until(const std::function<bool(const std::vector<float>&)>& enough);

  private:
    std::FILE* pipe_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::vector<float> left_;
    bool stopping_ = false;
    std::thread reader_;
};

}  // namespace refrain::test
