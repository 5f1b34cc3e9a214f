// The left edge of a list, by which its rows are moved. One area for all of them: a row that scrolls away while
// it is dragged may be recycled, this stays.
import QtQuick
import Refrain

MouseArea {
    id: grips

    required property ListView list
    /// The list's model: isSelected, select, meantCount and moveBefore.
    required property var rows
    /// Of the mark where the rows would go; it begins behind the grips.
    required property real lineWidth

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
        if (!rows.isSelected(row))
            rows.select(row);
        several = rows.meantCount(row);
    }
    onPositionChanged: mouse => {
        if (row >= 0)
            follow(mouse.y);
    }
    onReleased: {
        // The view's current row goes along with what is moved.
        if (row >= 0 && gap >= 0)
            rows.moveBefore(row, gap);
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
    // Where the rows would go.
    Rectangle {
        visible: grips.row >= 0 && grips.gap >= 0
        x: grips.width
        y: grips.lineY - 1
        width: grips.lineWidth
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
}
