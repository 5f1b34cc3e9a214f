// A playlist that the listener put together: its songs in their order, moved and removed by pointer or keyboard;
// what is missing stays in its place.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property PlaylistViewModel playlist
    required property PlaylistsViewModel playlists
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    signal renameWanted(double playlist)
    signal exportWanted(double playlist)

    function openMenu(row, item, x, y) {
        list.currentIndex = row;
        if (!playlist.isSelected(row))
            playlist.select(row);
        menu.openFor(row, item, x, y);
    }

    // What comes and goes in several places at once comes as a new list: the view stays where it was.
    Connections {
        target: page.playlist
        property real at: 0
        property int row: 0
        property double of: 0
        function onModelAboutToBeReset() {
            at = list.contentY - list.originY;
            row = list.currentIndex;
            of = page.playlist.playlistId;
        }
        function onModelReset() {
            if (of !== page.playlist.playlistId || list.count === 0)
                return;
            list.forceLayout();
            list.currentIndex = Math.min(row, list.count - 1);
            list.contentY = list.originY + Math.max(0, Math.min(at, list.contentHeight - list.height));
        }
    }
    PageHeader {
        id: header
        width: parent.width
        title: page.playlist.name
        note: page.playlist.loaded ? page.playlist.summary : " "
        Button {
            primary: true
            visible: page.playlist.count > 0
            iconName: "play"
            text: qsTr("Play")
            onClicked: page.playlists.play(page.playlist.playlistId)
        }
        IconButton {
            visible: page.playlist.count > 0
            iconName: "shuffle"
            text: qsTr("Shuffle")
            onClicked: page.playlists.play(page.playlist.playlistId, true)
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
        onRenameWanted: playlist => page.renameWanted(playlist)
        onExportWanted: playlist => page.exportWanted(playlist)
    }
    PlaylistRowMenu {
        id: menu
        objectName: "playlistRowMenu"
        playlist: page.playlist
        playlists: page.playlists
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        tagEditor: page.tagEditor
    }
    ListView {
        id: list
        objectName: "playlistRows"
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        /// The grips stand in the margin, so that covers and headline stand on one line.
        readonly property real gripWidth: Theme.space5 + Theme.space1
        x: -gripWidth
        width: parent.width + gripWidth + Theme.space3
        focus: true
        clip: true
        reuseItems: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.playlist
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: page.playlist.name
        Keys.onReturnPressed: page.playlist.play(currentIndex)
        Keys.onEnterPressed: page.playlist.play(currentIndex)
        Keys.onDeletePressed: page.playlist.remove(currentIndex)
        Keys.onMenuPressed: if (currentItem) page.openMenu(currentIndex, currentItem, Theme.space7, Theme.lineHeight)
        Keys.onPressed: event => {
            if (event.modifiers & Qt.AltModifier) {
                if (event.key === Qt.Key_Up || event.key === Qt.Key_Down) {
                    page.playlist.moveBy(currentIndex, event.key === Qt.Key_Down ? 1 : -1);
                    // The row goes along now, not with the next frame: the key may come again before.
                    forceLayout();
                    event.accepted = true;
                }
                return;
            }
            if (event.matches(StandardKey.SelectAll)) {
                page.playlist.selectAll();
                event.accepted = true;
                return;
            }
            if (event.key >= Qt.Key_0 && event.key <= Qt.Key_5 && !(event.modifiers & ~Qt.KeypadModifier)) {
                page.ratings.rateRows(page.playlist, currentIndex, 2 * (event.key - Qt.Key_0));
                event.accepted = true;
                return;
            }
            if (event.key === Qt.Key_E && event.modifiers === Qt.ControlModifier) {
                page.tagEditor.openRows(page.playlist, currentIndex);
                event.accepted = true;
                return;
            }
            if (event.key === Qt.Key_Escape && page.playlist.selectedCount > 1) {
                page.playlist.select(currentIndex);
                event.accepted = true;
                return;
            }
            const step = Math.max(1, Math.floor(height / Theme.lineHeight) - 1);
            const ways = {
                [Qt.Key_Up]: currentIndex - 1,
                [Qt.Key_Down]: currentIndex + 1,
                [Qt.Key_Home]: 0,
                [Qt.Key_End]: count - 1,
                [Qt.Key_PageUp]: currentIndex - step,
                [Qt.Key_PageDown]: currentIndex + step
            };
            const target = ways[event.key];
            if (target === undefined || event.modifiers & Qt.ControlModifier || count === 0)
                return;
            currentIndex = Math.max(0, Math.min(count - 1, target));
            page.playlist.select(currentIndex, event.modifiers & Qt.ShiftModifier);
            event.accepted = true;
        }
        T.ScrollBar.vertical: ScrollBar {}
        moveDisplaced: Transition {
            NumberAnimation { properties: "y"; duration: Theme.calm; easing.type: Easing.OutCubic }
        }
        delegate: MovableLine {
            id: line
            required index
            required trackId
            required title
            required artist
            required album
            required length
            required selected
            required property bool missing
            width: ListView.view.width
            current: trackId > 0 && page.player.hasTrack && page.player.trackId === trackId
            playing: page.player.playing
            faded: missing
            note: missing ? (trackId > 0 ? qsTr("The file is not there") : qsTr("Not in the library")) : ""
            removeText: qsTr("Remove from the playlist (Delete)")
            focused: ListView.isCurrentItem && list.activeFocus
            dragged: grips.row >= 0 && (grips.row === index || selected && grips.several > 1)
            onPicked: {
                list.currentIndex = index;
                list.forceActiveFocus();
                page.playlist.click(index);
            }
            onChosen: page.playlist.play(index)
            onRemoveWanted: page.playlist.remove(index)
            onMenuWanted: (x, y) => page.openMenu(index, line, x, y)
        }
    }
    RowGrips {
        id: grips
        objectName: "playlistGrips"
        anchors.top: list.top
        anchors.bottom: list.bottom
        x: list.x
        width: list.gripWidth
        list: list
        rows: page.playlist
        lineWidth: page.width
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.playlist.loaded && page.playlist.count === 0
        iconName: "playlist"
        headline: qsTr("There is no song in it yet")
        sentence: qsTr("Add songs by their menu, in any list: “Add to playlist”.")
    }
}
