#include "app/quit_signals.h"

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace refrain::app {

namespace {

/// A signal handler sees nothing but globals; this one descriptor is the least there can be.
std::atomic<int> handler_descriptor{-1};

void on_signal(int) {
    const char word = 'q';
    [[maybe_unused]] const auto written = ::write(handler_descriptor.load(), &word, 1);
}

void handle(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    // The second press ends the process at once.
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before {};
        sigaction(signal, nullptr, &before);
        // Started by nohup it outlives its terminal.
        if (before.sa_handler != SIG_IGN) {
            sigaction(signal, &action, nullptr);
        }
    }
}

}  // namespace

QuitSignals::QuitSignals(QObject* parent) : QObject(parent) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    read_end_ = ends[0];
    write_end_ = ends[1];
    handler_descriptor = write_end_;
    notifier_ = std::make_unique<QSocketNotifier>(read_end_, QSocketNotifier::Read);
    connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
        notifier_->setEnabled(false);
        Q_EMIT quit_wanted();
    });
    handle(on_signal);
}

QuitSignals::~QuitSignals() {
    if (read_end_ < 0) {
        return;
    }
    handle(SIG_DFL);
    handler_descriptor = -1;
    notifier_.reset();
    ::close(read_end_);
    ::close(write_end_);
}

}  // namespace refrain::app
