// A line of text to be typed.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.TextField {
    id: field

    /// What is typed cannot be taken as it is.
    property bool wrong: false
    /// What it is for, for screen readers; a field has no words of its own.
    property string name: placeholderText

    implicitWidth: 320
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    placeholderTextColor: Theme.textFaint
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    font.family: Theme.family
    font.pixelSize: Theme.body
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.EditableText
    Accessible.name: name

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
    background: Rectangle {
        radius: Theme.radius
        color: field.hovered && !field.activeFocus ? Theme.hover : Theme.surface
        border.width: field.activeFocus ? 2 : 1
        border.color: field.wrong ? Theme.danger : field.activeFocus ? Theme.accent : Theme.line
    }
}
