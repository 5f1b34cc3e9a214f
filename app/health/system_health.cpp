#include "app/health/system_health.h"

#include "app/paths.h"

#include <array>

#include <QProcess>
#include <QString>
#include <fmt/format.h>
#include <gst/gst.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <taglib/taglib.h>

namespace refrain::app {

namespace {

struct KnownFormat {
    const char* format;
    /// What its demuxer or decoder must take in.
    std::array<const char*, 2> caps;
    const char* package;
};

/// Each format with what must be decodable for it: the container, then the stream in it.
constexpr std::array known_formats{
    KnownFormat{"FLAC", {"audio/x-flac, framed=(boolean)true", nullptr}, "gstreamer1.0-plugins-good"},
    KnownFormat{
        "MP3", {"audio/mpeg, mpegversion=(int)1, layer=(int)3", nullptr}, "gstreamer1.0-plugins-good"},
    KnownFormat{"Ogg Vorbis", {"application/ogg", "audio/x-vorbis"}, "gstreamer1.0-plugins-base"},
    KnownFormat{"Opus",
                {"application/ogg", "audio/x-opus, channel-mapping-family=(int)0"},
                "gstreamer1.0-plugins-base"},
    KnownFormat{"AAC (m4a)",
                {"video/quicktime", "audio/mpeg, mpegversion=(int)4, stream-format=(string)raw"},
                "gstreamer1.0-libav"},
    KnownFormat{"ALAC (m4a)", {"video/quicktime", "audio/x-alac"}, "gstreamer1.0-libav"},
    KnownFormat{"WAV", {"audio/x-wav", nullptr}, "gstreamer1.0-plugins-good"},
    KnownFormat{"AIFF", {"audio/x-aiff", nullptr}, "gstreamer1.0-plugins-bad"},
    KnownFormat{"WavPack", {"audio/x-wavpack, framed=(boolean)true", nullptr}, "gstreamer1.0-plugins-good"},
    KnownFormat{"Musepack", {"audio/x-musepack", nullptr}, "gstreamer1.0-plugins-bad"},
    KnownFormat{"Monkey's Audio", {"application/x-ape", "audio/x-ffmpeg-parsed-ape"}, "gstreamer1.0-libav"},
    KnownFormat{"Tracker modules", {"audio/x-mod", nullptr}, "gstreamer1.0-plugins-bad"},
};

bool can_take(const char* description) {
    GstCaps* caps = gst_caps_from_string(description);
    GList* all = gst_element_factory_list_get_elements(
        GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_DEMUXER, GST_RANK_MARGINAL);
    GList* fitting = gst_element_factory_list_filter(all, caps, GST_PAD_SINK, FALSE);
    const bool found = fitting != nullptr;
    gst_plugin_feature_list_free(fitting);
    gst_plugin_feature_list_free(all);
    gst_caps_unref(caps);
    return found;
}

std::string gstreamer_version() {
    gchar* text = gst_version_string();
    std::string version(text);
    g_free(text);
    return version.substr(version.find(' ') + 1);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> versions() {
    gst_init(nullptr, nullptr);
    return {
        {"refrain", REFRAIN_VERSION},
        {"qt", qVersion()},
        {"gstreamer", gstreamer_version()},
        {"taglib", fmt::format("{}.{}.{}", TAGLIB_MAJOR_VERSION, TAGLIB_MINOR_VERSION, TAGLIB_PATCH_VERSION)},
        {"sqlite", sqlite3_libversion()}};
}

std::vector<std::string> audio_devices() {
    gst_init(nullptr, nullptr);
    std::vector<std::string> names;
    GstDeviceMonitor* monitor = gst_device_monitor_new();
    gst_device_monitor_add_filter(monitor, "Audio/Sink", nullptr);
    if (gst_device_monitor_start(monitor) == TRUE) {
        GList* devices = gst_device_monitor_get_devices(monitor);
        for (GList* item = devices; item != nullptr; item = item->next) {
            gchar* name = gst_device_get_display_name(GST_DEVICE(item->data));
            names.emplace_back(name);
            g_free(name);
        }
        g_list_free_full(devices, gst_object_unref);
        gst_device_monitor_stop(monitor);
    }
    gst_object_unref(monitor);
    return names;
}

std::vector<FormatSupport> format_support() {
    gst_init(nullptr, nullptr);
    std::vector<FormatSupport> support;
    for (const KnownFormat& known : known_formats) {
        bool playable = true;
        for (const char* caps : known.caps) {
            playable = playable && (caps == nullptr || can_take(caps));
        }
        support.push_back({known.format, playable, known.package});
    }
    return support;
}

TrainerHealth trainer_health() {
    TrainerHealth health;
    health.program = find_program("refrain-trainer");
    if (health.program.empty()) {
        return health;
    }
    constexpr int patience_ms = 20'000;
    QProcess trainer;
    trainer.start(QString::fromStdString(health.program.string()), {QStringLiteral("devices")});
    if (!trainer.waitForFinished(patience_ms) || trainer.exitCode() != 0) {
        trainer.kill();
        trainer.waitForFinished();
        return health;
    }
    const std::string said = trainer.readAllStandardOutput().toStdString();
    // One JSON document, or one device a line.
    if (const auto document = nlohmann::json::parse(said, nullptr, false); !document.is_discarded()) {
        const auto& list =
            document.is_object() && document.contains("devices") ? document["devices"] : document;
        for (const auto& device : list) {
            health.devices.push_back(device.is_string() ? device.get<std::string>() : device.dump());
        }
        return health;
    }
    for (const QString& line : QString::fromStdString(said).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        health.devices.push_back(line.toStdString());
    }
    return health;
}

}  // namespace refrain::app
