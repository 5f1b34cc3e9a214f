// On or off; takes effect at once.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Switch {
    id: control

    implicitWidth: 40
    implicitHeight: 24
    opacity: enabled ? 1 : 0.45
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked
    Keys.onReturnPressed: flip()
    Keys.onEnterPressed: flip()

    /// As a click does.
    function flip() {
        toggle();
        toggled();
    }

    indicator: Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: control.checked ? Theme.accent : Theme.pressed
        border.width: control.checked ? 0 : 1
        border.color: Theme.textFaint
        Rectangle {
            readonly property int gap: 4
            x: control.visualPosition * (parent.width - width - 2 * gap) + gap
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            radius: 8
            color: control.checked ? Theme.accentInk : Theme.textSoft
            Behavior on x { NumberAnimation { duration: Theme.quick } }
        }
        FocusRing {
            shown: control.visualFocus
            radius: parent.radius + gap
        }
    }
    contentItem: Item {}
}
