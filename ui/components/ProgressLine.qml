// How far long work has come; a resting line where nobody knows.
import QtQuick
import Refrain

Rectangle {
    id: line

    /// In [0, 1]; negative when unknown.
    property real share: -1

    implicitHeight: 4
    radius: 2
    color: Theme.pressed
    Accessible.role: Accessible.ProgressBar
    Accessible.name: share >= 0 ? qsTr("%1 percent").arg(Math.round(share * 100)) : qsTr("At work")

    Rectangle {
        width: line.share >= 0 ? Math.max(parent.height, line.share * parent.width) : parent.width * 0.35
        height: parent.height
        radius: 2
        color: Theme.accent
        opacity: line.share >= 0 ? 1 : 0.5
        Behavior on width { NumberAnimation { duration: Theme.calm } }
    }
}
