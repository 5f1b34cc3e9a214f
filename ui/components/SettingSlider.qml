// A setting with an amount: a slider, and the amount in words beside it.
import QtQuick
import Refrain

SettingRow {
    id: row

    property real value: 0
    property real from: 0
    property real to: 1
    property real stepSize: 1
    /// Where the filled part begins: zero where gains go both ways.
    property real origin: from
    /// What the amount is called: function(value) -> text.
    property var words: value => value
    signal changed(real value)

    Row {
        spacing: Theme.space3
        Slider {
            id: slider
            anchors.verticalCenter: parent.verticalCenter
            width: 180
            name: row.title
            valueText: amount.text
            from: row.from
            to: row.to
            stepSize: row.stepSize
            snapMode: Slider.SnapAlways
            origin: row.origin
            handleAtRest: true
            onMoved: row.changed(value)
            Binding {
                target: slider
                property: "value"
                value: row.value
                when: !slider.pressed
                restoreMode: Binding.RestoreNone
            }
        }
        Label {
            id: amount
            anchors.verticalCenter: parent.verticalCenter
            width: 64
            horizontalAlignment: Text.AlignRight
            text: row.words(slider.value)
            tells: false
            color: Theme.textSoft
            Accessible.ignored: true
        }
    }
}
