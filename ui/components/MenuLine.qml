// Sets groups of a menu apart.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.MenuSeparator {
    implicitWidth: 232
    implicitHeight: visible ? 9 : 0
    padding: 4
    contentItem: Rectangle {
        implicitHeight: 1
        color: Theme.line
    }
}
