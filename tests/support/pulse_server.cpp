#include "tests/support/pulse_server.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <future>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace refrain::test {

namespace {

/// Until its end; `ready` is set when it says that it is up, or when it ends before.
void read_what_it_says(int from, std::promise<bool> ready) {
    std::string said;
    bool told = false;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(from, part.data(), part.size())) > 0;) {
        if (!told) {
            said.append(part.data(), static_cast<std::size_t>(got));
            if (said.find("Daemon startup complete") != std::string::npos) {
                told = true;
                ready.set_value(true);
            }
        }
    }
    ::close(from);
    if (!told) {
        std::fputs(said.c_str(), stderr);
        ready.set_value(false);
    }
}

}  // namespace

PulseServer::PulseServer() {
    start();
}

PulseServer::~PulseServer() {
    kill();
}

std::string PulseServer::address() const {
    return "unix:" + (folder_ / "native").string();
}

void PulseServer::start() {
    ASSERT_FALSE(running());
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::string home = folder_.path().string();
    const std::string protocol =
        "module-native-protocol-unix auth-anonymous=1 socket=" + (folder_ / "native").string();
    std::vector<std::string> words{"pulseaudio",
                                   "-n",
                                   "--daemonize=no",
                                   "--use-pid-file=no",
                                   "--exit-idle-time=-1",
                                   "--disable-shm=yes",
                                   "--realtime=no",
                                   "--high-priority=no",
                                   "--log-target=stderr",
                                   "--log-level=info",
                                   "-L",
                                   protocol};
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(ends[1], STDERR_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::setenv("HOME", home.c_str(), 1);
        ::setenv("PULSE_RUNTIME_PATH", home.c_str(), 1);
        ::setenv("PULSE_STATE_PATH", home.c_str(), 1);
        ::unsetenv("DBUS_SESSION_BUS_ADDRESS");
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    std::promise<bool> ready;
    auto is_ready = ready.get_future();
    reader_ = std::thread(read_what_it_says, ends[0], std::move(ready));
    if (!is_ready.get()) {
        kill();
        FAIL() << "no PulseAudio server could be started";
    }
}

void PulseServer::freeze() const {
    ::kill(process_, SIGSTOP);
}

void PulseServer::thaw() const {
    ::kill(process_, SIGCONT);
}

void PulseServer::kill() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
    }
    if (reader_.joinable()) {
        reader_.join();
    }
}

std::string PulseServer::pactl(const std::string& words) const {
    const std::string command = "pactl --server='" + address() + "' " + words;
    std::string printed;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        ADD_FAILURE() << command;
        return printed;
    }
    std::array<char, 1024> part{};
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
        printed += part.data();
    }
    EXPECT_EQ(::pclose(pipe), 0) << command;
    while (!printed.empty() && printed.back() == '\n') {
        printed.pop_back();
    }
    return printed;
}

void PulseServer::serve_this_process() const {
    const std::string home = folder_.path().string();
    for (const char* name : {"PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "PULSE_CONFIG_PATH"}) {
        ::setenv(name, home.c_str(), 1);
    }
    ::setenv("PULSE_SERVER", address().c_str(), 1);
}

std::string PulseServer::add_sink(const std::string& name, Rewinds rewinds) const {
    return pactl("load-module module-null-sink sink_name=" + name +
                 " rate=44100 format=float32le channels=2" +
                 (rewinds == Rewinds::never ? " norewinds=1" : ""));
}

void PulseServer::make_default(const std::string& sink) const {
    pactl("set-default-sink " + sink);
}

void PulseServer::remove_sink(const std::string& module) const {
    pactl("unload-module " + module);
}

}  // namespace refrain::test
