// One of a few choices that stand side by side; the chosen one is filled.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.AbstractButton {
    id: chip

    property bool chosen: false
    /// For screen readers, where the words alone say too little.
    property string fullName: text

    implicitWidth: Math.max(40, words.implicitWidth + 2 * Theme.space3)
    implicitHeight: 32
    opacity: enabled ? 1 : 0.45
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: fullName
    Accessible.checkable: true
    Accessible.checked: chosen
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Label {
            id: words
            anchors.centerIn: parent
            text: chip.text
            tells: false
            color: chip.chosen ? Theme.accentInk : Theme.text
            font.pixelSize: Theme.small
            font.weight: chip.chosen ? Theme.strong : Theme.regular
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.chosen ? Theme.accent : chip.down ? Theme.pressed : chip.hovered ? Theme.hover : "transparent"
        border.width: chip.chosen ? 0 : 1
        border.color: Theme.line
        FocusRing {
            shown: chip.visualFocus
            radius: parent.radius + gap
        }
    }
}
