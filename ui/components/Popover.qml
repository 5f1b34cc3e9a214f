// A sheet that opens beside a button and closes on a click elsewhere; it scrolls where the window is low.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Popup {
    id: sheet

    property string title
    default property alias content: body.content

    width: 360
    height: Math.min(implicitHeight, maximumHeight)
    implicitHeight: body.implicitHeight + topPadding + bottomPadding
    property real maximumHeight: parent && parent.Window.window
                                 ? parent.Window.height - Theme.transportHeight - Theme.space5 : implicitHeight
    padding: Theme.space4
    // The scroll bar stands in the margin, beside what it scrolls.
    rightPadding: 2
    margins: Theme.space2
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent

    contentItem: ScrollSheet {
        id: body
        margin: Theme.space4 - sheet.rightPadding
        spacing: Theme.space4
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.title
    }
    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.raised
        border.width: 1
        border.color: Theme.line
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.quick } }
}
