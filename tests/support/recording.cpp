#include "tests/support/recording.h"

#include <array>
#include <stdexcept>

namespace refrain::test {

Recording::Recording(const std::string& device)
    : pipe_(::popen(
          ("exec parec --raw --latency-msec=5 --format=float32le --rate=44100 --channels=2 --device=" +
           device + ".monitor")
              .c_str(),
          "r")) {
    if (pipe_ == nullptr) {
        throw std::runtime_error("cannot record");
    }
    reader_ = std::thread([this] {
        std::array<float, 2> frame{};
        while (std::fread(frame.data(), sizeof(float), 2, pipe_) == 2) {
            const std::lock_guard lock(mutex_);
            left_.push_back(frame[0]);
            more_.notify_all();
            if (stopping_) {
                // A device plays silence for ever: there is always a next frame to see this at.
                break;
            }
        }
    });
    wait_until([](const std::vector<float>& left) { return !left.empty(); });
}

Recording::~Recording() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    reader_.join();
    ::pclose(pipe_);
}

std::vector<float> Recording::wait_until(const std::function<bool(const std::vector<float>&)>& enough) {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [&] { return enough(left_); });
    return left_;
}

}  // namespace refrain::test
