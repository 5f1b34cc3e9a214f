// A thin line to drag along; the handle shows when it can be grabbed.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Slider {
    id: slider

    property string name
    property string valueText

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
                width: slider.visualPosition * parent.width
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
        color: Theme.accent
        opacity: slider.enabled && (slider.hovered || slider.pressed || slider.visualFocus) ? 1 : 0
        FocusRing {
            shown: slider.visualFocus
            radius: parent.radius + gap
        }
    }
}
