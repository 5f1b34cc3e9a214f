#include "tests/player/pulse_server.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace refrain::testing_audio {
namespace {

/// Server and clients speak float at this rate: nothing is converted on the way.
constexpr const char* format = "rate=44100 format=float32le channels=2";

}  // namespace

PulseServer::PulseServer() {
    const std::string root = (folder_ / "").string();
    std::filesystem::permissions(folder_ / "", std::filesystem::perms::owner_all);
    for (const char* name : {"PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "PULSE_CONFIG_PATH"}) {
        ::setenv(name, root.c_str(), 1);
    }
    const std::string socket = (folder_ / "socket").string();
    ::setenv("PULSE_SERVER", ("unix:" + socket).c_str(), 1);
    // Returns when the server is up.
    run("pulseaudio -n --daemonize=yes --exit-idle-time=-1 --disable-shm=yes --realtime=no "
        "--high-priority=no "
        "--log-target=file:" +
        (folder_ / "log").string() + " -L 'module-native-protocol-unix socket=" + socket +
        " auth-anonymous=1'");
}

PulseServer::~PulseServer() {
    try {
        run("pactl exit");
    } catch (const std::exception&) {
        // It is gone already.
    }
}

std::string PulseServer::run(const std::string& command) const {
    std::FILE* const pipe = ::popen((command + " 2>" + (folder_ / "errors").string()).c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot run " + command);
    }
    std::string out;
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
        out += buffer.data();
    }
    if (::pclose(pipe) != 0) {
        throw std::runtime_error("failed: " + command);
    }
    return out.substr(0, out.find('\n'));
}

std::string PulseServer::add_device(const std::string& name) {
    return run("pactl load-module module-null-sink sink_name=" + name + " " + format);
}

void PulseServer::remove_device(const std::string& module) {
    run("pactl unload-module " + module);
}

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

}  // namespace refrain::testing_audio
