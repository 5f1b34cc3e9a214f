// A page of controls that scrolls, and keeps the control the keyboard is on in sight.
import QtQuick
import QtQuick.Window
import QtQuick.Templates as T
import Refrain

Flickable {
    id: sheet

    default property alias content: column.data
    property alias spacing: column.spacing
    /// At the right, where the scroll bar stands.
    property real margin: Theme.space5
    /// The content grows no wider.
    property real widest: Infinity
    property real bottomMarginInside: 0

    contentHeight: column.implicitHeight + bottomMarginInside
    implicitHeight: contentHeight
    clip: contentHeight > height
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: ScrollBar {}

    readonly property Item reached: Window.activeFocusItem
    onReachedChanged: {
        let inside = reached;
        while (inside && inside !== column)
            inside = inside.parent;
        if (!inside)
            return;
        const top = reached.mapToItem(column, 0, 0).y;
        const air = Theme.space5;
        const last = Math.max(0, contentHeight - height);
        if (top - air < contentY)
            contentY = Math.max(0, top - air);
        else if (top + reached.height + air > contentY + height)
            contentY = Math.min(last, top + reached.height + air - height);
    }

    Column {
        id: column
        width: Math.min(sheet.width - sheet.margin, sheet.widest)
    }
}
