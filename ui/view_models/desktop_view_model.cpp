#include "ui/view_models/desktop_view_model.h"

#include <utility>

namespace refrain {

namespace {

constexpr const char* notifications_setting = "desktop/notifications";
constexpr const char* tray_setting = "desktop/tray";
constexpr const char* close_to_tray_setting = "desktop/close_to_tray";

}  // namespace

DesktopViewModel::DesktopViewModel(const AppearanceViewModel::ReadSetting& read,
                                   AppearanceViewModel::WriteSetting write, QObject* parent)
    : QObject(parent), write_(std::move(write)) {
    const auto take = [&read](bool& value, const char* key) {
        const QVariant stored = read ? read(QLatin1String(key)) : QVariant();
        if (stored.isValid()) {
            value = stored.toBool();
        }
    };
    take(notifications_, notifications_setting);
    take(tray_, tray_setting);
    take(close_to_tray_, close_to_tray_setting);
}

void DesktopViewModel::set_notifications(bool on) {
    set(notifications_, notifications_setting, on);
}
void DesktopViewModel::set_tray(bool on) {
    set(tray_, tray_setting, on);
}
void DesktopViewModel::set_close_to_tray(bool on) {
    set(close_to_tray_, close_to_tray_setting, on);
}

void DesktopViewModel::set(bool& value, const char* key, bool on) {
    if (value == on) {
        return;
    }
    value = on;
    if (write_) {
        write_(QLatin1String(key), on);
    }
    Q_EMIT changed();
}

}  // namespace refrain
