// The functions of libpulse that PulseOutput and PulseWatch call, loaded with the first sound: the library
// brings a dozen more, which a window that plays nothing has no use for.
//
// Threads: load() from any, as often as one likes; the functions as libpulse says. What can fail: the library
// is not installed, as Error.
#pragma once

#include "library_scanner/core/result.h"

#include <pulse/pulseaudio.h>

namespace refrain {

/// Named as in libpulse, without its "pa_".
struct PulseApi {
    decltype(&pa_context_connect) context_connect;
    decltype(&pa_context_disconnect) context_disconnect;
    decltype(&pa_context_errno) context_errno;
    decltype(&pa_context_get_server_info) context_get_server_info;
    decltype(&pa_context_get_sink_info_list) context_get_sink_info_list;
    decltype(&pa_context_get_sink_input_info_list) context_get_sink_input_info_list;
    decltype(&pa_context_get_state) context_get_state;
    decltype(&pa_context_new) context_new;
    decltype(&pa_context_rttime_new) context_rttime_new;
    decltype(&pa_context_set_state_callback) context_set_state_callback;
    decltype(&pa_context_set_subscribe_callback) context_set_subscribe_callback;
    decltype(&pa_context_subscribe) context_subscribe;
    decltype(&pa_context_unref) context_unref;
    decltype(&pa_frame_size) frame_size;
    decltype(&pa_operation_unref) operation_unref;
    decltype(&pa_proplist_free) proplist_free;
    decltype(&pa_proplist_gets) proplist_gets;
    decltype(&pa_proplist_new) proplist_new;
    decltype(&pa_proplist_sets) proplist_sets;
    decltype(&pa_rtclock_now) rtclock_now;
    decltype(&pa_stream_connect_playback) stream_connect_playback;
    decltype(&pa_stream_cork) stream_cork;
    decltype(&pa_stream_disconnect) stream_disconnect;
    decltype(&pa_stream_get_sample_spec) stream_get_sample_spec;
    decltype(&pa_stream_get_state) stream_get_state;
    decltype(&pa_stream_get_timing_info) stream_get_timing_info;
    decltype(&pa_stream_new_with_proplist) stream_new_with_proplist;
    decltype(&pa_stream_set_state_callback) stream_set_state_callback;
    decltype(&pa_stream_unref) stream_unref;
    decltype(&pa_stream_update_timing_info) stream_update_timing_info;
    decltype(&pa_stream_write) stream_write;
    decltype(&pa_strerror) strerror;
    decltype(&pa_threaded_mainloop_free) threaded_mainloop_free;
    decltype(&pa_threaded_mainloop_get_api) threaded_mainloop_get_api;
    decltype(&pa_threaded_mainloop_lock) threaded_mainloop_lock;
    decltype(&pa_threaded_mainloop_new) threaded_mainloop_new;
    decltype(&pa_threaded_mainloop_signal) threaded_mainloop_signal;
    decltype(&pa_threaded_mainloop_start) threaded_mainloop_start;
    decltype(&pa_threaded_mainloop_stop) threaded_mainloop_stop;
    decltype(&pa_threaded_mainloop_unlock) threaded_mainloop_unlock;
    decltype(&pa_threaded_mainloop_wait) threaded_mainloop_wait;
    decltype(&pa_timeval_age) timeval_age;
    decltype(&pa_usec_to_bytes) usec_to_bytes;

    static Result<PulseApi> load();
};

}  // namespace refrain
