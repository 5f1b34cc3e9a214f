// "Not for me", with its scope: this track, its album, its artist, its style; for tonight, a month, or for good.
import QtQuick
import Refrain

Menu {
    id: menu

    required property ReactionsViewModel reactions
    property double trackId: 0
    /// The track plays now: it is left as well.
    property bool playing: false
    /// The first genre of the track; empty when it has none.
    readonly property string style: reactions.styleOf(trackId)
    signal skipWanted

    function ban(scope, until) {
        reactions.ban(trackId, scope, until);
        if (playing)
            skipWanted();
    }
    implicitWidth: 264

    MenuItem {
        text: qsTr("Not now")
        visible: menu.playing
        onTriggered: menu.skipWanted()
    }
    MenuItem {
        text: qsTr("Not this track tonight")
        onTriggered: menu.ban(ReactionsViewModel.Track, ReactionsViewModel.Tomorrow)
    }
    MenuItem {
        text: qsTr("Never this track")
        onTriggered: menu.ban(ReactionsViewModel.Track, ReactionsViewModel.Forever)
    }
    MenuLine {}
    MenuItem {
        text: qsTr("Not this album for a month")
        onTriggered: menu.ban(ReactionsViewModel.Album, ReactionsViewModel.NextMonth)
    }
    MenuItem {
        text: qsTr("Not this artist for a month")
        onTriggered: menu.ban(ReactionsViewModel.Artist, ReactionsViewModel.NextMonth)
    }
    MenuItem {
        text: qsTr("Never this artist")
        onTriggered: menu.ban(ReactionsViewModel.Artist, ReactionsViewModel.Forever)
    }
    MenuLine { visible: menu.style !== "" }
    MenuItem {
        text: qsTr("No %1 tonight").arg(menu.style)
        visible: menu.style !== ""
        onTriggered: menu.ban(ReactionsViewModel.Style, ReactionsViewModel.Tomorrow)
    }
    MenuItem {
        text: qsTr("No %1 for a month").arg(menu.style)
        visible: menu.style !== ""
        onTriggered: menu.ban(ReactionsViewModel.Style, ReactionsViewModel.NextMonth)
    }
    MenuItem {
        text: qsTr("Never %1").arg(menu.style)
        visible: menu.style !== ""
        onTriggered: menu.ban(ReactionsViewModel.Style, ReactionsViewModel.Forever)
    }
}
