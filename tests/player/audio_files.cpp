#include "tests/player/audio_files.h"

#include "player/engine/gst_handle.h"

#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <stdexcept>

namespace refrain::testing_audio {
namespace fs = std::filesystem;
namespace {

std::int16_t to_16_bit(double value) {
    return static_cast<std::int16_t>(std::lround(value * 32767.0));
}

void put(std::ofstream& file, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        file.put(static_cast<char>((value >> (8 * i)) & 0xFFU));
    }
}

}  // namespace

Samples sine(double hertz, double amplitude, std::int64_t first, std::int64_t frames) {
    Samples samples;
    samples.reserve(static_cast<std::size_t>(2 * frames));
    for (std::int64_t i = first; i < first + frames; ++i) {
        const double value =
            amplitude * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / rate);
        samples.push_back(to_16_bit(value));
        samples.push_back(to_16_bit(-value));
    }
    return samples;
}

Samples noise(std::int64_t frames) {
    std::minstd_rand random(1);
    std::uniform_int_distribution<int> value(-8000, 8000);
    Samples samples(static_cast<std::size_t>(2 * frames));
    for (std::int16_t& sample : samples) {
        sample = static_cast<std::int16_t>(value(random));
    }
    return samples;
}

Samples constant(double left, double right, std::int64_t frames) {
    Samples samples;
    samples.reserve(static_cast<std::size_t>(2 * frames));
    for (std::int64_t i = 0; i < frames; ++i) {
        samples.push_back(to_16_bit(left));
        samples.push_back(to_16_bit(right));
    }
    return samples;
}

std::string write_wav(const fs::path& path, const Samples& samples, int sample_rate) {
    const auto bytes = static_cast<std::uint32_t>(samples.size() * 2);
    const auto frames_per_second = static_cast<std::uint32_t>(sample_rate);
    std::ofstream file(path, std::ios::binary);
    file << "RIFF";
    put(file, 36 + bytes, 4);
    file << "WAVEfmt ";
    put(file, 16, 4);
    put(file, 1, 2);  // PCM
    put(file, 2, 2);  // channels
    put(file, frames_per_second, 4);
    put(file, frames_per_second * 4, 4);
    put(file, 4, 2);
    put(file, 16, 2);
    file << "data";
    put(file, bytes, 4);
    for (const std::int16_t sample : samples) {
        put(file, static_cast<std::uint16_t>(sample), 2);
    }
    file.close();
    if (!file) {
        throw std::runtime_error("cannot write " + path.string());
    }
    return path.string();
}

std::string encode(const std::string& wav, const fs::path& path, const std::string& chain) {
    if (const auto started = start_gstreamer(); !started) {
        throw std::runtime_error(started.error().text());
    }
    const std::string line = "filesrc name=from ! wavparse ! audioconvert ! " + chain + " ! filesink name=to";
    const GstHandle<GstElement> pipeline(gst_parse_launch(line.c_str(), nullptr));
    if (!pipeline) {
        throw std::runtime_error("cannot make " + line);
    }
    const GstHandle<GstElement> from(gst_bin_get_by_name(GST_BIN(pipeline.get()), "from"));
    const GstHandle<GstElement> to(gst_bin_get_by_name(GST_BIN(pipeline.get()), "to"));
    g_object_set(from.get(), "location", wav.c_str(), nullptr);
    g_object_set(to.get(), "location", path.c_str(), nullptr);
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    const GstHandle<GstBus> bus(gst_element_get_bus(pipeline.get()));
    const GstHandle<GstMessage> end(gst_bus_timed_pop_filtered(
        bus.get(), GST_CLOCK_TIME_NONE, static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
    const bool done = GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_EOS;
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    if (!done) {
        throw std::runtime_error("cannot encode " + path.string());
    }
    return path.string();
}

std::string write_text(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
}

}  // namespace refrain::testing_audio
