// Has what the music is heard on been taken away? Headphones that are unplugged, a Bluetooth or USB device
// that is gone: then the music must not go on aloud elsewhere. A choice of the listener, another device or
// another port of one, is no removal.
// Pure but for its memory, no clock; one object on one thread. Nothing fails.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

struct SinkPort {
    std::string name;
    /// Is something plugged in, as far as the device can tell?
    enum class Plugged { unknown, no, yes } plugged = Plugged::unknown;
    /// Headphones or a headset: heard by one alone.
    bool headphones = false;
};

struct SoundSink {
    std::string name;
    std::vector<SinkPort> ports;
    /// Empty for a sink without ports.
    std::string active_port;
    /// For the listener.
    std::string description = {};

    const SinkPort* port(const std::string& port_name) const;
};

/// What the sound server says at one moment.
struct SoundPicture {
    std::string default_sink;
    /// The sink that our own sound goes to; empty while there is none.
    std::string our_sink;
    std::vector<SoundSink> sinks;

    const SoundSink* sink(const std::string& sink_name) const;
    /// Ours, else the default.
    const std::string& in_use() const { return our_sink.empty() ? default_sink : our_sink; }
};

class OutputWatch {
  public:
    using Clock = std::chrono::steady_clock;

    /// The next picture; what was in use, when it was taken away since the one before. The first says
    /// nothing.
    std::optional<SoundSink> removed(const SoundPicture& now, Clock::time_point at);
    /// The server is gone, or another: what was before says nothing about what is now.
    void forget();

  private:
    std::optional<SoundPicture> before_;
    /// The sink that was in use before the one that is, and when it was left: a server may move the sound
    /// first and take the device away a moment later.
    std::optional<SoundSink> left_;
    Clock::time_point left_at_;
};

/// By the kind of the port where the server says it (`kind`, PA_DEVICE_PORT_TYPE_*), else by its name.
bool is_headphone_port(unsigned kind, const std::string& name);

}  // namespace refrain
