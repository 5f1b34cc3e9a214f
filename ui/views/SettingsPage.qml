// Every setting of the program. A change is heard and seen at once; there is nothing to confirm.
import QtQuick
import Refrain

FocusScope {
    id: page

    required property SoundViewModel sound
    required property EqualiserViewModel equaliser
    required property DesktopViewModel desktop
    required property AppearanceViewModel appearance
    required property LibraryViewModel library
    required property DuplicatesViewModel duplicates
    required property AnalysisViewModel analysis
    required property TasteViewModel taste
    signal folderWanted
    signal duplicatesWanted

    function decibels(value) {
        const amount = Math.abs(value).toLocaleString(Qt.locale(), "f", 1);
        return value > 0 ? qsTr("+%1 dB").arg(amount) : value < 0 ? qsTr("−%1 dB").arg(amount)
                                                                  : qsTr("%1 dB").arg(amount);
    }
    function seconds(value) {
        return value === 0 ? qsTr("off") : qsTr("%1 s").arg(value.toLocaleString(Qt.locale(), "f", value < 3 ? 1 : 0));
    }
    function milliseconds(value) {
        return value === 0 ? qsTr("off") : qsTr("%1 ms").arg(Math.round(value * 1000));
    }

    Question {
        id: leave
        objectName: "leaveFolder"
        property int index: -1
        property string folder
        title: qsTr("Remove %1 from the library?").arg(folder)
        sentence: qsTr("Its songs are marked as missing and no longer shown. Nothing is deleted: the files stay as they are, and what you heard stays in the history. Add the folder again and they are back.")
        action: qsTr("Remove the folder")
        onConfirmed: page.library.removeFolder(index)
    }
    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Settings")
        note: qsTr("Every change holds at once")
    }
    ScrollSheet {
        objectName: "settingsSheet"
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        width: parent.width + margin
        widest: 760
        spacing: Theme.space5
        bottomMarginInside: Theme.space6

        SettingGroup {
            width: parent.width
            title: qsTr("Guess You Like")
            SettingSwitch {
                objectName: "goesOnSwitch"
                title: qsTr("Go on when a queue ends")
                help: qsTr("What comes behind your own songs goes on from their mood.")
                checked: page.taste.goesOn
                onChanged: on => page.taste.goesOn = on
            }
            SettingSwitch {
                objectName: "privateSwitch"
                title: qsTr("Private session")
                help: qsTr("Nothing you hear or say is learned. It ends when you switch it off, or quit.")
                checked: page.taste.privateSession
                onChanged: on => page.taste.privateSession = on
            }
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Loudness")
            resettable: true
            onReset: page.sound.resetLoudness()
            SettingRow {
                title: qsTr("Even loudness (ReplayGain)")
                help: qsTr("Automatic keeps the differences within an album and evens out what is mixed.")
                stacked: true
                Flow {
                    width: parent.width
                    spacing: Theme.space1
                    Repeater {
                        model: [
                            { mode: SoundViewModel.Automatic, name: qsTr("Automatic") },
                            { mode: SoundViewModel.Track, name: qsTr("By track") },
                            { mode: SoundViewModel.Album, name: qsTr("By album") },
                            { mode: SoundViewModel.Off, name: qsTr("Off") }
                        ]
                        ChoiceChip {
                            required property var modelData
                            text: modelData.name
                            fullName: qsTr("Even loudness: %1").arg(modelData.name)
                            chosen: page.sound.gain === modelData.mode
                            onClicked: page.sound.gain = modelData.mode
                        }
                    }
                }
            }
            SettingSlider {
                enabled: page.sound.gain !== SoundViewModel.Off
                title: qsTr("Pre-amplification")
                help: qsTr("Added to everything whose loudness is known.")
                from: -15
                to: 15
                origin: 0
                stepSize: 0.5
                value: page.sound.preamp
                words: page.decibels
                onChanged: value => page.sound.preamp = value
            }
            SettingSlider {
                enabled: page.sound.gain !== SoundViewModel.Off
                title: qsTr("Music of unknown loudness")
                help: qsTr("Until it is measured, it is played this much softer or louder.")
                from: -15
                to: 15
                origin: 0
                stepSize: 0.5
                value: page.sound.unknownGain
                words: page.decibels
                onChanged: value => page.sound.unknownGain = value
            }
            SettingSwitch {
                enabled: page.sound.gain !== SoundViewModel.Off
                title: qsTr("Prevent clipping")
                help: qsTr("Amplifies no further than the loudest moment of the music allows.")
                checked: page.sound.preventClipping
                onChanged: on => page.sound.preventClipping = on
            }
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Transitions")
            resettable: true
            onReset: page.sound.resetFades()
            SettingSlider {
                title: qsTr("Crossfade")
                help: qsTr("Lets one track fade into the next. Never inside an album: there the music goes on without a gap.")
                from: 0
                to: 12
                stepSize: 0.5
                value: page.sound.crossfade
                words: page.seconds
                onChanged: value => page.sound.crossfade = value
            }
            SettingSlider {
                title: qsTr("Fade on pause")
                from: 0
                to: 2
                stepSize: 0.02
                value: page.sound.pauseFade
                words: page.milliseconds
                onChanged: value => page.sound.pauseFade = value
            }
            SettingSlider {
                title: qsTr("Fade on stop")
                from: 0
                to: 2
                stepSize: 0.02
                value: page.sound.stopFade
                words: page.milliseconds
                onChanged: value => page.sound.stopFade = value
            }
            SettingSlider {
                title: qsTr("Fade on skip")
                from: 0
                to: 2
                stepSize: 0.02
                value: page.sound.skipFade
                words: page.milliseconds
                onChanged: value => page.sound.skipFade = value
            }
        }
        EqualiserGroup {
            objectName: "equaliserGroup"
            width: parent.width
            equaliser: page.equaliser
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Output")
            SettingRow {
                title: qsTr("Device")
                help: page.sound.deviceMissing
                      ? qsTr("The chosen device is not connected. The system's own is used until it is back.")
                      : qsTr("Devices appear here as soon as they are plugged in.")
                DeviceSelect {
                    width: 280
                    sound: page.sound
                }
            }
            SettingSwitch {
                title: qsTr("Pause when headphones are unplugged")
                help: qsTr("Rather than go on aloud through the loudspeakers.")
                checked: page.sound.pauseOnRemoval
                onChanged: on => page.sound.pauseOnRemoval = on
            }
            SettingSwitch {
                title: qsTr("Mono")
                help: qsTr("Both ears hear both channels.")
                checked: page.sound.mono
                onChanged: on => page.sound.mono = on
            }
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Remembered")
            SettingSwitch {
                title: qsTr("Go on in long recordings where they were left")
                help: qsTr("Audiobooks, podcasts, and all that is longer than 20 minutes.")
                checked: page.sound.resumeLongAudio
                onChanged: on => page.sound.resumeLongAudio = on
            }
            SettingSwitch {
                title: qsTr("Bring the queue back at the start")
                help: qsTr("Paused, at the place where you closed the window.")
                checked: page.sound.restoreQueue
                onChanged: on => page.sound.restoreQueue = on
            }
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Desktop")
            SettingSwitch {
                title: qsTr("Notifications")
                help: qsTr("A word when another track begins while the window is out of sight.")
                checked: page.desktop.notifications
                onChanged: on => page.desktop.notifications = on
            }
            SettingSwitch {
                title: qsTr("Icon in the tray")
                checked: page.desktop.tray
                onChanged: on => page.desktop.tray = on
            }
            SettingSwitch {
                enabled: page.desktop.tray
                title: qsTr("Keep playing when the window is closed")
                help: qsTr("The window goes into the tray; Ctrl+Q ends the program.")
                checked: page.desktop.closeToTray
                onChanged: on => page.desktop.closeToTray = on
            }
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Appearance")
            SettingRow {
                title: qsTr("Theme")
                Row {
                    spacing: Theme.space1
                    Repeater {
                        model: [
                            { mode: "system", name: qsTr("As the system") },
                            { mode: "light", name: qsTr("Light") },
                            { mode: "dark", name: qsTr("Dark") }
                        ]
                        ChoiceChip {
                            required property var modelData
                            text: modelData.name
                            fullName: qsTr("Theme: %1").arg(modelData.name)
                            chosen: page.appearance.mode === modelData.mode
                            onClicked: page.appearance.mode = modelData.mode
                        }
                    }
                }
            }
            SettingRow {
                title: qsTr("Language")
                Row {
                    spacing: Theme.space1
                    Repeater {
                        // A language is called as those who speak it call it.
                        model: [
                            { language: "system", name: qsTr("As the system") },
                            { language: "en", name: "English" },
                            { language: "zh_CN", name: "中文" }
                        ]
                        ChoiceChip {
                            required property var modelData
                            text: modelData.name
                            fullName: qsTr("Language: %1").arg(modelData.name)
                            chosen: page.appearance.language === modelData.language
                            onClicked: page.appearance.language = modelData.language
                        }
                    }
                }
            }
        }
        SettingGroup {
            width: parent.width
            title: qsTr("Library")
            SettingRow {
                title: qsTr("Folders")
                help: page.library.folders.length === 0 ? qsTr("No folder was chosen yet.")
                    : page.library.watchText.length > 0 ? page.library.watchText
                    : qsTr("Looked through at each start, and when you ask for it.")
                Row {
                    spacing: Theme.space2
                    Button {
                        visible: page.library.folders.length > 0
                        iconName: "rescan"
                        text: qsTr("Look for changes")
                        enabled: !page.library.scanning
                        onClicked: page.library.rescan()
                    }
                    Button {
                        iconName: "folder"
                        text: qsTr("Add a folder")
                        onClicked: page.folderWanted()
                    }
                }
            }
            Column {
                width: parent.width
                visible: page.library.folders.length > 0
                Repeater {
                    model: page.library.folders
                    Item {
                        id: folder
                        required property int index
                        required property string modelData
                        width: parent.width
                        height: 40
                        Rectangle {
                            width: parent.width
                            height: 1
                            color: Theme.line
                        }
                        Label {
                            width: parent.width - drop.width - Theme.space3
                            height: parent.height
                            text: folder.modelData
                            elide: Text.ElideMiddle
                        }
                        IconButton {
                            id: drop
                            anchors.right: parent.right
                            anchors.verticalCenter: parent.verticalCenter
                            iconName: "close"
                            extent: 16
                            text: qsTr("Remove %1 from the library").arg(folder.modelData)
                            onClicked: {
                                leave.index = folder.index;
                                leave.folder = folder.modelData;
                                leave.open();
                            }
                        }
                    }
                }
            }
            SettingRow {
                visible: page.library.measuringWanted
                height: visible ? implicitHeight : 0
                title: qsTr("Loudness of music without ReplayGain")
                help: page.library.measuring || page.library.measuringShare < 1
                      ? qsTr("%1. Kept here; your files are left as they are.").arg(page.library.measuringText)
                      : page.library.measuringText
                Row {
                    spacing: Theme.space3
                    ProgressLine {
                        anchors.verticalCenter: parent.verticalCenter
                        width: 120
                        share: page.library.measuringShare
                    }
                    Button {
                        visible: page.library.measuring || page.library.measuringShare < 1
                        text: page.library.measuring ? qsTr("Stop") : qsTr("Measure")
                        onClicked: page.library.measuring ? page.library.cancelLoudness()
                                                          : page.library.measureLoudness()
                    }
                }
            }
            SettingSwitch {
                title: qsTr("Listen to the songs for Guess You Like")
                help: qsTr("Once for each song, while the machine has nothing else to do. Nothing leaves it.")
                checked: page.analysis.listens
                onChanged: on => page.analysis.listens = on
            }
            SettingRow {
                visible: page.library.trackCount > 0
                height: visible ? implicitHeight : 0
                title: qsTr("Songs that are there more than once")
                help: page.duplicates.running ? page.duplicates.progressText : page.duplicates.summary
                Component.onCompleted: page.duplicates.refresh()
                Row {
                    spacing: Theme.space3
                    ProgressLine {
                        anchors.verticalCenter: parent.verticalCenter
                        width: 120
                        visible: page.duplicates.running
                        share: page.duplicates.progressShare
                    }
                    Button {
                        objectName: "showDuplicates"
                        text: qsTr("Show")
                        onClicked: page.duplicatesWanted()
                    }
                }
            }
        }
    }
}
