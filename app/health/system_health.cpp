#include "app/health/system_health.h"

#include "app/paths.h"
#include "library_scanner/audio_file/codec_packages.h"
#include "player/engine/output/device_watch.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>

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
    /// What its demuxer or decoder must take in: the container, then the stream in it.
    std::array<const char*, 2> caps;
    /// Its name in the table of packages.
    const char* coding;
};

constexpr std::array known_formats{
    KnownFormat{"FLAC", {"audio/x-flac, framed=(boolean)true", nullptr}, "audio/x-flac"},
    KnownFormat{"MP3", {"audio/mpeg, mpegversion=(int)1, layer=(int)3", nullptr}, "audio/mpeg1"},
    KnownFormat{"Ogg Vorbis", {"application/ogg", "audio/x-vorbis"}, "audio/x-vorbis"},
    KnownFormat{"Opus", {"application/ogg", "audio/x-opus, channel-mapping-family=(int)0"}, "audio/x-opus"},
    KnownFormat{"AAC (m4a)",
                {"video/quicktime", "audio/mpeg, mpegversion=(int)4, stream-format=(string)raw"},
                "audio/mpeg"},
    KnownFormat{"ALAC (m4a)", {"video/quicktime", "audio/x-alac"}, "audio/x-alac"},
    KnownFormat{"WAV", {"audio/x-wav", nullptr}, "audio/x-wav"},
    KnownFormat{"AIFF", {"audio/x-aiff", nullptr}, "audio/x-aiff"},
    KnownFormat{"WavPack", {"audio/x-wavpack, framed=(boolean)true", nullptr}, "audio/x-wavpack"},
    KnownFormat{"Musepack", {"audio/x-musepack", nullptr}, "audio/x-musepack"},
    KnownFormat{"Monkey's Audio", {"application/x-ape", "audio/x-ffmpeg-parsed-ape"}, "audio/x-ape"},
    KnownFormat{"DSF, DFF", {"application/x-gst-av-dsf", "audio/x-dsd"}, "audio/x-dsd"},
    KnownFormat{"True Audio", {"audio/x-ttafile", "audio/x-tta"}, "audio/x-tta"},
    KnownFormat{"Modules (MOD)", {"audio/x-mod", nullptr}, "audio/x-mod"},
    KnownFormat{"Modules (XM)", {"audio/x-xm", nullptr}, "audio/x-xm"},
    KnownFormat{"Modules (IT)", {"audio/x-it", nullptr}, "audio/x-it"},
    KnownFormat{"Modules (S3M)", {"audio/x-s3m", nullptr}, "audio/x-s3m"},
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

std::vector<OutputDevice> output_devices() {
    gst_init(nullptr, nullptr);
    constexpr std::chrono::seconds patience(3);
    std::mutex mutex;
    std::condition_variable woken;
    bool told = false;
    DeviceWatch watch([&] {
        const std::lock_guard lock(mutex);
        told = true;
        woken.notify_all();
    });
    std::unique_lock lock(mutex);
    woken.wait_for(lock, patience, [&] { return told; });
    lock.unlock();
    return watch.take_changes().value_or(std::vector<OutputDevice>());
}

std::vector<FormatSupport> format_support() {
    gst_init(nullptr, nullptr);
    std::vector<FormatSupport> support;
    for (const KnownFormat& known : known_formats) {
        bool playable = true;
        for (const char* caps : known.caps) {
            playable = playable && (caps == nullptr || can_take(caps));
        }
        const auto package = package_for_caps(known.coding);
        support.push_back({known.format, playable, package ? std::string(package->package) : std::string()});
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
