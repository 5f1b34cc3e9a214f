// The playlists in the sidebar: as many as there are, scrolled where they do not fit.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: part

    required property PlaylistsViewModel playlists
    property TasteViewModel taste: null
    /// The one whose page is open; 0: none.
    property double current: 0
    signal wanted(double playlist)
    signal newSmartWanted
    signal importWanted
    signal editWanted(double playlist)
    signal renameWanted(double playlist)
    signal exportWanted(double playlist)

    PlaylistActionsMenu {
        id: menu
        objectName: "playlistMenu"
        playlists: part.playlists
        taste: part.taste
        onEditWanted: playlist => part.editWanted(playlist)
        onRenameWanted: playlist => part.renameWanted(playlist)
        onExportWanted: playlist => part.exportWanted(playlist)
    }
    Menu {
        id: newMenu
        objectName: "newPlaylistMenu"
        MenuItem { text: qsTr("New playlist …"); onTriggered: part.playlists.newEmpty() }
        MenuItem { text: qsTr("New smart playlist …"); onTriggered: part.newSmartWanted() }
        MenuItem { text: qsTr("Save the queue as a playlist …"); onTriggered: part.playlists.newOfQueue() }
        MenuLine {}
        MenuItem { text: qsTr("Import …"); onTriggered: part.importWanted() }
    }
    Item {
        id: heading
        width: parent.width
        height: Theme.controlHeight
        Label {
            x: Theme.space3
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Playlists")
            color: Theme.textFaint
            font.pixelSize: Theme.caption
            font.weight: Theme.strong
            Accessible.role: Accessible.Heading
        }
        IconButton {
            id: plus
            objectName: "newPlaylist"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            implicitWidth: 28
            implicitHeight: 28
            extent: 16
            iconName: "plus"
            text: qsTr("New playlist")
            Accessible.role: Accessible.ButtonMenu
            onClicked: newMenu.popup(plus, 0, height)
        }
    }
    ListView {
        id: list
        objectName: "playlistsList"
        anchors.top: heading.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        model: part.playlists
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Playlists")
        // One stop for the tab key, however many there are.
        activeFocusOnTab: count > 0
        highlightMoveDuration: 0
        readonly property double playlistId: currentItem ? currentItem.playlistId : 0
        Keys.onReturnPressed: part.wanted(playlistId)
        Keys.onEnterPressed: part.wanted(playlistId)
        Keys.onDeletePressed: part.playlists.remove(playlistId)
        Keys.onMenuPressed: if (currentItem) currentItem.openMenu(Theme.space5, currentItem.height)
        Keys.onPressed: event => {
            if (event.key === Qt.Key_F2 && currentItem) {
                part.renameWanted(playlistId);
                event.accepted = true;
            }
        }
        T.ScrollBar.vertical: ScrollBar {}
        delegate: NavigationItem {
            id: item
            required property int index
            required property double playlistId
            required property string name
            required property bool smart
            width: ListView.view.width
            current: part.current === playlistId
            iconName: smart ? "smart-playlist" : "playlist"
            text: name
            Accessible.name: smart ? qsTr("%1, smart playlist").arg(name) : name
            focusPolicy: Qt.NoFocus
            Accessible.role: Accessible.ListItem
            onClicked: {
                list.currentIndex = index;
                part.wanted(playlistId);
            }
            FocusRing {
                shown: list.activeFocus && item.ListView.isCurrentItem
                gap: 0
            }
            function openMenu(x, y) {
                menu.playlistId = playlistId;
                menu.popup(item, x, y);
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: eventPoint => item.openMenu(eventPoint.position.x, eventPoint.position.y)
            }
        }
    }
}
