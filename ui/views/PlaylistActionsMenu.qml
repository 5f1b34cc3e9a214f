// What can be done with a playlist, in the sidebar and on its page.
import QtQuick
import Refrain

Menu {
    id: menu

    required property PlaylistsViewModel playlists
    /// Where there is none nothing is started from the playlist.
    property TasteViewModel taste: null
    property double playlistId: 0
    /// On the page of a playlist the rest stands there already.
    property bool onPage: false
    readonly property bool smart: playlists.revision >= 0 && playlists.isSmart(playlistId)
    signal editWanted(double playlist)
    signal renameWanted(double playlist)
    signal exportWanted(double playlist)

    MenuItem {
        text: qsTr("Play")
        visible: !menu.onPage
        onTriggered: menu.playlists.play(menu.playlistId)
    }
    MenuItem {
        text: qsTr("Shuffle")
        visible: !menu.onPage
        onTriggered: menu.playlists.play(menu.playlistId, true)
    }
    MenuItem {
        text: qsTr("Add to queue")
        onTriggered: menu.playlists.addToQueue(menu.playlistId)
    }
    MenuItem {
        text: qsTr("Guess from this playlist")
        visible: menu.taste !== null
        onTriggered: menu.taste.startFromPlaylist(menu.playlistId)
    }
    MenuLine {}
    MenuItem {
        text: qsTr("Change the rule …")
        visible: menu.smart
        onTriggered: menu.editWanted(menu.playlistId)
    }
    MenuItem {
        text: qsTr("Rename …")
        onTriggered: menu.renameWanted(menu.playlistId)
    }
    MenuItem {
        text: qsTr("Export …")
        onTriggered: menu.exportWanted(menu.playlistId)
    }
    MenuLine {}
    MenuItem {
        text: qsTr("Delete")
        onTriggered: menu.playlists.remove(menu.playlistId)
    }
}
