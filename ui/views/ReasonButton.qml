// The reason for a suggestion in one sentence; a click opens the terms behind it.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.AbstractButton {
    id: reason

    checkable: true
    focusPolicy: Qt.StrongFocus
    implicitHeight: 24
    implicitWidth: row.implicitWidth
    Accessible.role: Accessible.Button
    Accessible.name: checked ? qsTr("%1. Hide the terms").arg(text) : qsTr("%1. Show the terms").arg(text)
    Keys.onReturnPressed: toggle()

    contentItem: Item {
        Row {
            id: row
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.space1
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, reason.width - 20)
                text: reason.text
                font.pixelSize: Theme.body
                color: Theme.accent
                font.underline: reason.hovered
                Accessible.ignored: true
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: reason.checked ? "chevron-up" : "chevron-down"
                extent: 14
                colour: Theme.accent
            }
        }
    }
    background: Item {
        FocusRing { shown: reason.visualFocus }
    }
}
