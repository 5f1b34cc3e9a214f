// What plays, and the buttons for it; always there.
import QtQuick
import Refrain

Rectangle {
    id: bar

    required property PlayerViewModel player
    required property ReactionsViewModel reactions
    signal coverClicked
    signal playWanted

    readonly property bool loved: reactions.revision >= 0 && reactions.isLoved(player.trackId)
    readonly property real sideWidth: Math.max(292, (width - 520) / 2)

    implicitHeight: Theme.transportHeight
    color: Theme.side
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Player")

    NotForMeMenu {
        id: notForMe
        reactions: bar.reactions
        trackId: bar.player.trackId
        playing: true
        onSkipWanted: bar.player.notForMe()
    }
    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }

    Item {
        id: left
        x: Theme.space4
        width: bar.sideWidth - Theme.space4
        height: parent.height
        visible: bar.player.hasTrack

        CoverImage {
            id: cover
            extent: 64
            radius: 6
            anchors.verticalCenter: parent.verticalCenter
            trackId: bar.player.trackId
            hasCover: bar.player.trackId > 0
            title: bar.player.title
            artist: bar.player.artist
            TapHandler { onTapped: bar.coverClicked() }
        }
        Column {
            anchors.left: cover.right
            anchors.leftMargin: Theme.space3
            anchors.right: feelings.left
            anchors.rightMargin: Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2
            Label {
                width: parent.width
                text: bar.player.title
                font.weight: Theme.strong
            }
            Label {
                width: parent.width
                text: bar.player.artist
                visible: text !== ""
                color: Theme.textSoft
                font.pixelSize: Theme.caption
            }
        }
        Row {
            id: feelings
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            IconButton {
                checked: bar.loved
                enabled: bar.player.trackId > 0
                iconName: bar.loved ? "heart-full" : "heart"
                text: bar.loved ? qsTr("Love no more (Ctrl+L)") : qsTr("Love (Ctrl+L)")
                onClicked: bar.reactions.toggleLove(bar.player.trackId)
            }
            IconButton {
                id: ban
                iconName: "refrain"
                text: qsTr("Not for me …")
                onClicked: notForMe.popup(ban, 0, -notForMe.implicitHeight)
            }
        }
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * bar.sideWidth - 2 * Theme.space5
        spacing: Theme.space1
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.space3
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                iconName: "previous"
                enabled: bar.player.hasTrack
                text: qsTr("Previous (Ctrl+Left)")
                onClicked: bar.player.previous()
            }
            IconButton {
                filled: true
                implicitWidth: 44
                implicitHeight: 44
                iconName: bar.player.playing ? "pause" : "play"
                text: bar.player.playing ? qsTr("Pause (Space)") : qsTr("Play (Space)")
                onClicked: bar.playWanted()
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                iconName: "next"
                enabled: bar.player.hasTrack
                text: qsTr("Next (Ctrl+Right)")
                onClicked: bar.player.next()
            }
        }
        Item {
            width: parent.width
            height: 24
            Label {
                id: at
                width: 52
                anchors.verticalCenter: parent.verticalCenter
                horizontalAlignment: Text.AlignRight
                text: bar.player.hasTrack ? bar.player.positionText : ""
                tells: false
                font.pixelSize: Theme.caption
                color: Theme.textSoft
            }
            Slider {
                id: seek
                anchors.left: at.right
                anchors.right: end.left
                anchors.leftMargin: Theme.space3
                anchors.rightMargin: Theme.space3
                anchors.verticalCenter: parent.verticalCenter
                enabled: bar.player.hasTrack && bar.player.duration > 0
                name: qsTr("Position")
                valueText: bar.player.positionText
                from: 0
                to: Math.max(1, bar.player.duration)
                stepSize: 5000
                snapMode: Slider.NoSnap
                onMoved: if (!pressed) bar.player.seek(value)
                // Only when let go: a seek flushes the decoder.
                onPressedChanged: if (!pressed) bar.player.seek(value)
                Binding {
                    target: seek
                    property: "value"
                    value: bar.player.position
                    when: !seek.pressed
                    restoreMode: Binding.RestoreNone
                }
            }
            Label {
                id: end
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: 52
                text: bar.player.hasTrack ? bar.player.durationText : ""
                tells: false
                font.pixelSize: Theme.caption
                color: Theme.textSoft
            }
        }
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.space5
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space2
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            iconName: bar.player.muted || bar.player.volume === 0 ? "muted" : "volume"
            text: bar.player.muted ? qsTr("Sound on") : qsTr("Mute")
            onClicked: bar.player.muted = !bar.player.muted
        }
        Slider {
            id: volume
            anchors.verticalCenter: parent.verticalCenter
            width: 112
            name: qsTr("Volume")
            valueText: qsTr("%1 percent").arg(Math.round(value * 100))
            from: 0
            to: 1
            stepSize: 0.05
            snapMode: Slider.NoSnap
            onMoved: bar.player.volume = value
            Binding {
                target: volume
                property: "value"
                value: bar.player.muted ? 0 : bar.player.volume
                when: !volume.pressed
                restoreMode: Binding.RestoreNone
            }
        }
    }
}
