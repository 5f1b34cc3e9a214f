// The ten-band equaliser: a switch, ready-made curves, and a slider per band.
import QtQuick
import Refrain

SettingGroup {
    id: group

    required property EqualiserViewModel equaliser

    title: qsTr("Equaliser")
    resettable: true
    onReset: {
        equaliser.preset = 0;
        equaliser.enabled = false;
    }

    SettingRow {
        title: qsTr("Equaliser")
        help: qsTr("Raises or lowers ten ranges from deep to high.")
        Row {
            spacing: Theme.space3
            Select {
                anchors.verticalCenter: parent.verticalCenter
                width: 200
                name: qsTr("Preset of the equaliser")
                model: group.equaliser.presets
                currentIndex: group.equaliser.preset
                otherwise: group.equaliser.presetName
                onActivated: index => {
                    group.equaliser.preset = index;
                    // The choice of the hand has cut the binding.
                    currentIndex = Qt.binding(() => group.equaliser.preset);
                }
            }
            Switch {
                id: power
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Equaliser")
                onToggled: group.equaliser.enabled = checked
                Binding {
                    target: power
                    property: "checked"
                    value: group.equaliser.enabled
                    restoreMode: Binding.RestoreNone
                }
            }
        }
    }
    Item {
        width: parent.width
        height: 180

        component Level: Item {
            required property string name
            width: parent.width
            height: 1
            Label {
                width: 44
                anchors.verticalCenter: parent.verticalCenter
                horizontalAlignment: Text.AlignRight
                text: parent.name
                font.pixelSize: Theme.caption
                color: Theme.textFaint
                Accessible.ignored: true
            }
            Rectangle {
                x: 52
                width: parent.width - x
                height: 1
                color: Theme.line
            }
        }
        Level { y: 6; name: qsTr("+12 dB") }
        Level { y: 70; name: qsTr("0 dB") }
        Level { y: 134; name: qsTr("−12 dB") }
        Row {
            x: 52
            width: parent.width - x
            Repeater {
                model: group.equaliser.bands
                Item {
                    id: band
                    required property int index
                    required property string modelData
                    readonly property real gain: group.equaliser.gains[index]
                    width: parent.width / 10
                    height: 180
                    BandSlider {
                        id: slider
                        anchors.horizontalCenter: parent.horizontalCenter
                        enabled: group.equaliser.enabled
                        name: band.modelData
                        valueText: amount.text
                        from: -12
                        to: 12
                        stepSize: 0.5
                        snapMode: BandSlider.SnapAlways
                        onMoved: group.equaliser.setGain(band.index, value)
                        Binding {
                            target: slider
                            property: "value"
                            value: band.gain
                            when: !slider.pressed
                            restoreMode: Binding.RestoreNone
                        }
                    }
                    Label {
                        anchors.top: slider.bottom
                        anchors.topMargin: Theme.space1
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        text: band.modelData
                        font.pixelSize: Theme.caption
                        color: Theme.textSoft
                        tells: false
                        Accessible.ignored: true
                    }
                    Label {
                        id: amount
                        anchors.top: slider.bottom
                        anchors.topMargin: 22
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        text: (band.gain > 0 ? "+" : band.gain < 0 ? "−" : "")
                              + Math.abs(band.gain).toLocaleString(Qt.locale(), "f", band.gain % 1 === 0 ? 0 : 1)
                        font.pixelSize: Theme.caption
                        color: band.gain === 0 ? Theme.textFaint : Theme.text
                        tells: false
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
