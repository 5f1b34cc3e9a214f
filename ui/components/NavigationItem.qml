// A place to go to, in the sidebar.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.AbstractButton {
    id: item

    property string iconName
    property bool current: false

    implicitHeight: Theme.controlHeight + Theme.space1
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.selected: current
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Icon {
            id: icon
            x: Theme.space3
            anchors.verticalCenter: parent.verticalCenter
            name: item.iconName
            colour: item.current ? Theme.accent : Theme.textSoft
        }
        Label {
            anchors.left: icon.right
            anchors.leftMargin: Theme.space3
            anchors.right: parent.right
            anchors.rightMargin: Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            text: item.text
            font.weight: item.current ? Theme.strong : Theme.regular
            color: item.current ? Theme.text : Theme.textSoft
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: item.current ? Theme.accentSoft : item.down ? Theme.pressed : item.hovered ? Theme.hover
                                                                                        : "transparent"
        FocusRing {
            shown: item.visualFocus
            gap: 0
        }
    }
}
