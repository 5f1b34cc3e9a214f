// One thing a menu offers.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.MenuItem {
    id: item

    implicitWidth: 232
    implicitHeight: visible ? Theme.controlHeight : 0
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.MenuItem
    Accessible.name: text

    contentItem: Label {
        text: item.text
        Accessible.ignored: true
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: item.highlighted || item.hovered ? Theme.hover : "transparent"
    }
}
