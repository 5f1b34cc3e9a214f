// What the keyboard can do, on one sheet (F1).
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Popup {
    id: sheet
    objectName: "shortcutsPanel"

    readonly property var groups: [
        { title: qsTr("Playback"), keys: [
            [qsTr("Space"), qsTr("Play or pause")],
            ["Ctrl+→  Ctrl+←", qsTr("Next, previous")],
            ["Shift+→  Shift+←", qsTr("30 seconds on, back")],
            ["Ctrl+↑  Ctrl+↓", qsTr("Louder, softer")],
            ["Ctrl+M", qsTr("Mute")],
            ["Ctrl+S", qsTr("Shuffle")],
            ["Ctrl+R", qsTr("Repeat: queue, track, off")],
            ["Ctrl+B", qsTr("Repeat from A to B: set A, set B, clear")],
            ["Ctrl+P", qsTr("Sleep timer, speed, equaliser, output")],
            ["Ctrl+Shift+P", qsTr("Private session")],
            ["Ctrl+Y", qsTr("Lyrics of what plays")],
            ["Ctrl+L", qsTr("Love what plays")],
            ["Alt+0 … Alt+5", qsTr("Rate what plays")]] },
        { title: qsTr("Queue"), keys: [
            [qsTr("Enter"), qsTr("Play the row")],
            ["Shift+↑  Shift+↓", qsTr("Select more rows")],
            ["Ctrl+A", qsTr("Select all")],
            ["Alt+↑  Alt+↓", qsTr("Move what is selected")],
            [qsTr("Delete"), qsTr("Remove what is selected")],
            ["Ctrl+Z", qsTr("Take back the last change")]] },
        { title: qsTr("Window"), keys: [
            ["Ctrl+1 … Ctrl+4", qsTr("Songs, Guess You Like, Queue, History")],
            ["Ctrl+F", qsTr("Search")],
            ["Ctrl+O", qsTr("Add a folder")],
            ["Ctrl+,", qsTr("Settings")],
            ["0 … 5", qsTr("Rate the songs of the row")],
            ["Ctrl+E", qsTr("Edit the tags of the row or the selection")],
            [qsTr("Menu key"), qsTr("What can be done with the row")],
            ["F1", qsTr("This sheet")],
            ["Ctrl+Q", qsTr("Quit")]] }
    ]

    modal: true
    focus: true
    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(760, (parent ? parent.width : 760) - 2 * Theme.space5)
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    padding: Theme.space5
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    T.Overlay.modal: Rectangle { color: Theme.shade }

    contentItem: FocusScope {
        implicitHeight: body.implicitHeight
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: heading.text
        Column {
            id: body
            width: parent.width
            spacing: Theme.space4
            Item {
                width: parent.width
                height: Theme.controlHeight
                Label {
                    id: heading
                    anchors.verticalCenter: parent.verticalCenter
                    text: qsTr("Keyboard")
                    font.pixelSize: Theme.title
                    Accessible.role: Accessible.Heading
                }
                IconButton {
                    anchors.right: parent.right
                    focus: true
                    iconName: "close"
                    text: qsTr("Close (Esc)")
                    onClicked: sheet.close()
                }
            }
            Row {
                width: parent.width
                spacing: Theme.space5

                component Group: Column {
                    id: group
                    required property var content
                    spacing: 6
                    Label {
                        text: group.content.title
                        font.pixelSize: Theme.caption
                        font.weight: Theme.strong
                        color: Theme.textSoft
                    }
                    Repeater {
                        model: group.content.keys
                        Item {
                            required property var modelData
                            width: group.width
                            height: Math.max(20, what.implicitHeight)
                            Accessible.role: Accessible.StaticText
                            Accessible.name: modelData[0] + ": " + modelData[1]
                            Label {
                                width: 120
                                text: parent.modelData[0]
                                font.pixelSize: Theme.small
                                font.weight: Theme.strong
                                Accessible.ignored: true
                            }
                            Label {
                                id: what
                                x: 124
                                width: parent.width - x
                                text: parent.modelData[1]
                                wrapMode: Text.Wrap
                                elide: Text.ElideNone
                                font.pixelSize: Theme.small
                                color: Theme.textSoft
                                Accessible.ignored: true
                            }
                        }
                    }
                }
                Group {
                    width: (parent.width - parent.spacing) / 2
                    content: sheet.groups[0]
                }
                Column {
                    width: (parent.width - parent.spacing) / 2
                    spacing: Theme.space4
                    Group {
                        width: parent.width
                        content: sheet.groups[1]
                    }
                    Group {
                        width: parent.width
                        content: sheet.groups[2]
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
