// Trouble, in one sentence, with the file it is about and at most one thing to do about it; it stays until it
// is dismissed.
import QtQuick
import Refrain

Rectangle {
    id: banner

    property string text
    property string detail
    property string action
    signal acted
    signal dismissed

    visible: text !== ""
    implicitHeight: visible ? Math.max(Theme.controlHeight + Theme.space2, words.implicitHeight + Theme.space4) : 0
    color: Theme.dangerSurface
    radius: Theme.radius
    Accessible.role: Accessible.AlertMessage
    Accessible.name: detail ? text + ". " + detail : text

    Icon {
        id: sign
        name: "warning"
        colour: Theme.danger
        x: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
    }
    Column {
        id: words
        anchors.left: sign.right
        anchors.leftMargin: Theme.space3
        anchors.right: remedy.visible ? remedy.left : close.left
        anchors.rightMargin: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Label {
            width: parent.width
            text: banner.text
            wrapMode: Text.Wrap
            maximumLineCount: 3
            Accessible.ignored: true
        }
        Label {
            width: parent.width
            text: banner.detail
            visible: text !== ""
            elide: Text.ElideMiddle
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            Accessible.ignored: true
        }
    }
    Button {
        id: remedy
        visible: banner.action !== ""
        anchors.right: close.left
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        text: banner.action
        onClicked: banner.acted()
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
