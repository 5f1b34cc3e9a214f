// One place in a list that the listener puts in order: the track, a quiet word about it, a grip to move it by
// and a button to remove it.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ItemDelegate {
    id: line

    property int index: -1
    /// 0 where the library does not have it.
    property double trackId: 0
    property string title
    property string artist
    property string album
    property string length
    property bool selected: false
    property bool current: false
    /// Less than the others: it is over, or its file is not there.
    property bool faded: false
    property string note
    property string removeText
    property bool focused: false
    /// What is current is heard; else it is paused.
    property bool playing: true
    /// It is being moved.
    property bool dragged: false
    signal chosen
    /// Clicked once, by the left button.
    signal picked
    signal removeWanted
    signal menuWanted(real x, real y)

    implicitHeight: Theme.lineHeight
    focusPolicy: Qt.NoFocus
    onDoubleClicked: chosen()
    Accessible.role: Accessible.ListItem
    Accessible.name: artist ? qsTr("%1 by %2").arg(title).arg(artist) : title
    Accessible.description: qsTr("Shift+Up and Shift+Down select more, Alt+Up and Alt+Down move, Delete removes")
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.onPressAction: chosen()

    contentItem: Item {
        opacity: line.dragged ? 0.4 : line.faded ? 0.6 : 1
        Icon {
            x: 6
            anchors.verticalCenter: parent.verticalCenter
            visible: line.hovered || line.focused || line.dragged
            name: "grip"
            extent: 16
            colour: Theme.textFaint
        }
        CoverImage {
            id: cover
            x: Theme.space5 + Theme.space1
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
            anchors.right: noteText.left
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2
            Row {
                width: parent.width
                spacing: Theme.space2
                Icon {
                    id: mark
                    visible: line.current
                    name: line.playing ? "playing" : "pause"
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
                visible: text !== ""
                color: Theme.textSoft
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
        }
        Label {
            id: noteText
            anchors.right: tools.visible ? tools.left : lengthText.left
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            width: line.note ? parent.width * 0.28 : 0
            horizontalAlignment: Text.AlignRight
            text: line.note
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
                iconName: "close"
                extent: 16
                focusPolicy: Qt.NoFocus
                text: line.removeText
                onClicked: line.removeWanted()
            }
            IconButton {
                iconName: "more"
                focusPolicy: Qt.NoFocus
                text: qsTr("More for %1").arg(line.title)
                onClicked: line.menuWanted(tools.x + x, Theme.controlHeight + Theme.space4)
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
        color: line.selected || line.focused ? Theme.accentSoft : line.down ? Theme.pressed
             : line.hovered ? Theme.hover : "transparent"
        // Where the keyboard is, among several that are selected.
        border.width: line.focused ? 1 : 0
        border.color: Theme.accent
    }
    TapHandler {
        onTapped: line.picked()
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: eventPoint => line.menuWanted(eventPoint.position.x, eventPoint.position.y)
    }
}
