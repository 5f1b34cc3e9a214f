// A button in words. `primary` for the one thing a page is for, `quiet` for the rest beside it.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Button {
    id: button

    property bool primary: false
    property bool quiet: false
    property string iconName
    property int textSize: Theme.body
    readonly property color ink: primary ? Theme.accentInk : quiet ? Theme.accent : Theme.text

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    leftPadding: quiet ? Theme.space3 : Theme.space4
    rightPadding: leftPadding
    opacity: enabled ? 1 : 0.45
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.space2
            Icon {
                name: button.iconName
                visible: button.iconName !== ""
                extent: 18
                colour: button.ink
                anchors.verticalCenter: parent.verticalCenter
            }
            Text {
                text: button.text
                textFormat: Text.PlainText
                color: button.ink
                font.family: Theme.family
                font.pixelSize: button.textSize
                font.weight: button.primary || button.quiet ? Theme.strong : Theme.regular
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.primary ? (button.down ? Qt.darker(Theme.accent, 1.15)
                                             : button.hovered ? Qt.darker(Theme.accent, 1.07) : Theme.accent)
                              : button.down ? Theme.pressed : button.hovered ? Theme.hover : "transparent"
        border.width: button.primary || button.quiet ? 0 : 1
        border.color: Theme.line
        FocusRing { shown: button.visualFocus }
    }
}
