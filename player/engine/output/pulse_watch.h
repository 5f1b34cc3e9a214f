// What a sound server says of its devices and of where our own sound goes, picture by picture. One that ends
// or is not there yet is looked for again.
//
// Threads: made and destroyed on any one thread, neither of which waits for the server; `told` is called on
// the library's own, which sleeps until the server speaks. What can fail: there is no server; that is told.
#pragma once

#include "player/engine/output/output_watch.h"
#include "player/engine/output/pulse_api.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace refrain {

class PulseWatch {
  public:
    /// The newest picture; nothing when there is no server, or no more.
    using Told = std::function<void(std::optional<SoundPicture>)>;

    /// A server is never started. Nothing where the library has no memory left.
    static std::unique_ptr<PulseWatch> start(const PulseApi& api, Told told);
    ~PulseWatch();
    PulseWatch(const PulseWatch&) = delete;
    PulseWatch& operator=(const PulseWatch&) = delete;

  private:
    PulseWatch(const PulseApi& api, Told told, pa_threaded_mainloop* loop);
    void connect();
    void connect_later();
    void drop_context();
    void read();
    void await(pa_operation* question);
    void answered();

    static void state_changed(pa_context* context, void* self);
    static void something_changed(pa_context* context, pa_subscription_event_type_t event,
                                  std::uint32_t index, void* self);
    static void server_told(pa_context* context, const pa_server_info* info, void* self);
    static void stream_told(pa_context* context, const pa_sink_input_info* info, int end, void* self);
    static void sink_told(pa_context* context, const pa_sink_info* info, int end, void* self);

    // Fixed.
    const PulseApi pa_;
    const Told told_;
    pa_threaded_mainloop* const loop_;

    // The library's thread, or its lock.
    pa_context* context_ = nullptr;
    pa_time_event* again_ = nullptr;
    std::chrono::milliseconds wait_;
    SoundPicture being_read_;
    /// Answers of a picture that are still to come.
    int awaited_ = 0;
    bool read_again_ = false;
    std::uint32_t our_stream_ = PA_INVALID_INDEX;
    /// The sink of our stream by its number; the list of sinks tells its name.
    std::uint32_t our_sink_ = PA_INVALID_INDEX;
};

}  // namespace refrain
