// A word in a sentence that does something.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.AbstractButton {
    id: link

    implicitWidth: words.implicitWidth
    implicitHeight: words.implicitHeight
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Label {
        id: words
        text: link.text
        tells: false
        color: Theme.accent
        font.pixelSize: Theme.caption
        font.weight: Theme.strong
        font.underline: link.hovered
        Accessible.ignored: true
    }
    background: Item {
        FocusRing {
            shown: link.visualFocus
            radius: Theme.radiusSmall
        }
    }
}
