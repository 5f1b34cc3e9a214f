// Which Debian package plays what: so that an error can name what to install.
// Pure; any thread. Nothing fails: what is not in the table gives nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace refrain {

struct CodecPackage {
    /// As a listener knows it: "Monkey's Audio".
    std::string_view format;
    /// "gstreamer1.0-libav"
    std::string_view package;
};

/// By the name of what GStreamer had no part for: "audio/x-ape".
std::optional<CodecPackage> package_for_caps(std::string_view caps);

/// By a file's first bytes (2 KiB are enough): for a file that nothing installed here recognises.
std::optional<CodecPackage> package_for_content(std::string_view bytes);

}  // namespace refrain
