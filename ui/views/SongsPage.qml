// Every song of the library, in the order the listener likes.
import QtQuick
import Refrain

FocusScope {
    id: page

    required property SongsViewModel songs
    required property LibraryViewModel library
    required property TrackColumnsViewModel columns
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    signal folderWanted

    PageHeader {
        id: header
        width: parent.width
        visible: page.library.trackCount > 0
        title: qsTr("Songs")
        note: page.library.countText
        Button {
            iconName: "folder"
            text: qsTr("Add a folder")
            onClicked: page.folderWanted()
        }
        IconButton {
            iconName: "rescan"
            text: qsTr("Look for changes on the disk")
            enabled: !page.library.scanning
            onClicked: page.library.rescan()
        }
    }
    TrackTable {
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        // The rows' own margin hangs outside, so that covers and headline stand on one line.
        x: -Theme.space3
        width: parent.width + 2 * Theme.space3
        visible: page.library.trackCount > 0
        focus: true
        tracks: page.songs.tracks
        columns: page.columns
        player: page.player
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        tagEditor: page.tagEditor
        sorting: page.songs
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.library.firstRun
        headline: qsTr("Refrain plays the music on your disk and learns what you like.")
        Column {
            spacing: Theme.space3
            Button {
                anchors.horizontalCenter: parent.horizontalCenter
                primary: true
                iconName: "folder"
                focus: true
                text: qsTr("Choose your music folder")
                onClicked: page.folderWanted()
            }
            Button {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.library.suggestedFolder !== ""
                quiet: true
                text: qsTr("or take %1").arg(page.library.suggestedFolder)
                onClicked: page.library.addSuggestedFolder()
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.library.trackCount === 0 && page.library.scanning
        iconName: "songs"
        headline: qsTr("Looking through your folder")
        sentence: qsTr("%1. Songs appear here as they are found, and can be played at once.")
                  .arg(page.library.progressText)
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.library.empty
        iconName: "folder"
        headline: qsTr("No music was found in your folders.")
        sentence: page.library.failures.count > 0
                  ? qsTr("%n file(s) could not be read.", "", page.library.failures.count)
                  : qsTr("Refrain looks for FLAC, MP3, Ogg, Opus, AAC, WavPack, WAV and AIFF files.")
        Button {
            primary: true
            iconName: "folder"
            text: qsTr("Choose another folder")
            onClicked: page.folderWanted()
        }
    }
}
