// The queue: what was played, what plays, what comes; moved and removed by pointer or keyboard, and every
// change can be taken back.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property QueueModel queue
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions

    function remove(row) {
        queue.remove(row);
    }
    function openMenu(row, item, x, y) {
        list.currentIndex = row;
        if (!queue.isSelected(row))
            queue.select(row);
        menu.meant = queue.meantCount(row);
        menu.row = row;
        menu.trackId = item.trackId;
        menu.popup(item, x, y);
    }
    /// What plays stands a little below the top: what was played lies above it.
    function showCurrent() {
        if (queue.currentRow >= 0) {
            list.positionViewAtIndex(Math.max(0, queue.currentRow - 1), ListView.Beginning);
            list.currentIndex = queue.currentRow;
        }
    }
    Component.onCompleted: showCurrent()

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Queue")
        note: page.queue.count > 0 ? page.queue.summary : ""
        IconButton {
            visible: page.queue.count > 0 || page.queue.canUndo
            enabled: page.queue.canUndo
            iconName: "undo"
            text: qsTr("Take back the last change (Ctrl+Z)")
            onClicked: page.queue.undo()
        }
        Button {
            visible: page.queue.count > 0 && page.actions.playlists !== null
            text: qsTr("Save as a playlist")
            onClicked: page.actions.playlists.newOfQueue()
        }
        Button {
            visible: page.queue.count > 0
            text: qsTr("Clear")
            onClicked: page.queue.clear()
        }
    }
    Menu {
        id: menu
        objectName: "queueMenu"
        property int row: -1
        property double trackId: 0
        /// The row, or all that are selected.
        property int meant: 1
        MenuItem { text: qsTr("Play"); onTriggered: page.queue.play(menu.row) }
        MenuItem {
            text: menu.meant > 1 ? qsTr("Play %n song(s) next", "", menu.meant) : qsTr("Play next")
            enabled: menu.meant > 1 || menu.row !== page.queue.currentRow
            onTriggered: page.queue.playNext(menu.row)
        }
        MenuItem {
            text: menu.meant > 1 ? qsTr("Remove %n song(s)", "", menu.meant) : qsTr("Remove")
            onTriggered: page.remove(menu.row)
        }
        MenuLine {}
        MenuItem {
            text: qsTr("Play the album")
            enabled: menu.trackId > 0
            onTriggered: page.actions.playAlbum(menu.trackId)
        }
        MenuItem {
            text: qsTr("Play the artist")
            enabled: menu.trackId > 0
            onTriggered: page.actions.playArtist(menu.trackId)
        }
        MenuItem {
            text: qsTr("Guess from this song")
            visible: page.actions.taste !== null
            enabled: menu.trackId > 0
            onTriggered: page.actions.taste.startFromTrack(menu.trackId)
        }
        MenuLine {}
        MenuItem {
            text: page.reactions.revision >= 0 && page.reactions.isLoved(menu.trackId) ? qsTr("Love no more")
                                                                                       : qsTr("Love")
            enabled: menu.trackId > 0
            onTriggered: page.reactions.toggleLove(menu.trackId)
        }
    }
    ListView {
        id: list
        objectName: "queueList"
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
        model: page.queue
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Queue")
        Keys.onReturnPressed: page.queue.play(currentIndex)
        Keys.onEnterPressed: page.queue.play(currentIndex)
        Keys.onDeletePressed: page.remove(currentIndex)
        Keys.onMenuPressed: if (currentItem) page.openMenu(currentIndex, currentItem, Theme.space7, Theme.lineHeight)
        Keys.onPressed: event => {
            if (event.modifiers & Qt.AltModifier) {
                if (event.key === Qt.Key_Up || event.key === Qt.Key_Down) {
                    page.queue.moveBy(currentIndex, event.key === Qt.Key_Down ? 1 : -1);
                    event.accepted = true;
                }
                return;
            }
            if (event.matches(StandardKey.SelectAll)) {
                page.queue.selectAll();
                event.accepted = true;
                return;
            }
            if (event.key === Qt.Key_Escape && page.queue.selectedCount > 1) {
                page.queue.select(currentIndex);
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
            page.queue.select(currentIndex, event.modifiers & Qt.ShiftModifier);
            event.accepted = true;
        }
        T.ScrollBar.vertical: ScrollBar {}
        moveDisplaced: Transition {
            NumberAnimation { properties: "y"; duration: Theme.calm; easing.type: Easing.OutCubic }
        }
        section.property: "section"
        section.delegate: Label {
            required property string section
            width: ListView.view.width
            height: 36
            leftPadding: list.gripWidth
            bottomPadding: Theme.space1
            verticalAlignment: Text.AlignBottom
            text: section === "played" ? qsTr("Played") : section === "current" ? qsTr("Now")
                : section === "next" ? qsTr("Next") : qsTr("Then, by Guess You Like")
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            font.weight: Theme.strong
            Accessible.role: Accessible.Heading
        }

        delegate: QueueLine {
            id: line
            width: ListView.view.width
            focused: ListView.isCurrentItem && list.activeFocus
            playing: page.player.playing
            dragged: grips.row >= 0 && (grips.row === index || selected && grips.several > 1)
            onPicked: {
                list.currentIndex = index;
                list.forceActiveFocus();
                page.queue.click(index);
            }
            onChosen: page.queue.play(index)
            onRemoveWanted: page.remove(index)
            onMenuWanted: (x, y) => page.openMenu(index, line, x, y)
        }
    }
    RowGrips {
        id: grips
        objectName: "queueGrips"
        anchors.top: list.top
        anchors.bottom: list.bottom
        x: list.x
        width: list.gripWidth
        list: list
        rows: page.queue
        lineWidth: page.width
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.queue.count === 0
        iconName: "queue"
        headline: qsTr("The queue is empty")
        sentence: qsTr("Double-click a song, or let Guess You Like fill it.")
        Button {
            visible: page.queue.canUndo
            iconName: "undo"
            text: qsTr("Bring it back")
            onClicked: page.queue.undo()
        }
    }
}
