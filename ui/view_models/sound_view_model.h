// The settings of playback but the equaliser, as the pages show them: loudness, fades, the output device,
// what is remembered. A change is heard at once. GUI thread. Nothing fails.
#pragma once

#include "ui/view_models/playback_editor.h"

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class SoundViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(Gain gain READ gain WRITE set_gain NOTIFY changed)
    /// dB, -15 to 15.
    Q_PROPERTY(double preamp READ preamp WRITE set_preamp NOTIFY changed)
    Q_PROPERTY(double unknownGain READ unknown_gain WRITE set_unknown_gain NOTIFY changed)
    Q_PROPERTY(bool preventClipping READ prevent_clipping WRITE set_prevent_clipping NOTIFY changed)
    /// Seconds: 0 to 12, and 0 to 2 for the three behind it.
    Q_PROPERTY(double crossfade READ crossfade WRITE set_crossfade NOTIFY changed)
    Q_PROPERTY(double pauseFade READ pause_fade WRITE set_pause_fade NOTIFY changed)
    Q_PROPERTY(double stopFade READ stop_fade WRITE set_stop_fade NOTIFY changed)
    Q_PROPERTY(double skipFade READ skip_fade WRITE set_skip_fade NOTIFY changed)
    Q_PROPERTY(bool mono READ mono WRITE set_mono NOTIFY changed)
    Q_PROPERTY(bool resumeLongAudio READ resume_long_audio WRITE set_resume_long_audio NOTIFY changed)
    Q_PROPERTY(bool restoreQueue READ restore_queue WRITE set_restore_queue NOTIFY changed)
    Q_PROPERTY(bool pauseOnRemoval READ pause_on_removal WRITE set_pause_on_removal NOTIFY changed)
    /// The system's default first, then what is connected, then what was chosen and is not connected:
    /// {name, note}.
    Q_PROPERTY(QVariantList devices READ devices NOTIFY devicesChanged)
    /// Index into `devices`.
    Q_PROPERTY(int device READ device WRITE set_device NOTIFY devicesChanged)
    /// The device that was chosen is not connected; the system's default plays meanwhile.
    Q_PROPERTY(bool deviceMissing READ device_missing NOTIFY devicesChanged)
  public:
    enum class Gain { Off, Track, Album, Automatic };
    Q_ENUM(Gain)

    SoundViewModel(PlaybackEditor& editor, PlayerFollower& follower, QObject* parent = nullptr);

    Gain gain() const;
    double preamp() const { return now().replay_gain.preamp_db; }
    double unknown_gain() const { return now().replay_gain.unknown_db; }
    bool prevent_clipping() const { return now().replay_gain.prevent_clipping; }
    double crossfade() const { return seconds(now().fades.crossfade); }
    double pause_fade() const { return seconds(now().fades.pause); }
    double stop_fade() const { return seconds(now().fades.stop); }
    double skip_fade() const { return seconds(now().fades.skip); }
    bool mono() const { return now().mono; }
    bool resume_long_audio() const { return now().resume_long_audio; }
    bool restore_queue() const { return now().restore_queue; }
    bool pause_on_removal() const { return now().pause_on_removal; }
    QVariantList devices() const;
    int device() const;
    bool device_missing() const;

    void set_gain(Gain gain);
    void set_preamp(double db);
    void set_unknown_gain(double db);
    void set_prevent_clipping(bool on);
    void set_crossfade(double seconds);
    void set_pause_fade(double seconds);
    void set_stop_fade(double seconds);
    void set_skip_fade(double seconds);
    void set_mono(bool on);
    void set_resume_long_audio(bool on);
    void set_restore_queue(bool on);
    void set_pause_on_removal(bool on);
    void set_device(int index);

    /// Each group as it is when the program is new.
    Q_INVOKABLE void resetLoudness();
    Q_INVOKABLE void resetFades();
    /// `devices` is complete a moment later, and kept up from then on.
    Q_INVOKABLE void lookForDevices();

  Q_SIGNALS:
    void changed();
    void devicesChanged();

  private:
    const PlaybackSettings& now() const { return editor_.settings(); }
    static double seconds(Milliseconds length) { return static_cast<double>(length.count()) / 1000.0; }
    void take_devices(const std::vector<OutputDevice>& devices);

    PlaybackEditor& editor_;
    std::vector<OutputDevice> connected_;
    /// What the chosen device was called when it was last seen.
    std::string chosen_name_;
};

}  // namespace refrain
