// Trouble, in one sentence; it stays until it is dismissed.
import QtQuick
import Refrain

Rectangle {
    id: banner

    property string text
    signal dismissed

    visible: text !== ""
    implicitHeight: visible ? Math.max(Theme.controlHeight + Theme.space2, words.implicitHeight + Theme.space4) : 0
    color: Theme.dangerSurface
    radius: Theme.radius
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Icon {
        id: sign
        name: "warning"
        colour: Theme.danger
        x: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        id: words
        anchors.left: sign.right
        anchors.leftMargin: Theme.space3
        anchors.right: close.left
        anchors.rightMargin: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        text: banner.text
        wrapMode: Text.Wrap
        maximumLineCount: 3
    }
    IconButton {
        id: close
        anchors.right: parent.right
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        iconName: "close"
        extent: 16
        text: qsTr("Dismiss")
        onClicked: banner.dismissed()
    }
}
