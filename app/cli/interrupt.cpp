#include "app/cli/interrupt.h"

#include <utility>

namespace refrain::app {

namespace {
/// Wakes the waiting thread when no signal came; never seen by anyone else.
constexpr int wake_up = SIGUSR2;

/// The signals that end a command. SIGHUP comes when its terminal is closed; under nohup that is ignored.
sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    struct sigaction hang_up {};
    sigaction(SIGHUP, nullptr, &hang_up);
    if (hang_up.sa_handler != SIG_IGN) {
        sigaddset(&signals, SIGHUP);
    }
    return signals;
}

}  // namespace

Interrupt::Interrupt(std::function<void()> on_interrupt) : on_interrupt_(std::move(on_interrupt)) {
    signals_ = ending_signals();
    sigaddset(&signals_, wake_up);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    waiter_ = std::thread([this] {
        int caught = 0;
        if (sigwait(&signals_, &caught) != 0 || caught == wake_up) {
            return;
        }
        flag_ = true;
        if (on_interrupt_) {
            on_interrupt_();
        }
        // From here the default action: who insists gets out at once.
        const sigset_t insist = ending_signals();
        pthread_sigmask(SIG_UNBLOCK, &insist, nullptr);
        sigset_t end;
        sigemptyset(&end);
        sigaddset(&end, wake_up);
        sigwait(&end, &caught);
    });
}

Interrupt::~Interrupt() {
    pthread_kill(waiter_.native_handle(), wake_up);
    waiter_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace refrain::app
