// Says that something out of the ordinary is set; a click leads to where it is set.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.AbstractButton {
    id: chip

    property string iconName
    property string fullName: text

    implicitWidth: row.implicitWidth + 2 * Theme.space2
    implicitHeight: 28
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: fullName
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.space1
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: chip.iconName !== ""
                name: chip.iconName
                extent: 16
                colour: Theme.accent
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                visible: text !== ""
                text: chip.text
                tells: false
                color: Theme.accent
                font.pixelSize: Theme.caption
                font.weight: Theme.strong
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.hovered ? Theme.pressed : Theme.accentSoft
        FocusRing {
            shown: chip.visualFocus
            radius: parent.radius + gap
        }
    }
    Loader {
        active: chip.hovered || chip.visualFocus
        sourceComponent: ToolTip {
            parent: chip
            text: chip.fullName
            visible: true
        }
    }
}
