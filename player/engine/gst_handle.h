// Owning pointers to GStreamer's counted objects, and the one call that starts the library.
// Threads: as GStreamer's own. What can fail: starting it (no plug-ins, broken registry), as Error.
#pragma once

#include "library_scanner/core/result.h"

#include <memory>
#include <string>

#include <gst/gst.h>

namespace refrain {

struct GstUnref {
    void operator()(GstElement* p) const { gst_object_unref(p); }
    void operator()(GstBus* p) const { gst_object_unref(p); }
    void operator()(GstPad* p) const { gst_object_unref(p); }
    void operator()(GstSample* p) const { gst_sample_unref(p); }
    void operator()(GstCaps* p) const { gst_caps_unref(p); }
    void operator()(GstMessage* p) const { gst_message_unref(p); }
    void operator()(GError* p) const { g_error_free(p); }
    void operator()(char* p) const { g_free(p); }
};
template <class T>
using GstHandle = std::unique_ptr<T, GstUnref>;

/// Starts GStreamer; calling it again costs nothing.
Status start_gstreamer();

/// "file:///…" of a path as bytes: no encoding is assumed, every byte that has a meaning in a URI is escaped.
Result<std::string> file_uri(const std::string& path);

/// Makes an element, or says which one is not installed.
Result<GstElement*> make_element(const char* factory);

}  // namespace refrain
