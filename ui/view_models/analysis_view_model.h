// What the analyzer is at in the background, as the foot of the sidebar and the settings show it.
// GUI thread. Nothing fails here.
#pragma once

#include "ui/background.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class AnalysisViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// There are songs to be analyzed, and it is at them.
    Q_PROPERTY(bool active READ active NOTIFY changed)
    /// What it finds out.
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// "12 of 1,204 songs, about 3 min left".
    Q_PROPERTY(QString detail READ detail NOTIFY changed)
    /// In [0, 1].
    Q_PROPERTY(double share READ share NOTIFY changed)
    /// Songs are listened to for Guess You Like.
    Q_PROPERTY(bool listens READ listens WRITE set_listens NOTIFY listensChanged)
  public:
    explicit AnalysisViewModel(Background& background, QObject* parent = nullptr);

    bool active() const { return progress_.running && progress_.total > 0; }
    QString title() const;
    QString detail() const;
    double share() const;
    bool listens() const { return background_.listens_to_songs(); }
    void set_listens(bool on);

    /// The language has changed.
    void retranslate() { Q_EMIT changed(); }
    Q_INVOKABLE void stop() { background_.stop_analysis(); }

  Q_SIGNALS:
    void changed();
    void listensChanged();

  private:
    Background& background_;
    AnalysisProgress progress_;
};

}  // namespace refrain
