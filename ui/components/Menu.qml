// A menu beside what it is about.
import QtQuick
import QtQuick.Window
import QtQuick.Templates as T
import Refrain

T.Menu {
    id: menu

    /// Where the keyboard was, and shall be again: a list goes on by keys when its menu is closed.
    property Item before: null
    onAboutToShow: before = parent ? parent.Window.activeFocusItem : null
    onClosed: if (before) before.forceActiveFocus(Qt.PopupFocusReason)

    implicitWidth: 240
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    margins: Theme.space2
    padding: Theme.space1
    overlap: 0

    delegate: MenuItem {}
    contentItem: ListView {
        implicitHeight: contentHeight
        model: menu.contentModel
        interactive: contentHeight > height
        clip: true
        currentIndex: menu.currentIndex
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.raised
        border.width: 1
        border.color: Theme.line
    }
}
