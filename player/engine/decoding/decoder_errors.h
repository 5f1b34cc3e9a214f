// Words for what GStreamer says when it cannot decode a file.
// Pure but for GStreamer's own types; any thread. Nothing fails.
#pragma once

#include "library_scanner/core/result.h"

#include <string>
#include <string_view>

#include <gst/gst.h>

namespace refrain {

/// What is known when decoding failed.
struct DecoderTrouble {
    /// What GStreamer had no part for, "audio/x-ape"; empty if nothing was missing.
    std::string missing_caps;
    /// The same in its own words, for what our table does not know.
    std::string missing_words;
    /// The file's first bytes.
    std::string head;
    /// Had it given sound before?
    bool started = false;
};

/// "audio/x-ape" of a missing-plugin message; MP3 is told from other MPEG sound as "audio/mpeg1".
std::string missing_caps_of(GstMessage* message);

Error words_for(const GError& error, const DecoderTrouble& trouble, const std::string& path);

}  // namespace refrain
