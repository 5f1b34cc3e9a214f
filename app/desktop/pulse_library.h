// libpulse, loaded when it is first needed: it brings a dozen libraries more, which a window that plays
// nothing has no use for. Where sound goes to a PulseAudio server GStreamer has loaded it by then. Any one
// thread. What can fail: it is not installed, or another than this was written for.
#pragma once

#include "library_scanner/core/result.h"

#include <pulse/pulseaudio.h>

namespace refrain {

/// The functions that are used of it, under their own names less "pa_".
struct PulseLibrary {
    decltype(&pa_threaded_mainloop_new) threaded_mainloop_new;
    decltype(&pa_threaded_mainloop_free) threaded_mainloop_free;
    decltype(&pa_threaded_mainloop_start) threaded_mainloop_start;
    decltype(&pa_threaded_mainloop_stop) threaded_mainloop_stop;
    decltype(&pa_threaded_mainloop_lock) threaded_mainloop_lock;
    decltype(&pa_threaded_mainloop_unlock) threaded_mainloop_unlock;
    decltype(&pa_threaded_mainloop_get_api) threaded_mainloop_get_api;
    decltype(&pa_context_new) context_new;
    decltype(&pa_context_unref) context_unref;
    decltype(&pa_context_connect) context_connect;
    decltype(&pa_context_disconnect) context_disconnect;
    decltype(&pa_context_get_state) context_get_state;
    decltype(&pa_context_set_state_callback) context_set_state_callback;
    decltype(&pa_context_subscribe) context_subscribe;
    decltype(&pa_context_set_subscribe_callback) context_set_subscribe_callback;
    decltype(&pa_context_get_server_info) context_get_server_info;
    decltype(&pa_context_get_sink_info_list) context_get_sink_info_list;
    decltype(&pa_context_get_sink_input_info_list) context_get_sink_input_info_list;
    decltype(&pa_operation_unref) operation_unref;
    decltype(&pa_proplist_gets) proplist_gets;

    /// Stays loaded until the end of the process: its threads outlive their makers.
    static Result<PulseLibrary> load();
};

}  // namespace refrain
