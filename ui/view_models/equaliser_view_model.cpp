#include "ui/view_models/equaliser_view_model.h"

#include "player/sound/equaliser_presets.h"
#include "player/sound/equaliser_response.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace refrain {

namespace {

/// As playback_settings.h gives them.
constexpr std::array<int, equaliser_bands> band_hz{29, 59, 119, 237, 474, 947, 1889, 3770, 7523, 15011};

constexpr double lowest_hz = 20.0;
constexpr double highest_hz = 20000.0;
/// The curve is drawn for the rate of most music; at others its upper end differs a little.
constexpr double drawn_rate_hz = 44100.0;

/// The names of the presets are keys; these are the words for them.
[[maybe_unused]] constexpr const char* preset_words[] = {
    QT_TRANSLATE_NOOP("EqualiserPreset", "Flat"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Bass"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Treble"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Loudness"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Rock"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Pop"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Jazz"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Classical"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Electronic"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Vocal"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Small speakers"),
    QT_TRANSLATE_NOOP("EqualiserPreset", "Late night"),
};

}  // namespace

EqualiserViewModel::EqualiserViewModel(PlaybackEditor& editor, QObject* parent)
    : QObject(parent), editor_(editor) {
    connect(&editor_, &PlaybackEditor::changed, this, &EqualiserViewModel::changed);
}

QVariantList EqualiserViewModel::gains() const {
    QVariantList list;
    for (const double db : now().gain_db) {
        list.push_back(db);
    }
    return list;
}

QVariantList EqualiserViewModel::curve() const {
    QVariantList points;
    for (int i = 0; i < curve_points; ++i) {
        const double hz =
            lowest_hz * std::pow(highest_hz / lowest_hz, static_cast<double>(i) / (curve_points - 1));
        points.push_back(equaliser_response_db(now().gain_db, hz, drawn_rate_hz));
    }
    return points;
}

QVariantList EqualiserViewModel::places() const {
    QVariantList list;
    for (const double hz : equaliser_band_hz()) {
        list.push_back(std::log(hz / lowest_hz) / std::log(highest_hz / lowest_hz));
    }
    return list;
}

QStringList EqualiserViewModel::bands() const {
    const QLocale locale;
    QStringList names;
    for (const int hz : band_hz) {
        names.push_back(hz < 1000 ? tr("%1 Hz").arg(hz)
                                  : tr("%1 kHz").arg(locale.toString(hz / 1000.0, 'g', 2)));
    }
    return names;
}

QStringList EqualiserViewModel::presets() const {
    QStringList names;
    for (const EqualiserPreset& preset : equaliser_presets) {
        names.push_back(QCoreApplication::translate("EqualiserPreset", std::string(preset.name).c_str()));
    }
    return names;
}

int EqualiserViewModel::preset() const {
    const EqualiserPreset* found = preset_with(now().gain_db);
    return found ? static_cast<int>(found - equaliser_presets.data()) : -1;
}

QString EqualiserViewModel::preset_name() const {
    const int index = preset();
    return index < 0 ? tr("Your own") : presets().at(index);
}

void EqualiserViewModel::set_enabled(bool on) {
    editor_.change([on](PlaybackSettings& s) { s.equaliser.enabled = on; });
}

void EqualiserViewModel::set_preset(int index) {
    if (index >= 0 && index < static_cast<int>(equaliser_presets.size())) {
        editor_.change([index](PlaybackSettings& s) {
            s.equaliser.enabled = true;
            s.equaliser.gain_db = equaliser_presets[static_cast<std::size_t>(index)].gain_db;
        });
    }
}

void EqualiserViewModel::setGain(int band, double db) {
    if (band >= 0 && band < static_cast<int>(equaliser_bands)) {
        editor_.change([=](PlaybackSettings& s) {
            s.equaliser.enabled = true;
            s.equaliser.gain_db[static_cast<std::size_t>(band)] = std::clamp(db, -most_db, most_db);
        });
    }
}

}  // namespace refrain
