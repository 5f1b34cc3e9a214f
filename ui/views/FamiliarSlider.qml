// How much of what comes next is familiar, how much is new to the listener; and a way back to their own share.
import QtQuick
import Refrain

Flow {
    id: row

    required property TasteViewModel taste

    spacing: Theme.space3

    Row {
        spacing: Theme.space3
        height: 32
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("New to me")
            color: Theme.textSoft
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        Slider {
            id: slider
            objectName: "familiarSlider"
            anchors.verticalCenter: parent.verticalCenter
            width: 180
            name: qsTr("Familiar or new to me")
            valueText: row.taste.ownShare ? qsTr("as you usually choose")
                                          : qsTr("%1 % familiar").arg(Math.round(value * 100))
            from: 0
            to: 1
            stepSize: 0.1
            snapMode: Slider.SnapAlways
            origin: 0.5
            handleAtRest: true
            opacity: row.taste.ownShare && !pressed && !visualFocus ? 0.6 : 1
            // While it is dragged the list stays: one new list for each place the handle is left at.
            onPressedChanged: if (!pressed) row.taste.familiar = value
            onMoved: if (!pressed) row.taste.familiar = value
            Binding {
                target: slider
                property: "value"
                value: row.taste.familiar
                when: !slider.pressed
                restoreMode: Binding.RestoreNone
            }
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Familiar")
            color: Theme.textSoft
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    Label {
        height: 32
        visible: row.taste.ownShare
        verticalAlignment: Text.AlignVCenter
        text: qsTr("as you usually choose")
        color: Theme.textFaint
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Chip {
        visible: !row.taste.ownShare
        text: qsTr("%1 % familiar").arg(Math.round(slider.value * 100))
        action: qsTr("as usual")
        actionName: qsTr("Familiar and new as you usually choose")
        onActed: row.taste.resetFamiliar()
    }
}
