// What plays, and the buttons for it; always there.
import QtQuick
import Refrain

Rectangle {
    id: bar

    required property PlayerViewModel player
    required property SleepViewModel sleep
    required property StretchViewModel stretch
    required property SoundViewModel sound
    required property EqualiserViewModel equaliser
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    signal coverClicked
    signal lyricsWanted
    property bool lyricsOpen: false
    signal playWanted
    /// There is something that Play could begin with.
    property bool playable: true
    signal settingsWanted

    readonly property bool loved: reactions.revision >= 0 && reactions.isLoved(player.trackId)
    readonly property bool narrow: width < 1040
    readonly property real sideWidth: Math.max(288, (width - 560) / 2)
    /// Seconds that the buttons for long audio go by.
    readonly property int skipBack: 15
    readonly property int skipForward: 30

    /// Opens what else there is to playback.
    function openPanel() {
        if (!panel.item)
            panel.setSource("PlaybackPanel.qml", { parent: bar, player: player, sleep: sleep, stretch: stretch,
                                                   sound: sound, equaliser: equaliser });
        panel.item.open();
    }

    implicitHeight: Theme.transportHeight
    color: Theme.side
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Player")

    // Read and built when first asked for: neither belongs to the first picture of the window.
    Loader { id: notForMe }
    Loader {
        id: panel
        onLoaded: item.settingsWanted.connect(() => bar.settingsWanted())
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
            RatingStars {
                visible: bar.player.trackId > 0 && bar.player.resumedText === ""
                extent: 14
                halves: bar.ratings.revision >= 0 ? bar.ratings.halves(bar.player.trackId) : -1
                valueText: bar.ratings.text(halves)
                onRated: halves => bar.ratings.rate(bar.player.trackId, halves)
            }
            Row {
                // Below the buttons beside it: the time must be readable in a narrow window too.
                width: left.width - cover.width - Theme.space3
                visible: bar.player.resumedText !== ""
                spacing: Theme.space2
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, parent.width - startOver.width - parent.spacing)
                    text: qsTr("Resumed at %1").arg(bar.player.resumedText)
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                }
                LinkButton {
                    id: startOver
                    anchors.verticalCenter: parent.verticalCenter
                    text: qsTr("Start over")
                    onClicked: bar.player.startOver()
                }
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
                onClicked: {
                    if (!notForMe.item) {
                        notForMe.setSource("NotForMeMenu.qml", { reactions: bar.reactions, playing: true });
                        notForMe.item.skipWanted.connect(() => bar.player.notForMe());
                    }
                    notForMe.item.trackId = bar.player.trackId;
                    notForMe.item.popup(ban, 0, -notForMe.item.implicitHeight);
                }
            }
        }
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * bar.sideWidth - 2 * (bar.narrow ? Theme.space3 : Theme.space5)
        spacing: Theme.space1
        Row {
            id: controls
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: bar.narrow ? Theme.space1 : Theme.space2
            /// Both pairs fit beside each other in a wide window only; long audio has more use for its own.
            readonly property bool ordering: !bar.player.longAudio || !bar.narrow

            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                visible: controls.ordering
                iconName: "shuffle"
                checked: bar.player.shuffle
                marked: checked
                text: bar.player.shuffle ? qsTr("Shuffle is on (Ctrl+S)") : qsTr("Shuffle (Ctrl+S)")
                Accessible.checkable: true
                Accessible.checked: bar.player.shuffle
                onClicked: bar.player.shuffle = !bar.player.shuffle
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                visible: bar.player.longAudio
                iconName: "back"
                text: qsTr("Back %n second(s)", "", bar.skipBack)
                onClicked: bar.player.seekBy(-1000 * bar.skipBack)
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                iconName: "previous"
                enabled: bar.player.hasTrack
                text: qsTr("Previous (Ctrl+Left)")
                onClicked: bar.player.previous()
            }
            IconButton {
                filled: true
                enabled: bar.playable
                implicitWidth: 44
                implicitHeight: 44
                iconName: bar.player.playing ? "pause" : "play"
                text: bar.player.playing ? qsTr("Pause (Space)") : qsTr("Play (Space)")
                onClicked: bar.playWanted()
            }
            IconButton {
                objectName: "nextButton"
                anchors.verticalCenter: parent.verticalCenter
                iconName: "next"
                enabled: bar.player.hasTrack
                text: qsTr("Next (Ctrl+Right)")
                onClicked: bar.player.next()
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                visible: bar.player.longAudio
                iconName: "forward"
                text: qsTr("Forward %n second(s)", "", bar.skipForward)
                onClicked: bar.player.seekBy(1000 * bar.skipForward)
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                visible: controls.ordering
                iconName: bar.player.repeat === PlayerViewModel.One ? "repeat-one" : "repeat"
                checked: bar.player.repeat !== PlayerViewModel.Off
                marked: checked
                text: bar.player.repeat === PlayerViewModel.One ? qsTr("This track repeats (Ctrl+R)")
                    : bar.player.repeat === PlayerViewModel.All ? qsTr("The queue repeats (Ctrl+R)")
                                                                : qsTr("Repeat (Ctrl+R)")
                Accessible.checkable: true
                Accessible.checked: checked
                onClicked: bar.player.turnRepeat()
            }
        }
        SeekBar {
            width: parent.width
            player: bar.player
            stretch: bar.stretch
        }
    }

    Row {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space1

        StateChip {
            anchors.verticalCenter: parent.verticalCenter
            visible: bar.sleep.until !== SleepViewModel.Never || bar.sleep.stopAfterTrack
            iconName: "sleep"
            // A narrow window has room for the moon alone.
            text: bar.narrow || bar.sleep.until !== SleepViewModel.Time ? "" : bar.sleep.text
            fullName: bar.sleep.until === SleepViewModel.Time ? qsTr("Sleep in %1").arg(bar.sleep.text)
                    : bar.sleep.until === SleepViewModel.EndOfQueue ? qsTr("Sleep after the queue")
                                                                    : qsTr("Stop after this track")
            onClicked: bar.openPanel()
        }
        StateChip {
            anchors.verticalCenter: parent.verticalCenter
            visible: bar.player.speedText !== ""
            text: bar.player.speedText
            fullName: qsTr("Speed %1").arg(bar.player.speedText)
            onClicked: bar.openPanel()
        }
        IconButton {
            objectName: "lyricsButton"
            anchors.verticalCenter: parent.verticalCenter
            // A narrow window has the key, and the page of Guess You Like.
            visible: !bar.narrow
            iconName: "lyrics"
            checked: bar.lyricsOpen
            text: qsTr("Lyrics (Ctrl+Y)")
            Accessible.checkable: true
            Accessible.checked: checked
            onClicked: bar.lyricsWanted()
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            iconName: bar.player.muted || bar.player.volume === 0 ? "muted" : "volume"
            text: bar.player.muted ? qsTr("Sound on (Ctrl+M)") : qsTr("Mute (Ctrl+M)")
            onClicked: bar.player.muted = !bar.player.muted
        }
        Slider {
            id: volume
            anchors.verticalCenter: parent.verticalCenter
            width: bar.narrow ? 80 : 112
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
            HoverHandler { id: overVolume }
            Loader {
                active: overVolume.hovered || volume.pressed
                sourceComponent: ToolTip {
                    parent: volume
                    visible: true
                    delay: volume.pressed ? 0 : 500
                    text: qsTr("Volume %1 % (Ctrl+Up, Ctrl+Down)").arg(Math.round(volume.value * 100))
                }
            }
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            iconName: "more"
            text: qsTr("Sleep timer, speed, equaliser … (Ctrl+P)")
            Accessible.role: Accessible.ButtonMenu
            onClicked: panel.item && panel.item.opened ? panel.item.close() : bar.openPanel()
        }
    }
    Item {
        anchors.fill: right
        WheelHandler {
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            onWheel: event => bar.player.volume = Math.max(0, Math.min(1, bar.player.volume
                                                                         + event.angleDelta.y / 120 * 0.05))
        }
    }
}
