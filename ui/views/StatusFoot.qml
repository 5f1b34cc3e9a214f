// Long work: what it is, how far it has come, and a way to stop it.
import QtQuick
import Refrain

Item {
    id: status

    property string title
    property string detail
    property real share: -1
    property string stopName
    signal stopped

    implicitHeight: 60

    Label {
        id: heading
        x: Theme.space3
        y: Theme.space1
        width: parent.width - stop.width - 2 * Theme.space3
        text: status.title
        font.pixelSize: Theme.caption
        font.weight: Theme.strong
    }
    Label {
        id: words
        x: Theme.space3
        anchors.top: heading.bottom
        anchors.topMargin: 2
        width: heading.width
        text: status.detail
        font.pixelSize: Theme.caption
        color: Theme.textSoft
    }
    ProgressLine {
        x: Theme.space3
        anchors.top: words.bottom
        anchors.topMargin: Theme.space2
        width: parent.width - 2 * Theme.space3
        share: status.share
    }
    IconButton {
        id: stop
        anchors.right: parent.right
        iconName: "close"
        extent: 14
        text: status.stopName
        onClicked: status.stopped()
    }
}
