// A list of tracks in columns, by pointer and by keyboard: the page of songs and the results of a search.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: table

    required property TrackListModel tracks
    required property TrackColumnsViewModel columns
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    /// null where the order is not the listener's to choose.
    property SongsViewModel sorting: null
    property string query

    function choose(row) {
        actions.playFrom(tracks, row, query);
    }
    function openMenu(row, item, x, y) {
        list.currentIndex = row;
        if (!tracks.isSelected(row))
            tracks.select(row);
        if (tracks.meantCount(row) > 1)
            selectionMenu.openFor(row, item, x, y);
        else
            menu.openFor(tracks.trackIdAt(row), item, x, y);
    }

    TrackColumns {
        id: places
        width: list.width
        choice: table.columns
    }
    // Not a Binding: that does not turn a list of JavaScript into one of numbers.
    readonly property var cells: places.cells
    onCellsChanged: tracks.columns = cells
    Component.onCompleted: tracks.columns = cells
    Loader {
        id: columnsMenu
        function openFor(item, x, y) {
            if (!columnsMenu.item)
                columnsMenu.setSource("ColumnsMenu.qml", { columns: table.columns });
            columnsMenu.item.popup(item, x, y);
        }
    }
    TrackMenu {
        id: menu
        actions: table.actions
        reactions: table.reactions
        ratings: table.ratings
        tagEditor: table.tagEditor
        onPlayWanted: table.choose(list.currentIndex)
    }
    SelectionMenu {
        id: selectionMenu
        objectName: "selectionMenu"
        actions: table.actions
        reactions: table.reactions
        ratings: table.ratings
        tagEditor: table.tagEditor
        tracks: table.tracks
        query: table.query
    }

    Item {
        id: headings
        width: list.width
        height: table.sorting ? Theme.controlHeight : 0
        visible: table.sorting !== null

        component SortHeading: ListHeading {
            id: heading
            required property int column
            sorted: table.sorting !== null && table.sorting.sortColumn === column
            descending: table.sorting !== null && table.sorting.descending
            text: table.columns.revision >= 0 ? table.columns.name(column) : ""
            onClicked: table.sorting.sortBy(column)
            Keys.onMenuPressed: columnsMenu.openFor(heading, 0, height)
        }
        SortHeading {
            x: places.titleX
            width: places.titleWidth
            column: TrackColumnsViewModel.Title
        }
        Repeater {
            model: places.cells
            SortHeading {
                required property int index
                required property int modelData
                x: places.cellX(index)
                width: places.cellWidth(index)
                alignRight: places.isRight(index)
                column: modelData
            }
        }
        IconButton {
            id: chooser
            objectName: "columnsButton"
            x: places.moreX
            iconName: "columns"
            extent: 16
            text: qsTr("Columns")
            Accessible.role: Accessible.ButtonMenu
            onClicked: columnsMenu.openFor(chooser, 0, height)
        }
        TapHandler {
            acceptedButtons: Qt.RightButton
            onTapped: eventPoint => columnsMenu.openFor(headings, eventPoint.position.x, eventPoint.position.y)
        }
        Rectangle {
            anchors.bottom: parent.bottom
            x: places.edge
            width: parent.width - 2 * places.edge
            height: 1
            color: Theme.line
        }
    }
    ListView {
        id: list
        objectName: "trackList"
        anchors.top: headings.bottom
        anchors.topMargin: table.sorting ? Theme.space1 : 0
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        clip: true
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        model: table.tracks
        currentIndex: 0
        highlightMoveDuration: 0
        activeFocusOnTab: true
        Accessible.role: Accessible.List
        Accessible.name: table.query ? qsTr("Results") : qsTr("Songs")
        Keys.onReturnPressed: table.choose(currentIndex)
        Keys.onEnterPressed: table.choose(currentIndex)
        Keys.onMenuPressed: table.openMenu(currentIndex, currentItem, places.titleX, Theme.rowHeight)
        Keys.onPressed: event => {
            if (event.matches(StandardKey.SelectAll)) {
                table.tracks.selectAll();
                event.accepted = true;
                return;
            }
            if (event.key === Qt.Key_Escape && table.tracks.selectedCount > 1) {
                table.tracks.select(currentIndex);
                event.accepted = true;
                return;
            }
            if (event.key >= Qt.Key_0 && event.key <= Qt.Key_5 && !(event.modifiers & ~Qt.KeypadModifier)) {
                table.ratings.rateRows(table.tracks, currentIndex, 2 * (event.key - Qt.Key_0));
                event.accepted = true;
                return;
            }
            if (event.key === Qt.Key_E && event.modifiers === Qt.ControlModifier) {
                table.tagEditor.openRows(table.tracks, currentIndex);
                event.accepted = true;
                return;
            }
            const page = Math.max(1, Math.floor(height / Theme.rowHeight) - 1);
            const ways = {
                [Qt.Key_Up]: currentIndex - 1,
                [Qt.Key_Down]: currentIndex + 1,
                [Qt.Key_Home]: 0,
                [Qt.Key_End]: count - 1,
                [Qt.Key_PageUp]: currentIndex - page,
                [Qt.Key_PageDown]: currentIndex + page
            };
            const target = ways[event.key];
            if (target === undefined || event.modifiers & (Qt.ControlModifier | Qt.AltModifier) || count === 0)
                return;
            currentIndex = Math.max(0, Math.min(count - 1, target));
            table.tracks.select(currentIndex, event.modifiers & Qt.ShiftModifier);
            event.accepted = true;
        }
        T.ScrollBar.vertical: ScrollBar {}
        section.property: table.sorting !== null ? "disc" : ""
        section.delegate: Label {
            required property string section
            width: ListView.view.width
            height: section ? 36 : 0
            visible: section !== ""
            leftPadding: places.titleX
            bottomPadding: Theme.space1
            verticalAlignment: Text.AlignBottom
            text: section ? qsTr("%1 · Disc %2").arg(section.split("\n")[0]).arg(section.split("\n")[1]) : ""
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            font.weight: Theme.strong
            Accessible.role: Accessible.Heading
        }

        delegate: TrackRow {
            id: row
            width: ListView.view.width
            columns: places
            current: table.player.hasTrack && table.player.trackId === trackId
            playing: table.player.playing
            rating: table.ratings.revision >= 0 ? table.ratings.halves(trackId) : -1
            focused: ListView.isCurrentItem && list.activeFocus
            onClicked: {
                list.currentIndex = index;
                list.forceActiveFocus();
                table.tracks.click(index);
            }
            onRated: halves => table.ratings.rate(trackId, halves)
            onChosen: table.choose(index)
            onMenuWanted: (x, y) => table.openMenu(index, row, x, y)
        }
    }
}
