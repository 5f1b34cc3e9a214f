// A state that holds until it is ended, in one sentence that stays in sight.
import QtQuick
import Refrain

Rectangle {
    id: banner

    property string iconName
    property string text
    property string action
    signal acted

    /// Room for two lines.
    implicitHeight: visible ? Theme.controlHeight + Theme.space2 : 0
    color: Theme.hover
    border.width: 1
    border.color: Theme.line
    radius: Theme.radius
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Icon {
        id: sign
        name: banner.iconName
        colour: Theme.accent
        x: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        id: words
        anchors.left: sign.right
        anchors.leftMargin: Theme.space3
        anchors.right: end.left
        anchors.rightMargin: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        text: banner.text
        wrapMode: Text.Wrap
        maximumLineCount: 2
        Accessible.ignored: true
    }
    Button {
        id: end
        anchors.right: parent.right
        anchors.rightMargin: Theme.space1
        anchors.verticalCenter: parent.verticalCenter
        quiet: true
        text: banner.action
        onClicked: banner.acted()
    }
}
