// Where in the track one is: times at both ends, the time under the pointer, the stretch that repeats.
import QtQuick
import Refrain

Item {
    id: seekBar

    required property PlayerViewModel player
    required property StretchViewModel stretch
    readonly property real step: 5000
    readonly property real longStep: 30000

    implicitHeight: 24

    Label {
        id: at
        // As wide as the longest time there is, so that nothing moves while it plays.
        width: end.width
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        // While it is dragged: where it would go.
        text: !seekBar.player.hasTrack ? "" : slider.pressed ? seekBar.player.timeText(slider.value)
                                                             : seekBar.player.positionText
        tells: false
        font.pixelSize: Theme.caption
        color: Theme.textSoft
    }
    Slider {
        id: slider
        objectName: "seekSlider"
        anchors.left: at.right
        anchors.right: end.left
        anchors.leftMargin: Theme.space2
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        enabled: seekBar.player.hasTrack && seekBar.player.duration > 0
        name: qsTr("Position")
        valueText: seekBar.player.positionText
        from: 0
        to: Math.max(1, seekBar.player.duration)
        stepSize: seekBar.step
        snapMode: Slider.NoSnap
        onMoved: if (!pressed) seekBar.player.seek(value)
        // Only when let go: a seek flushes the decoder.
        onPressedChanged: if (!pressed) seekBar.player.seek(value)
        Keys.onPressed: event => {
            const step = event.modifiers & Qt.ShiftModifier ? seekBar.longStep : seekBar.step;
            if (event.key === Qt.Key_Right || event.key === Qt.Key_Up)
                seekBar.player.seekBy(step);
            else if (event.key === Qt.Key_Left || event.key === Qt.Key_Down)
                seekBar.player.seekBy(-step);
            else if (event.key === Qt.Key_PageUp)
                seekBar.player.seekBy(seekBar.longStep);
            else if (event.key === Qt.Key_PageDown)
                seekBar.player.seekBy(-seekBar.longStep);
            else if (event.key === Qt.Key_Home)
                seekBar.player.seek(0);
            else
                return;
            event.accepted = true;
        }
        Binding {
            target: slider
            property: "value"
            value: seekBar.player.position
            when: !slider.pressed
            restoreMode: Binding.RestoreNone
        }

        component Mark: Rectangle {
            required property real position
            required property string letter
            visible: position >= 0 && slider.enabled
            x: position / slider.to * slider.width - width / 2
            anchors.verticalCenter: parent.verticalCenter
            width: 2
            height: 14
            color: Theme.accent
            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                y: -height + 3
                text: parent.letter
                tells: false
                font.pixelSize: 10
                font.weight: Theme.strong
                color: Theme.accent
                Accessible.ignored: true
            }
        }
        Rectangle {
            visible: seekBar.stretch.complete && slider.enabled
            x: seekBar.stretch.from / slider.to * slider.width
            width: (seekBar.stretch.to - seekBar.stretch.from) / slider.to * slider.width
            anchors.verticalCenter: parent.verticalCenter
            height: 14
            color: Theme.accentSoft
        }
        Mark {
            position: seekBar.stretch.from
            letter: qsTr("A")
        }
        Mark {
            position: seekBar.stretch.to
            letter: qsTr("B")
        }
        HoverHandler { id: hover }
        Loader {
            active: slider.enabled && (hover.hovered || slider.pressed)
            sourceComponent: ToolTip {
                parent: slider
                readonly property real share: Math.max(0, Math.min(1, slider.pressed ? slider.visualPosition
                                                                       : hover.point.position.x / slider.width))
                visible: true
                delay: 0
                x: share * slider.width - width / 2
                text: seekBar.player.timeText(share * slider.to)
            }
        }
    }
    Label {
        id: end
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(implicitWidth, 28)
        text: seekBar.player.hasTrack ? seekBar.player.durationText : ""
        tells: false
        font.pixelSize: Theme.caption
        color: Theme.textSoft
    }
}
