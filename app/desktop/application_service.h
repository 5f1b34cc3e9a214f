// The program as a service of the session bus, org.freedesktop.Application (Desktop Entry Specification 1.5,
// "D-Bus Activation"): a desktop starts it by its name, brings it to the front, opens files in it and presses
// its keys without another process.
//
// Lives on the Qt thread of its creator (an event loop is needed). What can fail: there is no session bus, or
// another Refrain has the name; start() says so, and desktops start the program the usual way.
#pragma once

#include "library_scanner/core/result.h"

#include <functional>
#include <string>
#include <vector>

#include <QDBusAbstractAdaptor>
#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariantMap>

namespace refrain {

struct ApplicationCallbacks {
    /// To the front.
    std::function<void()> activate;
    /// Files, folders and cue sheets, given as bytes.
    std::function<void(std::vector<std::string> paths)> open;
    /// An action of the desktop entry: "toggle" or "next".
    std::function<void(const std::string& action)> press;
};

class ApplicationService : public QObject {
    Q_OBJECT
  public:
    explicit ApplicationService(ApplicationCallbacks callbacks, QObject* parent = nullptr);
    ~ApplicationService() override;

    /// Takes the name `desktop_id`. Calls that were waiting for it come at once.
    Status start(const QDBusConnection& bus = QDBusConnection::sessionBus());

  private:
    friend class ApplicationInterface;

    const ApplicationCallbacks callbacks_;
    QDBusConnection bus_;
    bool on_bus_ = false;
};

/// Names, types and order of arguments are the specification's.
class ApplicationInterface : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")
  public:
    explicit ApplicationInterface(ApplicationService& service);

  public Q_SLOTS:
    void Activate(const QVariantMap& platform_data);
    void Open(const QStringList& uris, const QVariantMap& platform_data);
    void ActivateAction(const QString& action, const QVariantList& parameter,
                        const QVariantMap& platform_data);

  private:
    ApplicationService& service_;
};

}  // namespace refrain
