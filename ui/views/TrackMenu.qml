// What can be done with a track of any list.
import QtQuick
import Refrain

Menu {
    id: menu

    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    property double trackId: 0
    readonly property string style: reactions.styleOf(trackId)
    /// Plays the row it was opened on, in the way of its list.
    signal playWanted

    function openFor(track, item, x, y) {
        trackId = track;
        popup(item, x, y);
    }

    MenuItem { text: qsTr("Play"); onTriggered: menu.playWanted() }
    MenuItem { text: qsTr("Play next"); onTriggered: menu.actions.playNext(menu.trackId) }
    MenuItem { text: qsTr("Add to queue"); onTriggered: menu.actions.addToQueue(menu.trackId) }
    AddToPlaylistMenu {
        playlists: menu.actions.playlists
        onChosen: playlist => playlists.addTrack(playlist, menu.trackId)
        onNewWanted: playlists.newOfTrack(menu.trackId)
    }
    MenuLine {}
    MenuItem { text: qsTr("Play the album"); onTriggered: menu.actions.playAlbum(menu.trackId) }
    MenuItem { text: qsTr("Add the album to the queue"); onTriggered: menu.actions.addAlbumToQueue(menu.trackId) }
    MenuItem { text: qsTr("Play the artist"); onTriggered: menu.actions.playArtist(menu.trackId) }
    MenuLine { visible: menu.actions.taste !== null }
    MenuItem {
        text: qsTr("Guess from this song")
        visible: menu.actions.taste !== null
        onTriggered: menu.actions.taste.startFromTrack(menu.trackId)
    }
    MenuItem {
        text: qsTr("Guess from this artist")
        visible: menu.actions.taste !== null
        onTriggered: menu.actions.taste.startFromArtist(menu.trackId)
    }
    MenuItem {
        text: qsTr("Guess from %1").arg(menu.style)
        visible: menu.actions.taste !== null && menu.style !== ""
        onTriggered: menu.actions.taste.startFromStyle(menu.trackId)
    }
    MenuLine {}
    MenuItem {
        text: menu.reactions.revision >= 0 && menu.reactions.isLoved(menu.trackId) ? qsTr("Love no more") : qsTr("Love")
        onTriggered: menu.reactions.toggleLove(menu.trackId)
    }
    RatingMenuItem {
        text: qsTr("Rating")
        halves: menu.ratings.revision >= 0 ? menu.ratings.halves(menu.trackId) : -1
        valueText: menu.ratings.text(halves)
        onRated: halves => menu.ratings.rate(menu.trackId, halves)
    }
    MenuItem {
        text: qsTr("Never suggest this track")
        onTriggered: menu.reactions.ban(menu.trackId, ReactionsViewModel.Track, ReactionsViewModel.Forever)
    }
    MenuLine {}
    MenuItem {
        text: qsTr("Edit tags…")
        onTriggered: menu.tagEditor.openTrack(menu.trackId)
    }
}
