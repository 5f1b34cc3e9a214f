// The rule of a smart playlist as it is typed: words, order, how many, and what it comes to.
import QtQuick
import Refrain

FocusScope {
    id: editor

    required property SmartPlaylistViewModel playlist
    required property PlaylistsViewModel playlists
    readonly property bool nameTaken: name.text.trim() !== "" && playlists.revision >= 0
                                      && !playlists.isFree(name.text, playlist.playlistId)
    readonly property bool whole: name.text.trim() !== "" && !nameTaken && query.text.trim() !== ""

    function save() {
        if (whole)
            playlist.save(name.text);
    }
    implicitHeight: card.implicitHeight + Theme.space2
    Component.onCompleted: {
        name.text = playlist.name;
        query.text = playlist.query;
        (query.text ? query : name).forceActiveFocus();
        name.selectAll();
    }
    Keys.onEscapePressed: playlist.cancel()

    component Caption: Label {
        color: Theme.textSoft
        font.pixelSize: Theme.caption
        Accessible.ignored: true
    }

    Card {
        id: card
        width: parent.width
        implicitHeight: body.implicitHeight + 2 * Theme.space4

        Column {
            id: body
            x: Theme.space4
            y: Theme.space4
            width: parent.width - 2 * Theme.space4
            spacing: Theme.space3

            Column {
                width: parent.width
                spacing: Theme.space1
                Caption { text: qsTr("Name") }
                TextField {
                    id: name
                    objectName: "smartName"
                    width: parent.width
                    maximumLength: 200
                    name: qsTr("Name")
                    wrong: editor.nameTaken
                    onAccepted: query.forceActiveFocus()
                }
                Label {
                    visible: editor.nameTaken
                    text: qsTr("There is a playlist of this name already.")
                    color: Theme.danger
                    font.pixelSize: Theme.small
                }
            }
            Column {
                width: parent.width
                spacing: Theme.space1
                Item {
                    width: parent.width
                    height: Math.max(caption.implicitHeight, helpLink.implicitHeight)
                    Caption {
                        id: caption
                        text: qsTr("Songs for which this holds")
                    }
                    LinkButton {
                        id: helpLink
                        anchors.right: parent.right
                        text: qsTr("What can be searched for")
                        onClicked: help.open()
                        QueryHelp {
                            id: help
                            objectName: "smartHelp"
                            x: parent.width - width
                            y: parent.height + Theme.space2
                            onTried: text => {
                                query.text = query.text.trim() ? query.text.trim() + " " + text : text;
                                query.forceActiveFocus();
                            }
                        }
                    }
                }
                TextField {
                    id: query
                    objectName: "smartQuery"
                    width: parent.width
                    maximumLength: 1000
                    name: caption.text
                    placeholderText: qsTr("genre:jazz rating:>3 -live")
                    wrong: editor.playlist.note !== ""
                    onTextChanged: editor.playlist.query = text
                    onAccepted: editor.save()
                }
                Label {
                    width: parent.width
                    visible: text !== ""
                    text: editor.playlist.note
                    color: Theme.danger
                    font.pixelSize: Theme.small
                }
            }
            Flow {
                width: parent.width
                spacing: Theme.space3
                Select {
                    name: qsTr("Sorted by")
                    model: editor.playlist.sortNames
                    currentIndex: editor.playlist.sort
                    onActivated: index => editor.playlist.sort = index
                }
                Select {
                    name: qsTr("Direction")
                    width: 180
                    model: [qsTr("Ascending"), qsTr("Descending")]
                    currentIndex: editor.playlist.descending ? 1 : 0
                    onActivated: index => editor.playlist.descending = index === 1
                }
                Row {
                    spacing: Theme.space2
                    Caption {
                        height: Theme.controlHeight
                        text: qsTr("At most")
                    }
                    TextField {
                        objectName: "smartMost"
                        width: 88
                        name: qsTr("At most so many songs; empty: all")
                        placeholderText: qsTr("all")
                        validator: IntValidator { bottom: 1; top: 999999 }
                        inputMethodHints: Qt.ImhDigitsOnly
                        Component.onCompleted: text = editor.playlist.most > 0 ? editor.playlist.most : ""
                        onTextChanged: editor.playlist.most = text ? parseInt(text) : 0
                        onAccepted: editor.save()
                    }
                    Caption {
                        height: Theme.controlHeight
                        text: qsTr("songs")
                    }
                }
            }
            Item {
                width: parent.width
                height: Theme.controlHeight
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.left: parent.left
                    anchors.right: buttons.left
                    anchors.rightMargin: Theme.space4
                    text: query.text.trim() ? editor.playlist.summary : ""
                    font.weight: Theme.strong
                }
                Row {
                    id: buttons
                    anchors.right: parent.right
                    spacing: Theme.space2
                    Button {
                        text: qsTr("Cancel")
                        onClicked: editor.playlist.cancel()
                    }
                    Button {
                        objectName: "smartSave"
                        primary: true
                        enabled: editor.whole
                        text: qsTr("Save")
                        onClicked: editor.save()
                    }
                }
            }
        }
    }
}
