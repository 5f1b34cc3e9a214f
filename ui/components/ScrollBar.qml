// Where in a long list one is; a hint at rest, a handle under the pointer.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ScrollBar {
    id: bar

    implicitWidth: 12
    implicitHeight: 12
    padding: 3
    minimumSize: 0.06
    visible: size < 1

    contentItem: Rectangle {
        implicitWidth: 6
        implicitHeight: 6
        radius: 3
        color: bar.pressed ? Theme.textSoft : bar.hovered ? Theme.textFaint : Theme.line
    }
}
