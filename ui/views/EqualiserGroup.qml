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
        title: group.equaliser.enabled ? qsTr("On") : qsTr("Off")
        help: qsTr("Raises or lowers ten ranges from deep to high. Moving a slider switches it on.")
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
        id: board
        width: parent.width
        height: 216
        readonly property real edge: 52
        readonly property real plotTop: 8
        readonly property real plotHeight: 160
        /// What a decibel is high.
        readonly property real decibel: plotHeight / 24
        function across(share) {
            return edge + share * (width - edge);
        }

        component Level: Item {
            required property string name
            property bool strong: false
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
                x: board.edge
                width: parent.width - x
                height: 1
                color: parent.strong ? Theme.textFaint : Theme.line
                opacity: parent.strong ? 0.6 : 1
            }
        }
        Level { y: board.plotTop; name: qsTr("+12 dB") }
        Level { y: board.plotTop + board.plotHeight / 2; name: qsTr("0 dB"); strong: true }
        Level { y: board.plotTop + board.plotHeight; name: qsTr("−12 dB") }

        // What all bands do together, as the filters of the engine compute it.
        Canvas {
            id: curve
            objectName: "equaliserCurve"
            readonly property var points: group.equaliser.curve
            readonly property color ink: group.equaliser.enabled ? Theme.accent : Theme.textFaint
            readonly property color wash: group.equaliser.enabled ? Theme.accentSoft : "transparent"
            x: board.edge
            y: board.plotTop
            width: parent.width - x
            height: board.plotHeight
            onPointsChanged: requestPaint()
            onInkChanged: requestPaint()
            onWidthChanged: requestPaint()
            onPaint: {
                const pen = getContext("2d");
                const middle = height / 2;
                const last = points.length - 1;
                const along = i => i / last * width;
                const up = i => Math.max(1, Math.min(height - 1, middle - points[i] * board.decibel));
                pen.reset();
                pen.beginPath();
                pen.moveTo(0, middle);
                for (let i = 0; i <= last; ++i)
                    pen.lineTo(along(i), up(i));
                pen.lineTo(width, middle);
                pen.closePath();
                pen.fillStyle = wash;
                pen.fill();
                pen.beginPath();
                pen.moveTo(0, up(0));
                for (let i = 1; i <= last; ++i)
                    pen.lineTo(along(i), up(i));
                pen.strokeStyle = ink;
                pen.lineWidth = 2;
                pen.lineJoin = "round";
                pen.stroke();
            }
            Accessible.ignored: true
        }
        Repeater {
            model: group.equaliser.bands
            Item {
                id: band
                required property int index
                required property string modelData
                readonly property real gain: group.equaliser.gains[index]
                x: board.across(group.equaliser.places[index]) - width / 2
                width: 56
                height: board.height
                BandSlider {
                    id: slider
                    y: board.plotTop - topPadding
                    height: board.plotHeight + topPadding + bottomPadding
                    anchors.horizontalCenter: parent.horizontalCenter
                    name: band.modelData
                    valueText: amount.text
                    lit: group.equaliser.enabled
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
                    anchors.bottom: amount.top
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
                    anchors.bottom: parent.bottom
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: (band.gain > 0 ? "+" : band.gain < 0 ? "−" : "")
                          + Math.abs(band.gain).toLocaleString(Qt.locale(), "f", band.gain % 1 === 0 ? 0 : 1)
                    font.pixelSize: Theme.caption
                    color: band.gain === 0 || !group.equaliser.enabled ? Theme.textFaint : Theme.text
                    tells: false
                    Accessible.ignored: true
                }
            }
        }
    }
}
