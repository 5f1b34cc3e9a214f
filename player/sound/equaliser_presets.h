// Ready-made curves of the equaliser. Plain values, any thread, nothing fails. The names are English keys;
// the window translates them.
#pragma once

#include "player/playback_settings.h"

#include <array>
#include <string_view>

namespace refrain {

struct EqualiserPreset {
    std::string_view name;
    /// As in EqualiserSettings::gain_db.
    std::array<double, equaliser_bands> gain_db;
};

inline constexpr std::array equaliser_presets{
    //                                      29    59   119   237   474   947  1889  3770  7523 15011 Hz
    EqualiserPreset{"Flat", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    EqualiserPreset{"Bass", {6, 6, 5, 3, 1, 0, 0, 0, 0, 0}},
    EqualiserPreset{"Treble", {0, 0, 0, 0, 0, 0.5, 2, 4, 5.5, 6}},
    EqualiserPreset{"Loudness", {6, 5, 2.5, 0, -1, -1, 0, 1, 3.5, 5}},
    EqualiserPreset{"Rock", {4, 3.5, 2, 0, -1.5, -1, 1, 2.5, 3.5, 3.5}},
    EqualiserPreset{"Pop", {-1, 0, 1, 2, 3, 2.5, 1, 0, -0.5, -1}},
    EqualiserPreset{"Jazz", {3, 2.5, 1, 1.5, -1, -1, 0, 1, 2, 3}},
    EqualiserPreset{"Classical", {0, 0, 0, 0, 0, 0, -1, -2, -2, -3}},
    EqualiserPreset{"Electronic", {5, 4.5, 2, 0, -1.5, 0, 0.5, 1.5, 3.5, 4.5}},
    EqualiserPreset{"Vocal", {-4, -3, -1.5, 1, 3, 4, 3.5, 2, 0, -1.5}},
    EqualiserPreset{"Small speakers", {-6, -2, 4, 4.5, 2, 0, 0, 1, 2, 2}},
    EqualiserPreset{"Late night", {-3, -2, -1, 0, 1, 2, 1.5, 0, -1.5, -3}},
};

/// The preset with exactly these gains; nothing when the listener made a curve of their own.
constexpr const EqualiserPreset* preset_with(const std::array<double, equaliser_bands>& gain_db) {
    for (const EqualiserPreset& preset : equaliser_presets) {
        if (preset.gain_db == gain_db) {
            return &preset;
        }
    }
    return nullptr;
}

}  // namespace refrain
