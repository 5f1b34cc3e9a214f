// The playlists to which songs can be added, and a new one.
import QtQuick
import Refrain

Menu {
    id: menu

    /// Null where there are none; then there is nothing to choose either.
    required property PlaylistsViewModel playlists
    signal chosen(double playlist)
    signal newWanted

    title: qsTr("Add to playlist")
    enabled: playlists !== null
    // A listener may have hundreds.
    height: Math.min(implicitHeight, 400)

    MenuItem { text: qsTr("New playlist …"); onTriggered: menu.newWanted() }
    MenuLine {}
    Instantiator {
        model: menu.playlists
        delegate: MenuItem {
            required property double playlistId
            required property string name
            required property bool smart
            text: name
            // What a smart one holds follows from its rule.
            visible: !smart
            onTriggered: menu.chosen(playlistId)
        }
        onObjectAdded: (index, object) => menu.insertItem(index + 2, object)
        onObjectRemoved: (index, object) => menu.removeItem(object)
    }
}
