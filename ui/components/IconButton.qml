// A button with a drawing; `text` is its name for tooltips and screen readers.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Button {
    id: button

    property string iconName
    property int extent: Theme.iconSize
    /// Filled with the accent: the one button of the transport bar that matters most.
    property bool filled: false
    /// A dot below says that something is on, for eyes that do not tell the accent from grey.
    property bool marked: false
    property color colour: filled ? Theme.accentInk : checked ? Theme.accent : Theme.textSoft

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    opacity: enabled ? 1 : 0.4
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: button.iconName
            extent: button.extent
            colour: button.hovered && !button.filled && !button.checked ? Theme.text : button.colour
        }
    }
    background: Rectangle {
        radius: button.filled ? height / 2 : Theme.radius
        color: button.filled ? (button.down ? Qt.darker(Theme.accent, 1.15)
                                            : button.hovered ? Qt.darker(Theme.accent, 1.07) : Theme.accent)
                             : button.down ? Theme.pressed : button.hovered ? Theme.hover : "transparent"
        Rectangle {
            visible: button.marked
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 2
            width: 4
            height: 4
            radius: 2
            color: button.colour
        }
        FocusRing {
            shown: button.visualFocus
            radius: parent.radius + gap
        }
    }
    Loader {
        active: button.text !== "" && (button.hovered || button.visualFocus)
        sourceComponent: ToolTip {
            parent: button
            text: button.text
            visible: true
        }
    }
}
