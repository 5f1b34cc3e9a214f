// What can be done with a row of a playlist, or with all that are selected in it.
import QtQuick
import Refrain

Menu {
    id: menu

    required property PlaylistViewModel playlist
    required property PlaylistsViewModel playlists
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    /// One of the rows that are meant, and how many they are.
    property int row: -1
    property int meant: 1
    /// How many of them the library has.
    property int known: 0
    property bool loved: false
    /// 0 where the library does not have it, and for several.
    property double trackId: 0

    function openFor(index, item, x, y) {
        row = index;
        meant = playlist.meantCount(index);
        known = playlist.knownCount(index);
        loved = reactions.areLoved(playlist, index);
        trackId = meant > 1 ? 0 : item.trackId;
        popup(item, x, y);
    }

    implicitWidth: 280
    MenuItem {
        text: menu.meant > 1 ? qsTr("Play %n song(s)", "", menu.meant) : qsTr("Play")
        onTriggered: menu.playlist.play(menu.row)
    }
    MenuItem {
        text: menu.meant > 1 ? qsTr("Play %n song(s) next", "", menu.meant) : qsTr("Play next")
        onTriggered: menu.playlist.playNext(menu.row)
    }
    MenuItem {
        text: menu.meant > 1 ? qsTr("Add %n song(s) to the queue", "", menu.meant) : qsTr("Add to queue")
        onTriggered: menu.playlist.addToQueue(menu.row)
    }
    AddToPlaylistMenu {
        playlists: menu.playlists
        onChosen: playlist => menu.playlist.addTo(playlist, menu.row)
        onNewWanted: menu.playlist.addToNew(menu.row)
    }
    MenuLine {}
    MenuItem {
        text: menu.meant > 1 ? qsTr("Remove %n song(s) from the playlist", "", menu.meant)
                             : qsTr("Remove from the playlist")
        onTriggered: menu.playlist.remove(menu.row)
    }
    MenuLine {}
    MenuItem {
        text: qsTr("Play the album")
        enabled: menu.trackId > 0
        onTriggered: menu.actions.playAlbum(menu.trackId)
    }
    MenuItem {
        text: qsTr("Play the artist")
        enabled: menu.trackId > 0
        onTriggered: menu.actions.playArtist(menu.trackId)
    }
    MenuLine {}
    MenuItem {
        text: menu.known > 1 ? menu.loved ? qsTr("Love %n song(s) no more", "", menu.known)
                                          : qsTr("Love %n song(s)", "", menu.known)
                             : menu.loved ? qsTr("Love no more") : qsTr("Love")
        enabled: menu.known > 0
        onTriggered: menu.reactions.toggleLoveOf(menu.playlist, menu.row)
    }
    RatingMenuItem {
        text: menu.known > 1 ? qsTr("Rate %n song(s)", "", menu.known) : qsTr("Rating")
        enabled: menu.known > 0
        halves: menu.trackId > 0 && menu.ratings.revision >= 0 ? menu.ratings.halves(menu.trackId) : -1
        valueText: menu.trackId > 0 ? menu.ratings.text(halves) : ""
        onRated: halves => menu.ratings.rateRows(menu.playlist, menu.row, halves)
    }
    MenuItem {
        text: menu.known > 1 ? qsTr("Never suggest %n song(s)", "", menu.known) : qsTr("Never suggest this track")
        enabled: menu.known > 0
        onTriggered: menu.reactions.banTracks(menu.playlist, menu.row)
    }
    MenuLine {}
    MenuItem {
        text: menu.known > 1 ? qsTr("Edit tags of %n song(s)…", "", menu.known) : qsTr("Edit tags…")
        enabled: menu.known > 0
        onTriggered: menu.tagEditor.openRows(menu.playlist, menu.row)
    }
}
