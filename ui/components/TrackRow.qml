// A track in columns: its picture and title, and the cells that the listener chose.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ItemDelegate {
    id: row

    required property int index
    required property double trackId
    required property string title
    required property string artist
    required property var cells
    required property bool hasCover
    required property bool selected

    property TrackColumns columns
    /// It is what plays now.
    property bool current: false
    /// It is heard; else it is paused.
    property bool playing: true
    /// The list has the keyboard and this row is where it is.
    property bool focused: false
    /// Half stars; -1 where it is not rated.
    property int rating: -1
    signal rated(int halves)
    signal chosen
    signal menuWanted(real x, real y)

    implicitHeight: Theme.rowHeight
    focusPolicy: Qt.NoFocus
    onDoubleClicked: chosen()
    Accessible.role: Accessible.ListItem
    Accessible.name: artist ? qsTr("%1 by %2").arg(title).arg(artist) : title
    Accessible.description: qsTr("Shift+Up and Shift+Down select more")
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.onPressAction: chosen()

    contentItem: Item {
        CoverImage {
            x: row.columns.edge
            anchors.verticalCenter: parent.verticalCenter
            extent: row.columns.coverExtent
            trackId: row.trackId
            hasCover: row.hasCover
            title: row.title
            artist: row.artist
        }
        Label {
            x: row.columns.titleX
            width: row.columns.titleWidth - (mark.visible ? mark.width + Theme.space2 : 0)
            height: parent.height
            text: row.title
            font.weight: row.current ? Theme.strong : Theme.regular
            color: row.current ? Theme.accent : Theme.text
            Accessible.ignored: true
        }
        Icon {
            id: mark
            x: row.columns.titleX + row.columns.titleWidth - width
            anchors.verticalCenter: parent.verticalCenter
            visible: row.current
            name: row.playing ? "playing" : "pause"
            extent: 16
            colour: Theme.accent
        }
        Repeater {
            model: row.columns.cells.length
            Label {
                required property int index
                x: row.columns.cellX(index)
                width: row.columns.cellWidth(index)
                height: row.height
                text: index < row.cells.length ? row.cells[index] : ""
                horizontalAlignment: row.columns.isRight(index) ? Text.AlignRight : Text.AlignLeft
                color: Theme.textSoft
                Accessible.ignored: true
            }
        }
        Loader {
            active: row.columns.ratingIndex >= 0 && (row.rating >= 0 || row.hovered)
            x: row.columns.cellX(row.columns.ratingIndex)
            anchors.verticalCenter: parent.verticalCenter
            sourceComponent: RatingStars {
                focusPolicy: Qt.NoFocus
                halves: row.rating
                onRated: halves => row.rated(halves)
                Accessible.ignored: true
            }
        }
        Loader {
            active: row.hovered || row.focused
            x: row.columns.moreX
            anchors.verticalCenter: parent.verticalCenter
            sourceComponent: IconButton {
                focusPolicy: Qt.NoFocus
                iconName: "more"
                text: qsTr("More for %1").arg(row.title)
                onClicked: row.menuWanted(row.columns.moreX, (row.height + height) / 2)
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.selected ? Theme.accentSoft : row.down ? Theme.pressed : row.hovered ? Theme.hover
                                                                                      : "transparent"
        border.width: row.focused ? 1 : 0
        border.color: Theme.accent
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: eventPoint => row.menuWanted(eventPoint.position.x, eventPoint.position.y)
    }
}
