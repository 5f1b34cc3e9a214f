// What can be done with all the tracks that are selected in a list.
import QtQuick
import Refrain

Menu {
    id: menu

    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    required property TrackListModel tracks
    required property string query
    /// One of the selected rows.
    property int row: -1
    property int meant: 0
    property bool loved: false

    function openFor(index, item, x, y) {
        row = index;
        meant = tracks.meantCount(index);
        loved = reactions.areLoved(tracks, index);
        popup(item, x, y);
    }

    MenuItem {
        text: qsTr("Play %n song(s)", "", menu.meant)
        onTriggered: menu.actions.playFrom(menu.tracks, menu.row, menu.query)
    }
    MenuItem {
        text: qsTr("Play %n song(s) next", "", menu.meant)
        onTriggered: menu.actions.playNextFrom(menu.tracks, menu.row, menu.query)
    }
    MenuItem {
        text: qsTr("Add %n song(s) to the queue", "", menu.meant)
        onTriggered: menu.actions.addToQueueFrom(menu.tracks, menu.row, menu.query)
    }
    AddToPlaylistMenu {
        playlists: menu.actions.playlists
        onChosen: playlist => playlists.addRows(playlist, menu.tracks, menu.row)
        onNewWanted: playlists.newOfRows(menu.tracks, menu.row)
    }
    MenuLine {}
    MenuItem {
        text: menu.loved ? qsTr("Love %n song(s) no more", "", menu.meant) : qsTr("Love %n song(s)", "", menu.meant)
        onTriggered: menu.reactions.toggleLoveOf(menu.tracks, menu.row)
    }
    RatingMenuItem {
        text: qsTr("Rate %n song(s)", "", menu.meant)
        onRated: halves => menu.ratings.rateRows(menu.tracks, menu.row, halves)
    }
    MenuItem {
        text: qsTr("Never suggest %n song(s)", "", menu.meant)
        onTriggered: menu.reactions.banTracks(menu.tracks, menu.row)
    }
    MenuLine {}
    MenuItem {
        text: qsTr("Edit tags of %n song(s)…", "", menu.meant)
        onTriggered: menu.tagEditor.openRows(menu.tracks, menu.row)
    }
}
