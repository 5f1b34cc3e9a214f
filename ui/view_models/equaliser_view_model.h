// The ten-band equaliser: its switch, its sliders and its ready-made curves. A change is heard at once.
// GUI thread. Nothing fails; gains are clipped to their range.
#pragma once

#include "ui/view_models/playback_editor.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class EqualiserViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(bool enabled READ enabled WRITE set_enabled NOTIFY changed)
    /// dB per band, -12 to 12.
    Q_PROPERTY(QVariantList gains READ gains NOTIFY changed)
    /// What the bands do together: dB at `curve_points` frequencies from 20 Hz to 20 kHz, even in octaves.
    Q_PROPERTY(QVariantList curve READ curve NOTIFY changed)
    /// Where the middle of each band lies along the curve, in [0, 1].
    Q_PROPERTY(QVariantList places READ places CONSTANT)
    /// "29 Hz" … "15 kHz".
    Q_PROPERTY(QStringList bands READ bands CONSTANT)
    Q_PROPERTY(QStringList presets READ presets CONSTANT)
    /// Index into `presets`; -1 for a curve of the listener's own.
    Q_PROPERTY(int preset READ preset WRITE set_preset NOTIFY changed)
    /// Its name, or that the curve is the listener's own.
    Q_PROPERTY(QString presetName READ preset_name NOTIFY changed)
  public:
    static constexpr double most_db = 12.0;
    static constexpr int curve_points = 181;

    explicit EqualiserViewModel(PlaybackEditor& editor, QObject* parent = nullptr);

    bool enabled() const { return now().enabled; }
    QVariantList gains() const;
    QVariantList curve() const;
    QVariantList places() const;
    QStringList bands() const;
    QStringList presets() const;
    int preset() const;
    QString preset_name() const;

    void set_enabled(bool on);
    /// Switches the equaliser on as well: who chooses a curve wants to hear it.
    void set_preset(int index);
    /// Switches it on too.
    Q_INVOKABLE void setGain(int band, double db);

  Q_SIGNALS:
    void changed();

  private:
    const EqualiserSettings& now() const { return editor_.settings().equaliser; }

    PlaybackEditor& editor_;
};

}  // namespace refrain
