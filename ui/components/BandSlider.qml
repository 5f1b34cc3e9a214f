// A slider that stands upright, for one band of the equaliser; its fill begins at zero.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Slider {
    id: slider

    property string name
    property string valueText
    /// Off where the bands are set but not in use.
    property bool lit: true

    orientation: Qt.Vertical
    implicitWidth: 28
    implicitHeight: 140
    topPadding: 6
    bottomPadding: 6
    wheelEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Slider
    Accessible.name: name + " " + valueText

    background: Item {
        Rectangle {
            id: groove
            anchors.horizontalCenter: parent.horizontalCenter
            y: slider.topPadding
            width: 4
            height: slider.availableHeight
            radius: 2
            color: Theme.pressed
            Rectangle {
                readonly property real middle: parent.height / 2
                readonly property real at: slider.visualPosition * parent.height
                y: Math.min(middle, at)
                width: parent.width
                height: Math.abs(middle - at)
                radius: 2
                color: slider.lit ? Theme.accent : Theme.textFaint
            }
        }
    }
    handle: Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: slider.topPadding + slider.visualPosition * slider.availableHeight - height / 2
        width: 14
        height: 14
        radius: 7
        color: slider.lit ? Theme.accent : Theme.textFaint
        border.width: 2
        border.color: Theme.raised
        FocusRing {
            shown: slider.visualFocus
            radius: parent.radius + gap
        }
    }
}
