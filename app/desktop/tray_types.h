// The D-Bus structures of the tray icon (org.kde.StatusNotifierItem) and its menu (com.canonical.dbusmenu) as
// Qt marshals them. Plain values, any thread; register_tray_types() once before they are sent. Nothing fails.
#pragma once

#include <QByteArray>
#include <QDBusArgument>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariantMap>

namespace refrain {

/// (iiay): 32 bits a pixel, ARGB in network order.
struct TrayPixmap {
    int width = 0, height = 0;
    QByteArray pixels;
};
using TrayPixmaps = QList<TrayPixmap>;

/// (sa(iiay)ss)
struct TrayToolTip {
    QString icon_name;
    TrayPixmaps icon;
    QString title, text;
};

/// (ia{sv})
struct MenuProperties {
    int id = 0;
    QVariantMap properties;
};
using MenuPropertiesList = QList<MenuProperties>;

/// (ias)
struct MenuRemovedProperties {
    int id = 0;
    QStringList names;
};
using MenuRemovedPropertiesList = QList<MenuRemovedProperties>;

/// (ia{sv}av): an item and those below it, each of the same form.
struct MenuLayout {
    int id = 0;
    QVariantMap properties;
    QList<MenuLayout> children;
};

/// (isvu)
struct MenuEvent {
    int id = 0;
    QString event;
    QVariant data;
    uint timestamp = 0;
};
using MenuEventList = QList<MenuEvent>;

QDBusArgument& operator<<(QDBusArgument& out, const TrayPixmap& value);
const QDBusArgument& operator>>(const QDBusArgument& in, TrayPixmap& value);
QDBusArgument& operator<<(QDBusArgument& out, const TrayToolTip& value);
const QDBusArgument& operator>>(const QDBusArgument& in, TrayToolTip& value);
QDBusArgument& operator<<(QDBusArgument& out, const MenuProperties& value);
const QDBusArgument& operator>>(const QDBusArgument& in, MenuProperties& value);
QDBusArgument& operator<<(QDBusArgument& out, const MenuRemovedProperties& value);
const QDBusArgument& operator>>(const QDBusArgument& in, MenuRemovedProperties& value);
QDBusArgument& operator<<(QDBusArgument& out, const MenuLayout& value);
const QDBusArgument& operator>>(const QDBusArgument& in, MenuLayout& value);
QDBusArgument& operator<<(QDBusArgument& out, const MenuEvent& value);
const QDBusArgument& operator>>(const QDBusArgument& in, MenuEvent& value);

void register_tray_types();

}  // namespace refrain

Q_DECLARE_METATYPE(refrain::TrayPixmap)
Q_DECLARE_METATYPE(refrain::TrayToolTip)
Q_DECLARE_METATYPE(refrain::MenuProperties)
Q_DECLARE_METATYPE(refrain::MenuRemovedProperties)
Q_DECLARE_METATYPE(refrain::MenuLayout)
Q_DECLARE_METATYPE(refrain::MenuEvent)
