// One listen: what, when, how much of it was heard, and how it ended.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ItemDelegate {
    id: line

    required property int index
    required property double trackId
    required property string title
    required property string artist
    required property string when
    required property double share
    required property string intent
    required property string ending
    required property string judgement
    required property bool open

    property bool focused: false
    signal chosen
    signal menuWanted(real x, real y)
    /// There is no room for where it came from.
    readonly property bool narrow: width < 800
    readonly property string shareText: share >= 0 ? qsTr("%1 %").arg(Math.round(share * 100)) : ""

    implicitHeight: 56
    focusPolicy: Qt.NoFocus
    onDoubleClicked: chosen()
    Accessible.role: Accessible.ListItem
    Accessible.name: [title, artist, when, shareText, ending].filter(part => part !== "").join(", ")
    Accessible.selected: focused
    Accessible.onPressAction: chosen()

    contentItem: Item {
        CoverImage {
            id: cover
            x: Theme.space3
            anchors.verticalCenter: parent.verticalCenter
            extent: 40
            trackId: line.trackId
            hasCover: line.trackId > 0
            title: line.title
            artist: line.artist
        }
        Column {
            anchors.left: cover.right
            anchors.leftMargin: Theme.space4
            anchors.right: bar.left
            anchors.rightMargin: Theme.space5
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2
            Label {
                width: parent.width
                text: line.title
                Accessible.ignored: true
            }
            Label {
                width: parent.width
                text: line.artist
                visible: text !== ""
                color: Theme.textSoft
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
        }
        Column {
            id: bar
            anchors.right: origin.left
            anchors.rightMargin: Theme.space5
            anchors.verticalCenter: parent.verticalCenter
            width: line.narrow ? 120 : 152
            spacing: Theme.space1
            Item {
                width: parent.width
                height: 16
                Label {
                    width: parent.width - percent.implicitWidth - Theme.space2
                    text: line.ending
                    font.pixelSize: Theme.caption
                    color: line.judgement === "negative" ? Theme.danger : Theme.textSoft
                    Accessible.ignored: true
                }
                Label {
                    id: percent
                    anchors.right: parent.right
                    text: line.shareText
                    font.pixelSize: Theme.caption
                    color: Theme.textFaint
                    Accessible.ignored: true
                }
            }
            Rectangle {
                width: parent.width
                height: 4
                radius: 2
                color: Theme.pressed
                visible: line.share >= 0
                Rectangle {
                    width: line.share > 0 ? Math.max(parent.height, line.share * parent.width) : 0
                    height: parent.height
                    radius: 2
                    color: line.judgement === "positive" ? Theme.accent
                         : line.judgement === "negative" ? Theme.danger : Theme.textFaint
                }
            }
        }
        Label {
            id: origin
            anchors.right: whenText.left
            anchors.rightMargin: line.narrow ? 0 : Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            visible: !line.narrow
            width: line.narrow ? 0 : 112
            text: line.intent
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            Accessible.ignored: true
        }
        Label {
            id: whenText
            anchors.right: parent.right
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            width: 120
            horizontalAlignment: Text.AlignRight
            text: line.when
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: line.focused ? Theme.accentSoft : line.down ? Theme.pressed : line.hovered ? Theme.hover
                                                                                         : "transparent"
        border.width: line.focused ? 1 : 0
        border.color: Theme.accent
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: eventPoint => line.menuWanted(eventPoint.position.x, eventPoint.position.y)
    }
}
