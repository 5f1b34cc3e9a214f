#include "ui/view_models/sound_view_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>
#include <cmath>

namespace refrain {

namespace {

constexpr double most_gain_db = 15.0;
constexpr double longest_crossfade_s = 12.0;
constexpr double longest_fade_s = 2.0;

double gain_within(double db) {
    return std::clamp(db, -most_gain_db, most_gain_db);
}

Milliseconds length_within(double seconds, double longest) {
    return Milliseconds(std::llround(std::clamp(seconds, 0.0, longest) * 1000.0));
}

}  // namespace

SoundViewModel::SoundViewModel(PlaybackEditor& editor, PlayerFollower& follower, QObject* parent)
    : QObject(parent), editor_(editor) {
    connect(&editor_, &PlaybackEditor::changed, this, [this] {
        Q_EMIT changed();
        Q_EMIT devicesChanged();
    });
    connect(&follower, &PlayerFollower::changed, this,
            [this](const PlayerState& state) { take_devices(state.devices); });
    take_devices(follower.state().devices);
}

SoundViewModel::Gain SoundViewModel::gain() const {
    switch (now().replay_gain.mode) {
        case ReplayGainMode::off:
            return Gain::Off;
        case ReplayGainMode::track:
            return Gain::Track;
        case ReplayGainMode::album:
            return Gain::Album;
        case ReplayGainMode::automatic:
            return Gain::Automatic;
    }
    return Gain::Automatic;
}

void SoundViewModel::set_gain(Gain gain) {
    editor_.change([gain](PlaybackSettings& s) {
        switch (gain) {
            case Gain::Off:
                s.replay_gain.mode = ReplayGainMode::off;
                break;
            case Gain::Track:
                s.replay_gain.mode = ReplayGainMode::track;
                break;
            case Gain::Album:
                s.replay_gain.mode = ReplayGainMode::album;
                break;
            case Gain::Automatic:
                s.replay_gain.mode = ReplayGainMode::automatic;
                break;
        }
    });
}
void SoundViewModel::set_preamp(double db) {
    editor_.change([db](PlaybackSettings& s) { s.replay_gain.preamp_db = gain_within(db); });
}
void SoundViewModel::set_unknown_gain(double db) {
    editor_.change([db](PlaybackSettings& s) { s.replay_gain.unknown_db = gain_within(db); });
}
void SoundViewModel::set_prevent_clipping(bool on) {
    editor_.change([on](PlaybackSettings& s) { s.replay_gain.prevent_clipping = on; });
}
void SoundViewModel::set_crossfade(double seconds) {
    editor_.change(
        [seconds](PlaybackSettings& s) { s.fades.crossfade = length_within(seconds, longest_crossfade_s); });
}
void SoundViewModel::set_pause_fade(double seconds) {
    editor_.change(
        [seconds](PlaybackSettings& s) { s.fades.pause = length_within(seconds, longest_fade_s); });
}
void SoundViewModel::set_stop_fade(double seconds) {
    editor_.change([seconds](PlaybackSettings& s) { s.fades.stop = length_within(seconds, longest_fade_s); });
}
void SoundViewModel::set_skip_fade(double seconds) {
    editor_.change([seconds](PlaybackSettings& s) { s.fades.skip = length_within(seconds, longest_fade_s); });
}
void SoundViewModel::set_mono(bool on) {
    editor_.change([on](PlaybackSettings& s) { s.mono = on; });
}
void SoundViewModel::set_resume_long_audio(bool on) {
    editor_.change([on](PlaybackSettings& s) { s.resume_long_audio = on; });
}
void SoundViewModel::set_restore_queue(bool on) {
    editor_.change([on](PlaybackSettings& s) { s.restore_queue = on; });
}
void SoundViewModel::set_pause_on_removal(bool on) {
    editor_.change([on](PlaybackSettings& s) { s.pause_on_removal = on; });
}

void SoundViewModel::resetLoudness() {
    editor_.change([](PlaybackSettings& s) { s.replay_gain = {}; });
}
void SoundViewModel::resetFades() {
    editor_.change([](PlaybackSettings& s) { s.fades = {}; });
}

void SoundViewModel::lookForDevices() {
    editor_.look_for_devices();
}

QVariantList SoundViewModel::devices() const {
    const auto line = [](const QString& name, const QString& note) {
        return QVariantMap{{QStringLiteral("name"), name}, {QStringLiteral("note"), note}};
    };
    // The first that the system names is its default.
    QVariantList lines{
        line(tr("As the system"), connected_.empty() ? QString() : plain_text(connected_.front().name))};
    for (const OutputDevice& device : connected_) {
        lines.push_back(line(plain_text(device.name), {}));
    }
    if (device_missing()) {
        const std::string& name = chosen_name_.empty() ? now().output_device : chosen_name_;
        lines.push_back(line(plain_text(name), tr("not connected")));
    }
    return lines;
}

int SoundViewModel::device() const {
    const std::string& chosen = now().output_device;
    if (chosen.empty()) {
        return 0;
    }
    const auto found = std::find_if(connected_.begin(), connected_.end(),
                                    [&](const OutputDevice& device) { return device.id == chosen; });
    // Not connected: the line behind the others.
    return 1 + static_cast<int>(found - connected_.begin());
}

bool SoundViewModel::device_missing() const {
    const std::string& chosen = now().output_device;
    return !chosen.empty() && std::none_of(connected_.begin(), connected_.end(),
                                           [&](const OutputDevice& device) { return device.id == chosen; });
}

void SoundViewModel::set_device(int index) {
    if (index == device() || index < 0 || index > static_cast<int>(connected_.size())) {
        return;
    }
    chosen_name_.clear();
    std::string id;
    if (index > 0) {
        const OutputDevice& device = connected_[static_cast<std::size_t>(index - 1)];
        id = device.id;
        chosen_name_ = device.name;
    }
    editor_.change([&](PlaybackSettings& s) { s.output_device = std::move(id); });
}

void SoundViewModel::take_devices(const std::vector<OutputDevice>& devices) {
    if (devices == connected_) {
        return;
    }
    connected_ = devices;
    for (const OutputDevice& device : connected_) {
        if (device.id == now().output_device) {
            chosen_name_ = device.name;
        }
    }
    Q_EMIT devicesChanged();
}

}  // namespace refrain
