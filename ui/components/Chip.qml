// A small fact with something to do about it: "techno · fades in 24 min · lift".
import QtQuick
import Refrain

Rectangle {
    id: chip

    property string text
    property string detail
    property string action
    property string actionName: action
    signal acted

    implicitWidth: row.implicitWidth + Theme.space3 + (action ? Theme.space1 : Theme.space3)
    implicitHeight: 32
    radius: height / 2
    color: Theme.hover
    border.width: 1
    border.color: Theme.line

    Row {
        id: row
        x: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space2
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 200)
            text: chip.text
            font.pixelSize: Theme.caption
            font.weight: Theme.strong
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: chip.detail
            visible: text !== ""
            color: Theme.textSoft
            font.pixelSize: Theme.caption
        }
        Button {
            anchors.verticalCenter: parent.verticalCenter
            visible: chip.action !== ""
            implicitHeight: 24
            quiet: true
            textSize: Theme.caption
            leftPadding: Theme.space2
            text: chip.action
            Accessible.name: chip.actionName
            onClicked: chip.acted()
        }
    }
}
