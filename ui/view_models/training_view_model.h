// The training in the background, as the foot of the sidebar shows it. GUI thread. What can fail is told in
// `message` by the application.
#pragma once

#include "ui/background.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TrainingViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(bool active READ active NOTIFY changed)
    Q_PROPERTY(QString phase READ phase NOTIFY changed)
    Q_PROPERTY(double share READ share NOTIFY changed)
    Q_PROPERTY(QString remaining READ remaining NOTIFY changed)
    Q_PROPERTY(QString message READ message NOTIFY changed)
  public:
    explicit TrainingViewModel(Background& background, QObject* parent = nullptr);

    bool active() const { return active_; }
    const QString& phase() const { return phase_; }
    /// In [0, 1]; negative when unknown.
    double share() const { return share_; }
    /// "about 2 min left"; empty when unknown.
    QString remaining() const;
    /// How the last training ended.
    const QString& message() const { return message_; }

    Q_INVOKABLE void start();
    Q_INVOKABLE void cancel();

  Q_SIGNALS:
    void changed();

  private:
    Background& background_;
    bool active_ = false;
    QString phase_, message_;
    double share_ = -1.0;
    double eta_seconds_ = -1.0;
};

}  // namespace refrain
