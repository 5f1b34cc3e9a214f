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
    Accessible.checkable: checkable
    Accessible.checked: checked

    contentItem: Label {
        leftPadding: item.checkable ? 16 + Theme.space2 : 0
        text: item.text
        Accessible.ignored: true
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: item.checkable && item.checked
            name: "check"
            extent: 16
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: item.highlighted || item.hovered ? Theme.hover : "transparent"
    }
}
