#include "app/desktop/pulse_library.h"

#include <dlfcn.h>
#include <string>

namespace refrain {
namespace {

constexpr const char* file = "libpulse.so.0";

template <class Function>
bool find(void* library, const char* name, Function& function) {
    // POSIX: what dlsym() gives can be made a function.
    function = reinterpret_cast<Function>(::dlsym(library, name));  // NOLINT: see above
    return function != nullptr;
}

}  // namespace

Result<PulseLibrary> PulseLibrary::load() {
    void* const library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    PulseLibrary pulse{};
    const bool whole =
        library != nullptr && find(library, "pa_threaded_mainloop_new", pulse.threaded_mainloop_new) &&
        find(library, "pa_threaded_mainloop_free", pulse.threaded_mainloop_free) &&
        find(library, "pa_threaded_mainloop_start", pulse.threaded_mainloop_start) &&
        find(library, "pa_threaded_mainloop_stop", pulse.threaded_mainloop_stop) &&
        find(library, "pa_threaded_mainloop_lock", pulse.threaded_mainloop_lock) &&
        find(library, "pa_threaded_mainloop_unlock", pulse.threaded_mainloop_unlock) &&
        find(library, "pa_threaded_mainloop_get_api", pulse.threaded_mainloop_get_api) &&
        find(library, "pa_context_new", pulse.context_new) &&
        find(library, "pa_context_unref", pulse.context_unref) &&
        find(library, "pa_context_connect", pulse.context_connect) &&
        find(library, "pa_context_disconnect", pulse.context_disconnect) &&
        find(library, "pa_context_get_state", pulse.context_get_state) &&
        find(library, "pa_context_set_state_callback", pulse.context_set_state_callback) &&
        find(library, "pa_context_subscribe", pulse.context_subscribe) &&
        find(library, "pa_context_set_subscribe_callback", pulse.context_set_subscribe_callback) &&
        find(library, "pa_context_get_server_info", pulse.context_get_server_info) &&
        find(library, "pa_context_get_sink_info_list", pulse.context_get_sink_info_list) &&
        find(library, "pa_context_get_sink_input_info_list", pulse.context_get_sink_input_info_list) &&
        find(library, "pa_operation_unref", pulse.operation_unref) &&
        find(library, "pa_proplist_gets", pulse.proplist_gets);
    if (!whole) {
        return Error{ErrorCode::unsupported,
                     "Headphones that are unplugged are not noticed: the library is missing", file};
    }
    return pulse;
}

}  // namespace refrain
