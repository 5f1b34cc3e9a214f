// The search field: a glass, the words, and a way to clear them.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.TextField {
    id: field

    implicitWidth: 320
    implicitHeight: Theme.controlHeight + Theme.space1
    leftPadding: Theme.space7 - Theme.space2
    rightPadding: text ? Theme.space7 - Theme.space2 : Theme.space4
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    placeholderTextColor: Theme.textFaint
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    font.family: Theme.family
    font.pixelSize: Theme.body
    maximumLength: 200
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText
    Accessible.searchEdit: true

    Text {
        x: field.leftPadding
        width: field.width - field.leftPadding - field.rightPadding
        height: field.height
        verticalAlignment: Text.AlignVCenter
        text: field.placeholderText
        textFormat: Text.PlainText
        elide: Text.ElideRight
        visible: !field.text && !field.preeditText
        color: field.placeholderTextColor
        font: field.font
        Accessible.ignored: true
    }
    Icon {
        name: "search"
        colour: Theme.textFaint
        extent: 18
        x: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
    }
    IconButton {
        visible: field.text !== ""
        iconName: "close"
        extent: 14
        implicitWidth: 28
        implicitHeight: 28
        text: qsTr("Clear the search")
        anchors.right: parent.right
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        onClicked: {
            field.clear();
            field.forceActiveFocus();
        }
    }
    background: Rectangle {
        radius: height / 2
        color: field.activeFocus ? Theme.raised : field.hovered ? Theme.pressed : Theme.hover
        border.width: field.activeFocus ? 2 : 1
        border.color: field.activeFocus ? Theme.accent : Theme.line
    }
}
