// How playback goes on, behind the "more" button: sleep timer, speed, A-B repeat, equaliser, output device.
import QtQuick
import Refrain

Popover {
    id: panel

    required property PlayerViewModel player
    required property SleepViewModel sleep
    required property StretchViewModel stretch
    required property SoundViewModel sound
    required property EqualiserViewModel equaliser
    signal settingsWanted

    title: qsTr("Playback")
    width: 368
    // Above the right end of the bar it belongs to.
    x: parent ? parent.width - width - Theme.space4 : 0
    y: -height - Theme.space2

    component Heading: Item {
        property string text
        property string note
        width: parent ? parent.width : 0
        implicitHeight: 20
        Label {
            id: heading
            text: parent.text
            font.pixelSize: Theme.caption
            font.weight: Theme.strong
            color: Theme.textSoft
            Accessible.role: Accessible.Heading
        }
        Label {
            anchors.right: parent.right
            anchors.left: heading.right
            anchors.leftMargin: Theme.space3
            horizontalAlignment: Text.AlignRight
            text: parent.note
            font.pixelSize: Theme.caption
            color: Theme.accent
        }
    }

    Column {
        width: parent.width
        spacing: Theme.space2
        Heading {
            text: qsTr("Sleep timer")
            note: panel.sleep.until === SleepViewModel.Time ? qsTr("%1 left").arg(panel.sleep.text) : panel.sleep.text
        }
        Flow {
            width: parent.width
            spacing: Theme.space1
            ChoiceChip {
                text: qsTr("Off")
                fullName: qsTr("No sleep timer")
                chosen: panel.sleep.until === SleepViewModel.Never
                onClicked: panel.sleep.stayAwake()
            }
            Repeater {
                model: [15, 30, 45, 60, 90]
                ChoiceChip {
                    required property int modelData
                    text: modelData
                    fullName: qsTr("Sleep in %n minute(s)", "", modelData)
                    chosen: panel.sleep.minutes === modelData
                    onClicked: panel.sleep.sleepIn(modelData)
                }
            }
            Label {
                height: 32
                leftPadding: Theme.space1
                text: qsTr("min")
                color: Theme.textSoft
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
            ChoiceChip {
                text: qsTr("End of track")
                fullName: qsTr("Sleep at the end of this track")
                chosen: panel.sleep.until === SleepViewModel.EndOfTrack
                enabled: panel.player.hasTrack
                onClicked: panel.sleep.sleepAtEndOfTrack()
            }
            ChoiceChip {
                text: qsTr("End of queue")
                fullName: qsTr("Sleep at the end of the queue")
                chosen: panel.sleep.until === SleepViewModel.EndOfQueue
                onClicked: panel.sleep.sleepAtEndOfQueue()
            }
        }
    }
    SettingSwitch {
        title: qsTr("Stop after this track")
        checked: panel.sleep.stopAfterTrack
        onChanged: on => panel.sleep.stopAfterTrack = on
    }
    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }
    Column {
        width: parent.width
        spacing: Theme.space2
        Heading {
            text: qsTr("Speed")
            note: panel.player.speedText
        }
        Row {
            spacing: Theme.space1
            Repeater {
                model: [0.75, 1, 1.25, 1.5, 2]
                ChoiceChip {
                    required property double modelData
                    text: panel.player.speedName(modelData)
                    chosen: Math.abs(panel.player.speed - modelData) < 0.001
                    onClicked: panel.player.speed = modelData
                }
            }
        }
        Slider {
            id: speed
            width: parent.width
            name: qsTr("Speed")
            valueText: panel.player.speedName(value)
            from: 0.5
            to: 3
            stepSize: 0.05
            snapMode: Slider.SnapAlways
            origin: 1
            handleAtRest: true
            onMoved: panel.player.speed = Math.round(value * 20) / 20
            Binding {
                target: speed
                property: "value"
                value: panel.player.speed
                when: !speed.pressed
                restoreMode: Binding.RestoreNone
            }
        }
    }
    Column {
        width: parent.width
        spacing: Theme.space2
        Heading {
            text: qsTr("Repeat from A to B")
            note: panel.stretch.complete
                  ? qsTr("%1 – %2").arg(panel.player.timeText(panel.stretch.from))
                                   .arg(panel.player.timeText(panel.stretch.to))
                  : panel.stretch.from >= 0 ? qsTr("from %1").arg(panel.player.timeText(panel.stretch.from)) : ""
        }
        Row {
            spacing: Theme.space1
            ChoiceChip {
                text: qsTr("A is here")
                fullName: qsTr("The stretch begins here")
                enabled: panel.player.hasTrack
                onClicked: panel.stretch.setFrom(panel.player.position)
            }
            ChoiceChip {
                text: qsTr("B is here")
                fullName: qsTr("The stretch ends here")
                enabled: panel.player.hasTrack && panel.player.position > 0
                onClicked: panel.stretch.setTo(panel.player.position)
            }
            ChoiceChip {
                text: qsTr("Clear")
                fullName: qsTr("Repeat no stretch")
                enabled: panel.stretch.from >= 0
                onClicked: panel.stretch.clear()
            }
        }
    }
    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }
    SettingRow {
        title: qsTr("Equaliser")
        Row {
            spacing: Theme.space3
            Select {
                anchors.verticalCenter: parent.verticalCenter
                width: 160
                name: qsTr("Preset of the equaliser")
                enabled: panel.equaliser.enabled
                model: panel.equaliser.presets
                currentIndex: panel.equaliser.preset
                otherwise: panel.equaliser.presetName
                onActivated: index => {
                    panel.equaliser.preset = index;
                    // The choice of the hand has cut the binding.
                    currentIndex = Qt.binding(() => panel.equaliser.preset);
                }
            }
            Switch {
                id: equaliserSwitch
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Equaliser")
                onToggled: panel.equaliser.enabled = checked
                Binding {
                    target: equaliserSwitch
                    property: "checked"
                    value: panel.equaliser.enabled
                    restoreMode: Binding.RestoreNone
                }
            }
        }
    }
    SettingRow {
        title: qsTr("Output")
        DeviceSelect {
            width: 212
            sound: panel.sound
        }
    }
    Button {
        quiet: true
        leftPadding: 0
        text: qsTr("All settings (Ctrl+,)")
        onClicked: {
            panel.close();
            panel.settingsWanted();
        }
    }
}
