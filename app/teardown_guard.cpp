#include "app/teardown_guard.h"

#include <cstdlib>

#include <spdlog/spdlog.h>

namespace refrain::app {

TeardownGuard::TeardownGuard(std::chrono::milliseconds patience) : patience_(patience) {}

TeardownGuard::~TeardownGuard() {
    {
        const std::lock_guard lock(mutex_);
        done_ = true;
    }
    changed_.notify_all();
    if (watch_.joinable()) {
        watch_.join();
    }
}

void TeardownGuard::begin(int exit_code) {
    if (watch_.joinable()) {
        return;
    }
    watch_ = std::thread([this, exit_code] {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, patience_, [this] { return done_; })) {
            spdlog::warn("Something did not answer while the program ended; it was left behind");
            spdlog::default_logger()->flush();
            std::_Exit(exit_code);
        }
    });
}

}  // namespace refrain::app
