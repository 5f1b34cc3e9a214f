// A smart playlist: the songs that its rule finds now; and the rule, with what it would find while it is typed.
import QtQuick
import Refrain

FocusScope {
    id: page

    required property SmartPlaylistViewModel playlist
    required property PlaylistsViewModel playlists
    required property TrackColumnsViewModel columns
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    signal renameWanted(double playlist)
    signal exportWanted(double playlist)

    readonly property bool editing: playlist.editing

    PageHeader {
        id: header
        width: parent.width
        visible: !page.editing
        title: page.playlist.name
        note: page.playlist.summary || " "
        Button {
            primary: true
            visible: page.playlist.tracks.count > 0
            iconName: "play"
            text: qsTr("Play")
            onClicked: page.playlists.play(page.playlist.playlistId)
        }
        IconButton {
            visible: page.playlist.tracks.count > 0
            iconName: "shuffle"
            text: qsTr("Shuffle")
            onClicked: page.playlists.play(page.playlist.playlistId, true)
        }
        IconButton {
            iconName: "edit"
            text: qsTr("Change the rule")
            onClicked: page.playlist.edit()
        }
        IconButton {
            id: more
            iconName: "more"
            text: qsTr("More for %1").arg(page.playlist.name)
            Accessible.role: Accessible.ButtonMenu
            onClicked: {
                ofPlaylist.playlistId = page.playlist.playlistId;
                ofPlaylist.popup(more, 0, height);
            }
        }
    }
    PlaylistActionsMenu {
        id: ofPlaylist
        playlists: page.playlists
        taste: page.actions.taste
        onPage: true
        onEditWanted: page.playlist.edit()
        onRenameWanted: playlist => page.renameWanted(playlist)
        onExportWanted: playlist => page.exportWanted(playlist)
    }
    Loader {
        id: editor
        width: parent.width
        active: page.editing
        visible: active
        focus: active
        sourceComponent: SmartPlaylistEditor {
            playlist: page.playlist
            playlists: page.playlists
        }
    }
    TrackTable {
        id: table
        anchors.top: page.editing ? editor.bottom : header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        x: -Theme.space3
        width: parent.width + 2 * Theme.space3
        focus: !page.editing
        tracks: page.playlist.tracks
        columns: page.columns
        player: page.player
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        tagEditor: page.tagEditor
    }
    EmptyState {
        anchors.horizontalCenter: parent.horizontalCenter
        y: table.y + Math.max(0, (table.height - height) / 2)
        // A low window has room for the rule alone.
        visible: page.playlist.ready && page.playlist.tracks.count === 0 && table.height > height
        iconName: "smart-playlist"
        headline: page.playlist.query.trim() ? qsTr("No song fits the rule now")
                                             : qsTr("Say what it is to hold, and it always will")
        sentence: page.playlist.query.trim() ? qsTr("Songs appear here as soon as they do.")
                                             : qsTr("For example “genre:jazz rating:>3”, or “played:never”.")
    }
}
