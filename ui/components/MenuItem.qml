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
        rightPadding: item.subMenu ? Theme.space5 : 0
        Accessible.ignored: true
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: item.checkable && item.checked
            name: "check"
            extent: 16
        }
    }
    arrow: Icon {
        visible: item.subMenu !== null
        x: item.width - width - Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        extent: 14
        colour: Theme.textSoft
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: item.highlighted || item.hovered ? Theme.hover : "transparent"
    }
}
