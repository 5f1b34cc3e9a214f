// What the system around Refrain can and cannot do: library versions, sound devices, decoders, trainer.
// Blocks on disk and on the sound server; not for the GUI thread. Nothing fails: what is missing is the
// answer.
#pragma once

#include "player/playback_settings.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace refrain::app {

/// Name and version of what the program runs with: refrain, Qt, GStreamer, TagLib, SQLite.
std::vector<std::pair<std::string, std::string>> versions();

/// Where sound can go; the system's default comes first. Waits some seconds at most.
std::vector<OutputDevice> output_devices();

struct FormatSupport {
    /// "FLAC", "MP3", …
    std::string format;
    bool playable = false;
    /// The Debian package that brings the decoder.
    std::string package;
};
/// The formats that are to be played, and whether what decodes them is installed.
std::vector<FormatSupport> format_support();

struct TrainerHealth {
    /// Empty when there is none.
    std::filesystem::path program;
    /// What it can train on, as it says itself; empty when it does not say.
    std::vector<std::string> devices;
};
TrainerHealth trainer_health();

}  // namespace refrain::app
