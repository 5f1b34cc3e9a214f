#include "app/desktop/tray_types.h"

#include <QDBusMetaType>
#include <QDBusVariant>

namespace refrain {

QDBusArgument& operator<<(QDBusArgument& out, const TrayPixmap& value) {
    out.beginStructure();
    out << value.width << value.height << value.pixels;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, TrayPixmap& value) {
    in.beginStructure();
    in >> value.width >> value.height >> value.pixels;
    in.endStructure();
    return in;
}

QDBusArgument& operator<<(QDBusArgument& out, const TrayToolTip& value) {
    out.beginStructure();
    out << value.icon_name << value.icon << value.title << value.text;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, TrayToolTip& value) {
    in.beginStructure();
    in >> value.icon_name >> value.icon >> value.title >> value.text;
    in.endStructure();
    return in;
}

QDBusArgument& operator<<(QDBusArgument& out, const MenuProperties& value) {
    out.beginStructure();
    out << value.id << value.properties;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, MenuProperties& value) {
    in.beginStructure();
    in >> value.id >> value.properties;
    in.endStructure();
    return in;
}

QDBusArgument& operator<<(QDBusArgument& out, const MenuRemovedProperties& value) {
    out.beginStructure();
    out << value.id << value.names;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, MenuRemovedProperties& value) {
    in.beginStructure();
    in >> value.id >> value.names;
    in.endStructure();
    return in;
}

QDBusArgument& operator<<(QDBusArgument& out, const MenuLayout& value) {
    out.beginStructure();
    out << value.id << value.properties;
    out.beginArray(QMetaType::fromType<QDBusVariant>());
    for (const MenuLayout& child : value.children) {
        out << QDBusVariant(QVariant::fromValue(child));
    }
    out.endArray();
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, MenuLayout& value) {
    in.beginStructure();
    in >> value.id >> value.properties;
    in.beginArray();
    while (!in.atEnd()) {
        QDBusVariant wrapped;
        in >> wrapped;
        value.children.append(qdbus_cast<MenuLayout>(wrapped.variant()));
    }
    in.endArray();
    in.endStructure();
    return in;
}

QDBusArgument& operator<<(QDBusArgument& out, const MenuEvent& value) {
    out.beginStructure();
    out << value.id << value.event << QDBusVariant(value.data) << value.timestamp;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, MenuEvent& value) {
    QDBusVariant data;
    in.beginStructure();
    in >> value.id >> value.event >> data >> value.timestamp;
    in.endStructure();
    value.data = data.variant();
    return in;
}

void register_tray_types() {
    qDBusRegisterMetaType<TrayPixmap>();
    qDBusRegisterMetaType<TrayPixmaps>();
    qDBusRegisterMetaType<TrayToolTip>();
    qDBusRegisterMetaType<MenuProperties>();
    qDBusRegisterMetaType<MenuPropertiesList>();
    qDBusRegisterMetaType<MenuRemovedProperties>();
    qDBusRegisterMetaType<MenuRemovedPropertiesList>();
    qDBusRegisterMetaType<MenuLayout>();
    qDBusRegisterMetaType<MenuEvent>();
    qDBusRegisterMetaType<MenuEventList>();
}

}  // namespace refrain
