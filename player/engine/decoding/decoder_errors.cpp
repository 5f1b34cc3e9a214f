#include "player/engine/decoding/decoder_errors.h"

#include "library_scanner/audio_file/codec_packages.h"
#include "player/engine/gst_handle.h"

#include <optional>

#include <gst/pbutils/missing-plugins.h>

namespace refrain {
namespace {

std::optional<CodecPackage> package_for(const DecoderTrouble& trouble) {
    const auto package = package_for_caps(trouble.missing_caps);
    return package ? package : package_for_content(trouble.head);
}

Error no_decoder(const DecoderTrouble& trouble, const std::string& path) {
    if (const auto package = package_for(trouble)) {
        return {ErrorCode::unsupported,
                "To play " + std::string(package->format) + " files, install the package " +
                    std::string(package->package),
                path};
    }
    const std::string what = trouble.missing_words.empty() ? "" : " (" + trouble.missing_words + ")";
    return {ErrorCode::unsupported, "Nothing installed here can decode this file" + what, path};
}

}  // namespace

std::string missing_caps_of(GstMessage* message) {
    const GstHandle<char> raw(gst_missing_plugin_message_get_installer_detail(message));
    const std::string_view detail = raw ? raw.get() : "";
    // "gstreamer|1.0|program|description|decoder-audio/x-ape, field=(type)value, …"
    const std::string_view last = detail.substr(detail.rfind('|') + 1);
    constexpr std::string_view kind = "decoder-";
    if (!last.starts_with(kind)) {
        return {};
    }
    const std::string_view caps = last.substr(kind.size());
    const std::string name(caps.substr(0, caps.find(',')));
    return caps.find("mpegversion=(int)1") != std::string_view::npos ? name + "1" : name;
}

Error words_for(const GError& error, const DecoderTrouble& trouble, const std::string& path) {
    const auto is = [&error](GQuark domain, int code) {
        return error.domain == domain && error.code == code;
    };
    const bool lacks_part = !trouble.missing_caps.empty() || !trouble.missing_words.empty() ||
                            is(GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN) ||
                            is(GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND);
    if (lacks_part) {
        return no_decoder(trouble, path);
    }
    // Not recognised though it begins as music does: the part that would know it is missing.
    if (is(GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND) && package_for_content(trouble.head)) {
        return no_decoder(trouble, path);
    }
    if (error.domain == GST_RESOURCE_ERROR) {
        return {ErrorCode::unreadable, std::string("The file cannot be read: ") + error.message, path};
    }
    return {ErrorCode::malformed,
            trouble.started ? "The file is damaged and cannot be played on"
                            : "The file is damaged, or holds no music",
            path};
}

}  // namespace refrain
