#include "player/engine/output/pulse_api.h"

#include <dlfcn.h>

namespace refrain {
namespace {

constexpr const char* file = "libpulse.so.0";

class Library {
  public:
    Library() : handle_(::dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {}
    template <class Function>
    void find(const char* name, Function& function) {
        void* const found = handle_ != nullptr ? ::dlsym(handle_, name) : nullptr;
        // POSIX: what dlsym() gives can be made a function.
        function = reinterpret_cast<Function>(found);  // NOLINT: see above
        whole_ = whole_ && found != nullptr;
    }
    bool whole() const { return whole_; }

  private:
    void* handle_;
    bool whole_ = true;
};

}  // namespace

Result<PulseApi> PulseApi::load() {
    Library library;
    PulseApi pulse{};
    library.find("pa_context_connect", pulse.context_connect);
    library.find("pa_context_disconnect", pulse.context_disconnect);
    library.find("pa_context_errno", pulse.context_errno);
    library.find("pa_context_get_server_info", pulse.context_get_server_info);
    library.find("pa_context_get_sink_info_list", pulse.context_get_sink_info_list);
    library.find("pa_context_get_sink_input_info_list", pulse.context_get_sink_input_info_list);
    library.find("pa_context_get_state", pulse.context_get_state);
    library.find("pa_context_new", pulse.context_new);
    library.find("pa_context_rttime_new", pulse.context_rttime_new);
    library.find("pa_context_set_state_callback", pulse.context_set_state_callback);
    library.find("pa_context_set_subscribe_callback", pulse.context_set_subscribe_callback);
    library.find("pa_context_subscribe", pulse.context_subscribe);
    library.find("pa_context_unref", pulse.context_unref);
    library.find("pa_frame_size", pulse.frame_size);
    library.find("pa_operation_unref", pulse.operation_unref);
    library.find("pa_proplist_free", pulse.proplist_free);
    library.find("pa_proplist_gets", pulse.proplist_gets);
    library.find("pa_proplist_new", pulse.proplist_new);
    library.find("pa_proplist_sets", pulse.proplist_sets);
    library.find("pa_rtclock_now", pulse.rtclock_now);
    library.find("pa_stream_connect_playback", pulse.stream_connect_playback);
    library.find("pa_stream_cork", pulse.stream_cork);
    library.find("pa_stream_disconnect", pulse.stream_disconnect);
    library.find("pa_stream_get_sample_spec", pulse.stream_get_sample_spec);
    library.find("pa_stream_get_state", pulse.stream_get_state);
    library.find("pa_stream_get_timing_info", pulse.stream_get_timing_info);
    library.find("pa_stream_new_with_proplist", pulse.stream_new_with_proplist);
    library.find("pa_stream_set_state_callback", pulse.stream_set_state_callback);
    library.find("pa_stream_unref", pulse.stream_unref);
    library.find("pa_stream_update_timing_info", pulse.stream_update_timing_info);
    library.find("pa_stream_write", pulse.stream_write);
    library.find("pa_strerror", pulse.strerror);
    library.find("pa_threaded_mainloop_free", pulse.threaded_mainloop_free);
    library.find("pa_threaded_mainloop_get_api", pulse.threaded_mainloop_get_api);
    library.find("pa_threaded_mainloop_lock", pulse.threaded_mainloop_lock);
    library.find("pa_threaded_mainloop_new", pulse.threaded_mainloop_new);
    library.find("pa_threaded_mainloop_signal", pulse.threaded_mainloop_signal);
    library.find("pa_threaded_mainloop_start", pulse.threaded_mainloop_start);
    library.find("pa_threaded_mainloop_stop", pulse.threaded_mainloop_stop);
    library.find("pa_threaded_mainloop_unlock", pulse.threaded_mainloop_unlock);
    library.find("pa_threaded_mainloop_wait", pulse.threaded_mainloop_wait);
    library.find("pa_timeval_age", pulse.timeval_age);
    library.find("pa_usec_to_bytes", pulse.usec_to_bytes);
    if (!library.whole()) {
        return Error{ErrorCode::unsupported, "The library of the sound server is not installed", file};
    }
    return pulse;
}

}  // namespace refrain
