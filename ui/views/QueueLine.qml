// One place in the queue: the track, why it is there, and buttons to move or remove it.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ItemDelegate {
    id: line

    required property int index
    required property double trackId
    required property string title
    required property string artist
    required property string album
    required property string length
    required property string reason
    required property bool current
    required property bool automatic
    required property bool upcoming

    property bool focused: false
    property bool first: false
    property bool last: false
    signal chosen
    signal upWanted
    signal downWanted
    signal removeWanted

    implicitHeight: Theme.lineHeight
    focusPolicy: Qt.NoFocus
    onDoubleClicked: chosen()
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1 by %2").arg(title).arg(artist)
    Accessible.selected: focused
    Accessible.onPressAction: chosen()

    contentItem: Item {
        opacity: line.current || line.upcoming ? 1 : 0.55
        CoverImage {
            id: cover
            x: Theme.space3
            extent: 44
            anchors.verticalCenter: parent.verticalCenter
            trackId: line.trackId
            hasCover: line.trackId > 0
            title: line.title
            artist: line.artist
        }
        Column {
            anchors.left: cover.right
            anchors.leftMargin: Theme.space4
            anchors.right: reasonText.left
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2
            Row {
                width: parent.width
                spacing: Theme.space2
                Icon {
                    id: mark
                    visible: line.current
                    name: "playing"
                    extent: 16
                    colour: Theme.accent
                    anchors.verticalCenter: parent.verticalCenter
                }
                Label {
                    width: parent.width - (mark.visible ? mark.width + parent.spacing : 0)
                    text: line.title
                    font.weight: line.current ? Theme.strong : Theme.regular
                    color: line.current ? Theme.accent : Theme.text
                    Accessible.ignored: true
                }
            }
            Label {
                width: parent.width
                text: [line.artist, line.album].filter(part => part !== "").join(" · ")
                color: Theme.textSoft
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
        }
        Label {
            id: reasonText
            anchors.right: tools.visible ? tools.left : lengthText.left
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width * 0.28
            horizontalAlignment: Text.AlignRight
            text: line.automatic ? (line.reason || qsTr("Guess You Like")) : ""
            color: Theme.textFaint
            font.pixelSize: Theme.caption
            Accessible.ignored: true
        }
        Row {
            id: tools
            anchors.right: lengthText.left
            anchors.verticalCenter: parent.verticalCenter
            visible: line.hovered || line.focused
            IconButton {
                iconName: "up"
                extent: 16
                focusPolicy: Qt.NoFocus
                enabled: !line.first
                text: qsTr("Move up (Alt+Up)")
                onClicked: line.upWanted()
            }
            IconButton {
                iconName: "down"
                extent: 16
                focusPolicy: Qt.NoFocus
                enabled: !line.last
                text: qsTr("Move down (Alt+Down)")
                onClicked: line.downWanted()
            }
            IconButton {
                iconName: "close"
                extent: 16
                focusPolicy: Qt.NoFocus
                text: qsTr("Remove from the queue (Delete)")
                onClicked: line.removeWanted()
            }
        }
        Label {
            id: lengthText
            anchors.right: parent.right
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            width: 56
            horizontalAlignment: Text.AlignRight
            text: line.length
            color: Theme.textSoft
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: line.focused ? Theme.accentSoft : line.down ? Theme.pressed : line.hovered ? Theme.hover
                                                                                         : "transparent"
    }
}
