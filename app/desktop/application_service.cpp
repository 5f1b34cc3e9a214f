#include "app/desktop/application_service.h"

#include "app/desktop/desktop_id.h"
#include "library_scanner/text/file_url.h"

#include <utility>

#include <QDBusError>

namespace refrain {
namespace {

/// The name with slashes for dots, as the specification wants it.
QString object_path() {
    return u'/' + QString(desktop_id).replace(u'.', u'/');
}

/// Wayland lets a window come to the front that shows the click it comes from.
void take_token(const QVariantMap& platform_data) {
    const auto token = platform_data.value(QStringLiteral("activation-token")).toString();
    if (!token.isEmpty()) {
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
    }
}

Error unavailable(const QString& reason) {
    return {ErrorCode::failed, "Desktops start another process to reach the window: " + reason.toStdString(),
            ""};
}

}  // namespace

ApplicationService::ApplicationService(ApplicationCallbacks callbacks, QObject* parent)
    : QObject(parent), callbacks_(std::move(callbacks)), bus_(QString()) {
    new ApplicationInterface(*this);
}

ApplicationService::~ApplicationService() {
    if (on_bus_) {
        bus_.unregisterService(desktop_id);
        bus_.unregisterObject(object_path());
    }
}

Status ApplicationService::start(const QDBusConnection& bus) {
    if (!bus.isConnected()) {
        return unavailable(QStringLiteral("there is no session bus"));
    }
    bus_ = bus;
    // The object first: calls may wait for the name.
    if (!bus_.registerObject(object_path(), this)) {
        return unavailable(QStringLiteral("another object is in its place"));
    }
    if (!bus_.registerService(desktop_id)) {
        bus_.unregisterObject(object_path());
        return unavailable(QStringLiteral("another Refrain is there already"));
    }
    on_bus_ = true;
    return Done{};
}

ApplicationInterface::ApplicationInterface(ApplicationService& service)
    : QDBusAbstractAdaptor(&service), service_(service) {}

void ApplicationInterface::Activate(const QVariantMap& platform_data) {
    take_token(platform_data);
    service_.callbacks_.activate();
}

void ApplicationInterface::Open(const QStringList& uris, const QVariantMap& platform_data) {
    std::vector<std::string> paths;
    for (const QString& uri : uris) {
        if (auto path = path_of_file_url(uri.toStdString())) {
            paths.push_back(std::move(*path));
        }
    }
    service_.callbacks_.open(std::move(paths));
    Activate(platform_data);
}

void ApplicationInterface::ActivateAction(const QString& action, const QVariantList& /*parameter*/,
                                          const QVariantMap& /*platform_data*/) {
    service_.callbacks_.press(action.toStdString());
}

}  // namespace refrain
