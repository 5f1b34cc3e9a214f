// Asks before something is done that one might not have meant; Escape and a click elsewhere mean no.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Popup {
    id: question

    property string title
    property string sentence
    /// What is done: a verb.
    property string action
    signal confirmed

    modal: true
    focus: true
    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(440, (parent ? parent.width : 440) - 2 * Theme.space5)
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    padding: Theme.space5
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    T.Overlay.modal: Rectangle { color: Theme.shade }

    contentItem: FocusScope {
        implicitHeight: body.implicitHeight
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: question.title
        Accessible.description: question.sentence
        Column {
            id: body
            width: parent.width
            spacing: Theme.space3
            Label {
                width: parent.width
                text: question.title
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                font.pixelSize: Theme.lead
                font.weight: Theme.strong
                Accessible.role: Accessible.Heading
            }
            Label {
                width: parent.width
                text: question.sentence
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                color: Theme.textSoft
                lineHeight: 1.3
            }
            Row {
                anchors.right: parent.right
                topPadding: Theme.space2
                spacing: Theme.space2
                Button {
                    // The harmless answer is the one that Enter gives.
                    focus: true
                    text: qsTr("Cancel")
                    onClicked: question.close()
                }
                Button {
                    objectName: "confirm"
                    primary: true
                    text: question.action
                    onClicked: {
                        question.close();
                        question.confirmed();
                    }
                }
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.raised
        border.width: 1
        border.color: Theme.line
    }
}
