#include "app/desktop/tray_adaptors.h"

#include "app/desktop/tray.h"

#include <algorithm>

#include <QGuiApplication>

namespace refrain {
namespace {

/// Lines between groups have no action of their own; their ids come behind all others.
int id_of(const std::vector<TrayLine>& lines, std::size_t index) {
    return lines[index].action == TrayAction::line
               ? static_cast<int>(TrayAction::line) + static_cast<int>(index)
               : static_cast<int>(lines[index].action);
}

/// All of them where none is named.
QVariantMap only(const QVariantMap& all, const QStringList& names) {
    if (names.isEmpty()) {
        return all;
    }
    QVariantMap some;
    for (const QString& name : names) {
        if (all.contains(name)) {
            some.insert(name, all.value(name));
        }
    }
    return some;
}

}  // namespace

QVariantMap menu_properties(const TrayLine& line) {
    if (line.action == TrayAction::line) {
        return {{QStringLiteral("type"), QStringLiteral("separator")}};
    }
    QVariantMap properties{{QStringLiteral("label"), menu_label(line.label)}};
    if (!line.enabled) {
        properties[QStringLiteral("enabled")] = false;
    }
    if (line.checked) {
        properties[QStringLiteral("toggle-type")] = QStringLiteral("checkmark");
        properties[QStringLiteral("toggle-state")] = *line.checked ? 1 : 0;
    }
    return properties;
}

TrayItemInterface::TrayItemInterface(Tray& tray) : QDBusAbstractAdaptor(&tray), tray_(tray) {}

QString TrayItemInterface::icon_name() const {
    return tray_.icon_.isEmpty() ? QStringLiteral("refrain") : QString();
}

TrayPixmaps TrayItemInterface::icon_pixmap() const {
    return tray_.icon_;
}

TrayToolTip TrayItemInterface::tool_tip() const {
    return {icon_name(), {}, tray_.title_, {}};
}

QDBusObjectPath TrayItemInterface::menu() const {
    return QDBusObjectPath(QStringLiteral("/MenuBar"));
}

void TrayItemInterface::Activate(int /*x*/, int /*y*/) {
    tray_.act(TrayAction::show);
}

void TrayItemInterface::SecondaryActivate(int /*x*/, int /*y*/) {
    tray_.act(TrayAction::toggle);
}

void TrayItemInterface::ContextMenu(int /*x*/, int /*y*/) {}

void TrayItemInterface::Scroll(int delta, const QString& orientation) {
    if (orientation.compare(QStringLiteral("vertical"), Qt::CaseInsensitive) != 0) {
        return;
    }
    constexpr double step = 0.05;
    auto& player = tray_.follower_.player();
    player.set_volume(std::clamp(tray_.follower_.state().volume + (delta > 0 ? step : -step), 0.0, 1.0));
}

TrayMenuInterface::TrayMenuInterface(Tray& tray, QObject* object)
    : QDBusAbstractAdaptor(object), tray_(tray) {}

QString TrayMenuInterface::text_direction() const {
    return QGuiApplication::layoutDirection() == Qt::RightToLeft ? QStringLiteral("rtl")
                                                                 : QStringLiteral("ltr");
}

uint TrayMenuInterface::GetLayout(int parent, int depth, const QStringList& names, MenuLayout& layout) {
    layout = {};
    layout.id = parent;
    const auto& lines = tray_.lines_;
    if (parent == 0) {
        layout.properties = only({{QStringLiteral("children-display"), QStringLiteral("submenu")}}, names);
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const int id = id_of(lines, i);
        if (parent == 0 && depth != 0) {
            layout.children.append({id, only(menu_properties(lines[i]), names), {}});
        } else if (parent == id) {
            layout.properties = only(menu_properties(lines[i]), names);
        }
    }
    return tray_.menu_revision_;
}

MenuPropertiesList TrayMenuInterface::GetGroupProperties(const QList<int>& ids, const QStringList& names) {
    MenuPropertiesList answer;
    const auto& lines = tray_.lines_;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // None named means all.
        if (ids.isEmpty() || ids.contains(id_of(lines, i))) {
            answer.append({id_of(lines, i), only(menu_properties(lines[i]), names)});
        }
    }
    return answer;
}

QDBusVariant TrayMenuInterface::GetProperty(int id, const QString& name) {
    for (const auto& item : GetGroupProperties({id}, {name})) {
        return QDBusVariant(item.properties.value(name, QString()));
    }
    return QDBusVariant(QString());
}

void TrayMenuInterface::Event(int id, const QString& event, const QDBusVariant& /*data*/,
                              uint /*timestamp*/) {
    if (event == QStringLiteral("clicked")) {
        tray_.act(tray_action(id));
    }
}

QList<int> TrayMenuInterface::EventGroup(const MenuEventList& events) {
    QList<int> unknown;
    for (const MenuEvent& event : events) {
        if (tray_action(event.id) == TrayAction::none) {
            unknown.append(event.id);
        }
        Event(event.id, event.event, {}, event.timestamp);
    }
    return unknown;
}

bool TrayMenuInterface::AboutToShow(int /*id*/) {
    return false;
}

QList<int> TrayMenuInterface::AboutToShowGroup(const QList<int>& /*ids*/, QList<int>& id_errors) {
    id_errors.clear();
    return {};
}

}  // namespace refrain
