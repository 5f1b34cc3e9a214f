// GStreamer's source element for what a Bytes gives: a file as we want it seen.
//
// Threads: made on any, then used by GStreamer's. What can fail: reading, told on the pipeline's bus.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <memory>
#include <string>

#include <gst/gst.h>

namespace refrain {

/// A floating element. `uri` is told to those who ask for the name, for its ending.
GstElement* make_file_source(std::shared_ptr<const Bytes> bytes, std::string uri);

}  // namespace refrain
