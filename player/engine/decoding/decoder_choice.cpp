#include "player/engine/decoding/decoder_choice.h"

#include <cstring>

namespace refrain {

bool is_installed(const char* factory) {
    GstElementFactory* const found = gst_element_factory_find(factory);
    if (found == nullptr) {
        return false;
    }
    const guint rank = gst_plugin_feature_get_rank(GST_PLUGIN_FEATURE(found));
    gst_object_unref(found);
    return rank >= GST_RANK_MARGINAL;
}

DecoderChoice choose_decoder(GstElement*, GstPad*, GstCaps*, GstElementFactory* factory, gpointer) {
    const std::string_view name = GST_OBJECT_NAME(factory);
    if (name == "avdemux_iff") {
        return DecoderChoice::skip;
    }
    if (name == "avdec_mp3") {
        return is_installed("mpg123audiodec") || is_installed("avdec_mp3float") ? DecoderChoice::skip
                                                                                : DecoderChoice::take;
    }
    return name == "avdec_mp3float" && is_installed("mpg123audiodec") ? DecoderChoice::skip
                                                                      : DecoderChoice::take;
}

const char* reader_of_whole_file(std::string_view head) {
    const auto at = [head](std::size_t offset, std::string_view bytes) {
        return head.size() >= offset && head.substr(offset).starts_with(bytes);
    };
    if (at(0, "FORM") && (at(8, "AIFF") || at(8, "AIFC"))) {
        return "aiffparse";
    }
    if (at(0, "MPCK") || at(0, "MP+")) {
        return "musepackdec";
    }
    if (at(0, "Extended Module: ") || at(0, "IMPM") || at(44, "SCRM") || at(1080, "M.K.")) {
        return "openmptdec";
    }
    return nullptr;
}

bool decodes_sound(GstElement* element) {
    GstElementFactory* const factory = gst_element_get_factory(element);
    const char* const kind =
        factory != nullptr ? gst_element_factory_get_metadata(factory, GST_ELEMENT_METADATA_KLASS) : nullptr;
    return kind != nullptr && std::strstr(kind, "Decoder") != nullptr &&
           std::strstr(kind, "Audio") != nullptr;
}

}  // namespace refrain
