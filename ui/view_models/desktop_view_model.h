// How the player behaves on the desktop: switches kept by the application, which acts on them. GUI thread.
// Nothing fails.
#pragma once

#include "ui/view_models/appearance_view_model.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class DesktopViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// A word from the desktop when another track begins while the window is away.
    Q_PROPERTY(bool notifications READ notifications WRITE set_notifications NOTIFY changed)
    Q_PROPERTY(bool tray READ tray WRITE set_tray NOTIFY changed)
    /// Closing the window leaves the music playing; only with the tray.
    Q_PROPERTY(bool closeToTray READ close_to_tray WRITE set_close_to_tray NOTIFY changed)
  public:
    DesktopViewModel(const AppearanceViewModel::ReadSetting& read, AppearanceViewModel::WriteSetting write,
                     QObject* parent = nullptr);

    bool notifications() const { return notifications_; }
    bool tray() const { return tray_; }
    bool close_to_tray() const { return close_to_tray_; }

    void set_notifications(bool on);
    void set_tray(bool on);
    void set_close_to_tray(bool on);

  Q_SIGNALS:
    void changed();

  private:
    void set(bool& value, const char* key, bool on);

    AppearanceViewModel::WriteSetting write_;
    bool notifications_ = true;
    bool tray_ = true;
    bool close_to_tray_ = false;
};

}  // namespace refrain
