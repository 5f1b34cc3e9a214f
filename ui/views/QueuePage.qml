// The queue: what was played, what plays, what comes; moved and removed by pointer or keyboard.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property QueueModel queue

    function move(row, down) {
        if (down)
            queue.moveDown(row);
        else
            queue.moveUp(row);
    }

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Queue")
        note: page.queue.count > 0 ? page.queue.summary : ""
        Button {
            visible: page.queue.count > 0
            text: qsTr("Clear")
            onClicked: page.queue.clear()
        }
    }
    ListView {
        id: list
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        x: -Theme.space3
        width: parent.width + 2 * Theme.space3
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
        Keys.onDeletePressed: page.queue.remove(currentIndex)
        Keys.onPressed: event => {
            if ((event.modifiers & Qt.AltModifier) && (event.key === Qt.Key_Up || event.key === Qt.Key_Down)) {
                page.move(currentIndex, event.key === Qt.Key_Down);
                event.accepted = true;
            }
        }
        T.ScrollBar.vertical: ScrollBar {}
        moveDisplaced: Transition {
            NumberAnimation { properties: "y"; duration: Theme.calm; easing.type: Easing.OutCubic }
        }

        delegate: QueueLine {
            width: ListView.view.width
            focused: ListView.isCurrentItem && list.activeFocus
            first: index === 0
            last: index === page.queue.count - 1
            onClicked: {
                list.currentIndex = index;
                list.forceActiveFocus();
            }
            onChosen: page.queue.play(index)
            onUpWanted: page.move(index, false)
            onDownWanted: page.move(index, true)
            onRemoveWanted: page.queue.remove(index)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.queue.count === 0
        iconName: "queue"
        headline: qsTr("The queue is empty")
        sentence: qsTr("Double-click a song, or let Guess You Like fill it.")
    }
}
