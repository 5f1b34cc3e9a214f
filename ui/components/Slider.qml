// A thin line to drag along; the handle shows when it can be grabbed, or always where it is asked for.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Slider {
    id: slider

    property string name
    property string valueText
    /// At rest too: among settings, where a slider must look like one.
    property bool handleAtRest: false
    /// Where the filled part begins.
    property real origin: from
    readonly property real originPosition: to > from ? (origin - from) / (to - from) : 0

    implicitHeight: 24
    implicitWidth: 120
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Slider
    Accessible.name: valueText ? name + " " + valueText : name

    background: Item {
        Rectangle {
            id: groove
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            height: 4
            radius: 2
            color: Theme.pressed
            Rectangle {
                readonly property real begin: Math.min(slider.originPosition, slider.visualPosition)
                x: begin * parent.width
                width: (Math.max(slider.originPosition, slider.visualPosition) - begin) * parent.width
                height: parent.height
                radius: 2
                color: slider.enabled ? Theme.accent : Theme.line
            }
        }
    }
    handle: Rectangle {
        x: slider.visualPosition * (slider.availableWidth - width)
        anchors.verticalCenter: parent.verticalCenter
        width: 12
        height: 12
        radius: 6
        color: slider.enabled ? Theme.accent : Theme.textFaint
        opacity: slider.handleAtRest || slider.enabled && (slider.hovered || slider.pressed || slider.visualFocus) ? 1 : 0
        FocusRing {
            shown: slider.visualFocus
            radius: parent.radius + gap
        }
    }
}
