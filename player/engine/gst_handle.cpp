#include "player/engine/gst_handle.h"

#include <filesystem>
#include <system_error>

namespace refrain {

Status start_gstreamer() {
    GError* raw = nullptr;
    if (gst_init_check(nullptr, nullptr, &raw)) {
        return Done{};
    }
    const GstHandle<GError> error(raw);
    return Error{ErrorCode::unsupported,
                 std::string("The audio library GStreamer cannot be started: ") +
                     (error ? error->message : "no reason given"),
                 {}};
}

Result<std::string> file_uri(const std::string& path) {
    std::error_code code;
    const auto absolute = std::filesystem::absolute(std::filesystem::path(path), code);
    if (code || path.empty()) {
        return Error{ErrorCode::not_found, "The file has no usable name", path};
    }
    GError* raw = nullptr;
    const GstHandle<char> uri(g_filename_to_uri(absolute.c_str(), nullptr, &raw));
    const GstHandle<GError> error(raw);
    if (!uri) {
        return Error{ErrorCode::not_found, "The file has no usable name", path};
    }
    return std::string(uri.get());
}

Result<GstElement*> make_element(const char* factory) {
    GstElement* element = gst_element_factory_make(factory, nullptr);
    if (element == nullptr) {
        return Error{
            ErrorCode::unsupported, std::string("A part of GStreamer is not installed: ") + factory, {}};
    }
    return element;
}

}  // namespace refrain
