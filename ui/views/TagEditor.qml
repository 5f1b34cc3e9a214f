// The tags of one song or of many: what they say, what is wanted of them, and what that changes before it is
// written.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Popup {
    id: sheet
    objectName: "tagEditor"

    required property TagEditorViewModel editor
    readonly property bool many: editor.count > 1
    readonly property bool writable: editor.ready && !editor.writing && editor.changes > 0 && editor.trouble === ""

    modal: true
    focus: true
    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(820, (parent ? parent.width : 820) - 2 * Theme.space5)
    height: Math.min(implicitHeight, (parent ? parent.height : 720) - 2 * Theme.space5)
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    padding: Theme.space5
    // What was typed is not thrown away by a click beside the sheet.
    closePolicy: T.Popup.CloseOnEscape
    T.Overlay.modal: Rectangle { color: Theme.shade }

    Connections {
        target: sheet.editor
        function onWritten() { sheet.close(); }
    }
    Shortcut {
        sequence: "Ctrl+Return"
        enabled: sheet.opened && sheet.writable
        onActivated: sheet.editor.apply()
    }

    component Field: Column {
        id: entry
        required property int field
        readonly property var now: field < sheet.editor.fields.length ? sheet.editor.fields[field] : null
        readonly property string was: now ? now.text : ""
        /// The listener wants it gone from all of them, though they differ.
        property bool removed: false
        readonly property bool changed: removed || box.text !== was
        spacing: Theme.space1
        onNowChanged: takeBack()
        Component.onCompleted: takeBack()
        function takeBack() {
            removed = false;
            // Not `was`: that may still be of the song before.
            box.text = now ? now.text : "";
        }
        function takeFocus() {
            box.forceActiveFocus();
        }
        Item {
            width: parent.width
            height: 16
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: entry.now ? entry.now.name : ""
                color: entry.changed ? Theme.accent : Theme.textSoft
                font.pixelSize: Theme.caption
                font.weight: entry.changed ? Theme.strong : Theme.regular
                Accessible.ignored: true
            }
        }
        Item {
            width: parent.width
            height: box.implicitHeight
            TextField {
                id: box
                objectName: "tagField" + entry.field
                width: parent.width
                rightPadding: aside.visible ? aside.width + Theme.space1 : Theme.space3
                enabled: sheet.editor.ready && !sheet.editor.writing
                name: entry.now ? entry.now.name : ""
                placeholderText: entry.removed ? qsTr("Removed from all") : entry.now && entry.now.mixed ? qsTr("Several, which stay as they are") : ""
                onTextEdited: {
                    entry.removed = false;
                    sheet.editor.set(entry.field, text);
                }
            }
            IconButton {
                id: aside
                anchors.right: parent.right
                width: Theme.controlHeight
                height: Theme.controlHeight
                extent: 14
                visible: box.enabled && (entry.changed || (entry.now !== null && entry.now.mixed))
                iconName: entry.changed ? "undo" : "close"
                text: entry.changed ? qsTr("As it was: %1").arg(box.name) : qsTr("Remove from all: %1").arg(box.name)
                onClicked: {
                    if (entry.changed) {
                        entry.takeBack();
                        sheet.editor.set(entry.field, entry.was);
                    } else {
                        entry.removed = true;
                        sheet.editor.remove(entry.field);
                    }
                }
            }
        }
    }

    contentItem: FocusScope {
        implicitHeight: heading.height + Theme.space4 + fields.contentHeight + Theme.space4 + foot.height
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: heading.text

        Label {
            id: heading
            width: parent.width - Theme.controlHeight
            height: Theme.controlHeight
            text: sheet.many ? qsTr("Tags of %n song(s)", "", sheet.editor.count) : qsTr("Tags")
            font.pixelSize: Theme.title
            Accessible.role: Accessible.Heading
        }
        IconButton {
            anchors.right: parent.right
            iconName: "close"
            text: qsTr("Close (Esc)")
            onClicked: sheet.close()
        }
        ScrollSheet {
            id: fields
            objectName: "tagFields"
            anchors.top: heading.bottom
            anchors.topMargin: Theme.space4
            anchors.bottom: foot.top
            anchors.bottomMargin: Theme.space4
            width: parent.width + margin
            margin: Theme.space3
            spacing: Theme.space3

            Field {
                id: title
                width: parent.width
                field: 0
            }
            Row {
                id: pairs
                width: parent.width
                spacing: Theme.space4
                readonly property real half: (width - spacing) / 2
                Field { width: pairs.half; field: 1 }
                Field { width: pairs.half; field: 3 }
            }
            Row {
                spacing: Theme.space4
                Field { width: pairs.half; field: 2 }
                Field { width: pairs.half; field: 4 }
            }
            Row {
                spacing: Theme.space4
                Field { width: pairs.half; field: 5 }
                Field { width: pairs.half; field: 6 }
            }
            Row {
                spacing: Theme.space4
                readonly property real quarter: (pairs.width - 3 * spacing) / 4
                Field { width: parent.quarter; field: 7 }
                Field { width: parent.quarter; field: 8 }
                Field { width: parent.quarter; field: 9 }
                Field { width: parent.quarter; field: 10 }
            }
            Row {
                spacing: Theme.space3
                Switch {
                    id: compilation
                    readonly property var now: sheet.editor.fields.length > 11 ? sheet.editor.fields[11] : null
                    anchors.verticalCenter: parent.verticalCenter
                    enabled: sheet.editor.ready && !sheet.editor.writing
                    text: now ? now.name : ""
                    onNowChanged: checked = now !== null && now.text === "1"
                    onToggled: sheet.editor.set(11, checked ? "1" : now.mixed ? "0" : "")
                }
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    text: qsTr("Part of a compilation by various artists")
                    color: Theme.textSoft
                    Accessible.ignored: true
                }
            }
            Row {
                visible: sheet.many
                spacing: Theme.space4
                Column {
                    width: pairs.half
                    spacing: Theme.space1
                    Label {
                        height: 16
                        text: qsTr("Number them from")
                        color: Theme.textSoft
                        font.pixelSize: Theme.caption
                        Accessible.ignored: true
                    }
                    TextField {
                        id: numberFrom
                        objectName: "numberFrom"
                        width: parent.width
                        enabled: sheet.editor.ready && !sheet.editor.writing
                        name: qsTr("Number them from")
                        placeholderText: qsTr("Numbers stay")
                        inputMethodHints: Qt.ImhDigitsOnly
                        validator: IntValidator { bottom: 1; top: 9999 }
                        onTextEdited: sheet.editor.setNumberFrom(text === "" ? 0 : parseInt(text))
                    }
                }
                Column {
                    width: pairs.half
                    spacing: Theme.space1
                    Label {
                        height: 16
                        text: qsTr("Letters of the titles")
                        color: Theme.textSoft
                        font.pixelSize: Theme.caption
                        Accessible.ignored: true
                    }
                    Select {
                        id: letters
                        readonly property var words: ["", "title", "sentence", "lower", "upper"]
                        width: parent.width
                        enabled: sheet.editor.ready && !sheet.editor.writing
                        name: qsTr("Letters of the titles")
                        model: [qsTr("As they are"), qsTr("Every Word"), qsTr("First word"), qsTr("all small"), qsTr("ALL CAPITALS")]
                        onActivated: index => sheet.editor.setLetterCase(words[index])
                    }
                }
            }
            Column {
                width: parent.width
                spacing: Theme.space1
                Label {
                    height: 16
                    text: qsTr("Take from the names of the files")
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                    Accessible.ignored: true
                }
                TextField {
                    id: pattern
                    width: parent.width
                    enabled: sheet.editor.ready && !sheet.editor.writing
                    name: qsTr("Take from the names of the files")
                    placeholderText: "%artist%/%album%/%track% - %title%"
                    onTextEdited: sheet.editor.setPattern(text)
                }
            }
            Column {
                width: parent.width
                spacing: Theme.space2
                visible: sheet.editor.changes > 0
                Label {
                    text: qsTr("This is changed")
                    font.weight: Theme.strong
                    Accessible.role: Accessible.Heading
                }
                Repeater {
                    model: sheet.editor.preview
                    Column {
                        id: change
                        required property var modelData
                        width: parent.width
                        spacing: 2
                        Label {
                            width: parent.width
                            text: change.modelData.file
                            elide: Text.ElideMiddle
                            font.pixelSize: Theme.small
                        }
                        Label {
                            width: parent.width
                            text: change.modelData.changes
                            wrapMode: Text.Wrap
                            elide: Text.ElideNone
                            color: Theme.textSoft
                            font.pixelSize: Theme.caption
                        }
                    }
                }
                Label {
                    visible: sheet.editor.changes > sheet.editor.preview.length
                    text: qsTr("and %n more file(s)", "", sheet.editor.changes - sheet.editor.preview.length)
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                }
            }
        }
        Item {
            id: foot
            anchors.bottom: parent.bottom
            width: parent.width
            height: Math.max(Theme.controlHeight, words.implicitHeight)
            Column {
                id: words
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.right: buttons.left
                anchors.rightMargin: Theme.space4
                spacing: Theme.space1
                Label {
                    objectName: "tagTrouble"
                    width: parent.width
                    visible: text !== ""
                    text: sheet.editor.trouble
                    wrapMode: Text.Wrap
                    elide: Text.ElideNone
                    maximumLineCount: 3
                    color: Theme.danger
                    Accessible.role: Accessible.AlertMessage
                }
                Label {
                    width: parent.width
                    visible: sheet.editor.trouble !== "" && text !== ""
                    text: sheet.editor.troubleFile
                    elide: Text.ElideMiddle
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                }
                ProgressLine {
                    width: parent.width
                    visible: sheet.editor.writing
                    share: sheet.editor.share
                }
                LinkButton {
                    visible: text !== "" && !sheet.editor.writing && sheet.editor.trouble === "" && sheet.editor.changes === 0
                    text: sheet.editor.undoText
                    onClicked: {
                        sheet.editor.undoLast();
                        sheet.close();
                    }
                }
            }
            Row {
                id: buttons
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.space2
                Button {
                    text: sheet.editor.writing ? qsTr("Stop") : qsTr("Cancel")
                    onClicked: sheet.editor.writing ? sheet.editor.stop() : sheet.close()
                }
                Button {
                    objectName: "writeTags"
                    primary: true
                    enabled: sheet.writable
                    text: sheet.editor.changes > 0 ? qsTr("Write %n file(s)", "", sheet.editor.changes) : qsTr("Nothing to write")
                    onClicked: sheet.editor.apply()
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
    onOpened: title.takeFocus()
    onAboutToShow: {
        numberFrom.text = "";
        letters.currentIndex = 0;
        pattern.text = "";
    }
}
