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
    // Where the rows would go.
    Rectangle {
        visible: grips.row >= 0 && grips.gap >= 0
        x: 0
        y: list.y + grips.lineY - 1
        width: page.width
        height: 2
        radius: 1
        color: Theme.accent
        Rectangle {
            visible: grips.several > 1
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(20, number.implicitWidth + Theme.space3)
            height: 20
            radius: 10
            color: Theme.accent
            Label {
                id: number
                anchors.centerIn: parent
                text: grips.several
                tells: false
                color: Theme.accentInk
                font.pixelSize: Theme.caption
                font.weight: Theme.strong
                Accessible.ignored: true
            }
        }
    }
    // The rows are moved by their left edge. One area for all of them: a row that scrolls away while it is
    // dragged may be recycled, this stays.
    MouseArea {
        id: grips
        objectName: "queueGrips"

        property int row: -1
        /// In front of which row it would be let go.
        property int gap: -1
        /// How many rows are moved.
        property int several: 1
        property real lineY: 0
        /// Rows per second, up or down, while the pointer is near an edge.
        property real drift: 0

        function rowAt(y) {
            return list.indexAt(Theme.space5, list.contentY + Math.max(0, Math.min(list.height - 1, y)));
        }
        function follow(y) {
            const over = rowAt(y);
            const item = over >= 0 ? list.itemAtIndex(over) : null;
            if (item) {
                const below = list.contentY + y > item.y + item.height / 2;
                lineY = item.y + (below ? item.height : 0) - list.contentY;
                gap = over + (below ? 1 : 0);
            }
            drift = y < 40 && !list.atYBeginning ? -8 : y > height - 40 && !list.atYEnd ? 8 : 0;
        }
        function end() {
            row = -1;
            gap = -1;
            drift = 0;
        }

        anchors.top: list.top
        anchors.bottom: list.bottom
        x: list.x
        width: list.gripWidth
        enabled: list.count > 1
        preventStealing: true
        cursorShape: row >= 0 ? Qt.ClosedHandCursor : Qt.OpenHandCursor
        onPressed: mouse => {
            row = rowAt(mouse.y);
            if (row < 0) {
                mouse.accepted = false;
                return;
            }
            list.currentIndex = row;
            list.forceActiveFocus();
            if (!page.queue.isSelected(row))
                page.queue.select(row);
            several = page.queue.meantCount(row);
        }
        onPositionChanged: mouse => {
            if (row >= 0)
                follow(mouse.y);
        }
        onReleased: {
            // The view's current row goes along with what is moved.
            if (row >= 0 && gap >= 0)
                page.queue.moveBefore(row, gap);
            end();
        }
        onCanceled: end()
        Timer {
            interval: 16
            repeat: true
            running: grips.drift !== 0
            onTriggered: {
                const bottom = Math.max(list.originY, list.originY + list.contentHeight - list.height);
                list.contentY = Math.max(list.originY, Math.min(bottom, list.contentY + grips.drift));
                grips.follow(grips.mouseY);
            }
        }
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
