// Shows where the keyboard is.
import QtQuick
import Refrain

Rectangle {
    property bool shown: false
    property int gap: 2

    anchors.fill: parent
    anchors.margins: -gap
    visible: shown
    color: "transparent"
    radius: Theme.radius + gap
    border.width: 2
    border.color: Theme.accent
}
