// Asks what something is to be called; Enter takes the name, Escape leaves everything as it is.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Popup {
    id: sheet

    property string title
    /// What is done with the name: a verb.
    property string action
    property string suggestion
    /// Says of a name whether it can be taken.
    property var isFree: name => name.trim() !== ""
    /// Said of a name that cannot.
    property string takenText
    /// Takes it.
    property var take: name => {}

    function openWith(name) {
        suggestion = name;
        open();
    }
    function accept() {
        if (!isFree(field.text))
            return;
        close();
        take(field.text.trim());
    }

    modal: true
    focus: true
    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(440, (parent ? parent.width : 440) - 2 * Theme.space5)
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    padding: Theme.space5
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    T.Overlay.modal: Rectangle { color: Theme.shade }
    onAboutToShow: {
        field.text = suggestion;
        field.selectAll();
        field.forceActiveFocus();
    }

    contentItem: FocusScope {
        implicitHeight: body.implicitHeight
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.title
        Column {
            id: body
            width: parent.width
            spacing: Theme.space3
            Label {
                width: parent.width
                text: sheet.title
                font.pixelSize: Theme.lead
                font.weight: Theme.strong
                Accessible.role: Accessible.Heading
            }
            TextField {
                id: field
                objectName: "nameField"
                width: parent.width
                focus: true
                maximumLength: 200
                name: sheet.title
                wrong: text.trim() !== "" && !sheet.isFree(text)
                onAccepted: sheet.accept()
            }
            Label {
                width: parent.width
                visible: field.wrong
                text: sheet.takenText
                color: Theme.danger
                font.pixelSize: Theme.small
            }
            Row {
                anchors.right: parent.right
                topPadding: Theme.space2
                spacing: Theme.space2
                Button {
                    text: qsTr("Cancel")
                    onClicked: sheet.close()
                }
                Button {
                    objectName: "takeName"
                    primary: true
                    enabled: field.text.trim() !== "" && !field.wrong
                    text: sheet.action
                    onClicked: sheet.accept()
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
