#include "app/playback_codec.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain::app {

namespace {

using nlohmann::json;

constexpr std::array modes{std::pair{ReplayGainMode::off, std::string_view("off")},
                           std::pair{ReplayGainMode::track, std::string_view("track")},
                           std::pair{ReplayGainMode::album, std::string_view("album")},
                           std::pair{ReplayGainMode::automatic, std::string_view("auto")}};
constexpr double most_gain_db = 15.0, most_band_db = 12.0;
constexpr double longest_crossfade_ms = 12'000, longest_fade_ms = 2'000;
constexpr std::size_t longest_device = 1000;

/// The member of an object; null where there is none.
const json& member(const json& object, const char* key) {
    static const json nothing;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found == object.end() ? nothing : *found;
}

double number(const json& value, double otherwise, double low, double high) {
    const double given = value.is_number() ? value.get<double>() : otherwise;
    return std::isfinite(given) ? std::clamp(given, low, high) : otherwise;
}

void take(bool& into, const json& value) {
    into = value.is_boolean() ? value.get<bool>() : into;
}
void take(Milliseconds& into, const json& value, double longest_ms) {
    into = Milliseconds(std::llround(number(value, static_cast<double>(into.count()), 0.0, longest_ms)));
}
void take(double& into, const json& value, double most) {
    into = number(value, into, -most, most);
}

}  // namespace

std::string_view to_word(ReplayGainMode mode) {
    const auto* const found =
        std::find_if(modes.begin(), modes.end(), [mode](const auto& known) { return known.first == mode; });
    return found == modes.end() ? modes.back().second : found->second;
}

std::optional<ReplayGainMode> replay_gain_mode_from(std::string_view word) {
    const auto* const found =
        std::find_if(modes.begin(), modes.end(), [word](const auto& known) { return known.second == word; });
    return found == modes.end() ? std::nullopt : std::optional(found->first);
}

std::string to_text(const PlaybackSettings& settings) {
    const auto& gain = settings.replay_gain;
    const auto& fades = settings.fades;
    const json document{
        {"replay_gain",
         {{"mode", to_word(gain.mode)},
          {"preamp_db", gain.preamp_db},
          {"unknown_db", gain.unknown_db},
          {"prevent_clipping", gain.prevent_clipping}}},
        {"fades",
         {{"crossfade_ms", fades.crossfade.count()},
          {"pause_ms", fades.pause.count()},
          {"stop_ms", fades.stop.count()},
          {"skip_ms", fades.skip.count()}}},
        {"equaliser", {{"enabled", settings.equaliser.enabled}, {"gain_db", settings.equaliser.gain_db}}},
        {"mono", settings.mono},
        {"output_device", settings.output_device},
        {"resume_long_audio", settings.resume_long_audio},
        {"restore_queue", settings.restore_queue},
        {"pause_on_removal", settings.pause_on_removal}};
    // A device's name that is no UTF-8 names none.
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

PlaybackSettings playback_settings_from(std::string_view text) {
    PlaybackSettings settings;
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        return settings;
    }
    const json& gain = member(document, "replay_gain");
    const json& mode = member(gain, "mode");
    if (mode.is_string()) {
        const auto known = replay_gain_mode_from(mode.get_ref<const std::string&>());
        settings.replay_gain.mode = known.value_or(settings.replay_gain.mode);
    }
    take(settings.replay_gain.preamp_db, member(gain, "preamp_db"), most_gain_db);
    take(settings.replay_gain.unknown_db, member(gain, "unknown_db"), most_gain_db);
    take(settings.replay_gain.prevent_clipping, member(gain, "prevent_clipping"));

    const json& fades = member(document, "fades");
    take(settings.fades.crossfade, member(fades, "crossfade_ms"), longest_crossfade_ms);
    take(settings.fades.pause, member(fades, "pause_ms"), longest_fade_ms);
    take(settings.fades.stop, member(fades, "stop_ms"), longest_fade_ms);
    take(settings.fades.skip, member(fades, "skip_ms"), longest_fade_ms);

    const json& equaliser = member(document, "equaliser");
    take(settings.equaliser.enabled, member(equaliser, "enabled"));
    // All ten bands or none: of another number of bands none has its place.
    if (const json& bands = member(equaliser, "gain_db");
        bands.is_array() && bands.size() == equaliser_bands) {
        for (std::size_t i = 0; i < equaliser_bands; ++i) {
            take(settings.equaliser.gain_db[i], bands[i], most_band_db);
        }
    }

    take(settings.mono, member(document, "mono"));
    if (const json& device = member(document, "output_device");
        device.is_string() && device.get_ref<const std::string&>().size() <= longest_device) {
        settings.output_device = device.get<std::string>();
    }
    take(settings.resume_long_audio, member(document, "resume_long_audio"));
    take(settings.restore_queue, member(document, "restore_queue"));
    take(settings.pause_on_removal, member(document, "pause_on_removal"));
    return settings;
}

}  // namespace refrain::app
