// The two D-Bus interfaces of the tray icon as Qt exports them: names, types and order of arguments are those
// of the specifications (StatusNotifierItem; dbusmenu, version 3), that is why they are not written like the
// rest. They ask and tell Tray, on its thread. Nothing fails; what names no line does nothing.
#pragma once

#include "app/desktop/tray_types.h"
#include "app/desktop/tray_view.h"

#include <QDBusAbstractAdaptor>
#include <QDBusObjectPath>
#include <QDBusVariant>

namespace refrain {

class Tray;

class TrayItemInterface : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierItem")
    Q_PROPERTY(QString Category READ category)
    Q_PROPERTY(QString Id READ id)
    Q_PROPERTY(QString Title READ title)
    Q_PROPERTY(QString Status READ status)
    Q_PROPERTY(int WindowId READ window_id)
    Q_PROPERTY(QString IconName READ icon_name)
    Q_PROPERTY(QList<refrain::TrayPixmap> IconPixmap READ icon_pixmap)
    Q_PROPERTY(QString OverlayIconName READ no_name)
    Q_PROPERTY(QString AttentionIconName READ no_name)
    Q_PROPERTY(refrain::TrayToolTip ToolTip READ tool_tip)
    Q_PROPERTY(bool ItemIsMenu READ item_is_menu)
    Q_PROPERTY(QDBusObjectPath Menu READ menu)
  public:
    explicit TrayItemInterface(Tray& tray);

    QString category() const { return QStringLiteral("ApplicationStatus"); }
    QString id() const { return QStringLiteral("refrain"); }
    QString title() const { return QStringLiteral("Refrain"); }
    QString status() const { return QStringLiteral("Active"); }
    int window_id() const { return 0; }
    /// Empty where pixels are given: a theme may have no icon of that name.
    QString icon_name() const;
    TrayPixmaps icon_pixmap() const;
    QString no_name() const { return {}; }
    TrayToolTip tool_tip() const;
    bool item_is_menu() const { return false; }
    QDBusObjectPath menu() const;

  public Q_SLOTS:
    void Activate(int x, int y);
    void SecondaryActivate(int x, int y);
    void ContextMenu(int x, int y);
    void Scroll(int delta, const QString& orientation);

  Q_SIGNALS:
    void NewTitle();
    void NewIcon();
    void NewAttentionIcon();
    void NewOverlayIcon();
    void NewToolTip();
    void NewStatus(const QString& status);

  private:
    Tray& tray_;
};

class TrayMenuInterface : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "com.canonical.dbusmenu")
    Q_PROPERTY(uint Version READ version)
    Q_PROPERTY(QString TextDirection READ text_direction)
    Q_PROPERTY(QString Status READ status)
    Q_PROPERTY(QStringList IconThemePath READ icon_theme_path)
  public:
    explicit TrayMenuInterface(Tray& tray, QObject* object);

    uint version() const { return 3; }
    QString text_direction() const;
    QString status() const { return QStringLiteral("normal"); }
    QStringList icon_theme_path() const { return {}; }

  public Q_SLOTS:
    uint GetLayout(int parent, int depth, const QStringList& names, refrain::MenuLayout& layout);
    QList<refrain::MenuProperties> GetGroupProperties(const QList<int>& ids, const QStringList& names);
    QDBusVariant GetProperty(int id, const QString& name);
    void Event(int id, const QString& event, const QDBusVariant& data, uint timestamp);
    QList<int> EventGroup(const QList<refrain::MenuEvent>& events);
    bool AboutToShow(int id);
    QList<int> AboutToShowGroup(const QList<int>& ids, QList<int>& id_errors);

  Q_SIGNALS:
    void ItemsPropertiesUpdated(const QList<refrain::MenuProperties>& updated,
                                const QList<refrain::MenuRemovedProperties>& removed);
    void LayoutUpdated(uint revision, int parent);
    void ItemActivationRequested(int id, uint timestamp);

  private:
    Tray& tray_;
};

/// The properties of a line as dbusmenu names them; those at their default are left out.
QVariantMap menu_properties(const TrayLine& line);

}  // namespace refrain
