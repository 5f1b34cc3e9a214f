// News that goes by itself, with at most one thing to do about it.
import QtQuick
import Refrain

Rectangle {
    id: toast

    property string text
    property string action
    /// Rises with every piece of news; its time starts again.
    property int serial: 0
    signal acted
    signal expired

    visible: opacity > 0
    opacity: text !== "" ? 1 : 0
    implicitWidth: row.implicitWidth + 2 * Theme.space4
    implicitHeight: Theme.controlHeight + Theme.space2
    radius: Theme.radius
    color: Theme.text
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
    onSerialChanged: text !== "" ? life.restart() : life.stop()

    Behavior on opacity { NumberAnimation { duration: Theme.calm } }
    Timer {
        id: life
        interval: toast.action ? 8000 : 5000
        // Not while the listener reads or is about to click.
        onTriggered: hover.hovered || button.activeFocus ? restart() : toast.expired()
    }
    HoverHandler { id: hover }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.space3
        Text {
            width: Math.min(implicitWidth, 480)
            anchors.verticalCenter: parent.verticalCenter
            text: toast.text
            textFormat: Text.PlainText
            elide: Text.ElideMiddle
            color: Theme.surface
            font.family: Theme.family
            font.pixelSize: Theme.body
        }
        Button {
            id: button
            visible: toast.action !== ""
            anchors.verticalCenter: parent.verticalCenter
            text: toast.action
            quiet: true
            implicitHeight: 28
            contentItem: Text {
                text: toast.action
                textFormat: Text.PlainText
                color: Theme.surface
                font.family: Theme.family
                font.pixelSize: Theme.body
                font.weight: Theme.strong
                font.underline: true
                verticalAlignment: Text.AlignVCenter
            }
            background: Item { FocusRing { shown: button.visualFocus } }
            onClicked: toast.acted()
        }
    }
}
