// What of an imported playlist was not found, and why.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.Popup {
    id: sheet
    objectName: "importReport"

    required property PlaylistFilesViewModel files

    modal: true
    focus: true
    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(680, (parent ? parent.width : 680) - 2 * Theme.space5)
    height: Math.min(implicitHeight, (parent ? parent.height : implicitHeight) - 2 * Theme.space5)
    implicitHeight: words.implicitHeight + list.contentHeight + close.implicitHeight + 2 * Theme.space4 + 2 * padding
    padding: Theme.space5
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    T.Overlay.modal: Rectangle { color: Theme.shade }
    onAboutToShow: close.forceActiveFocus()

    contentItem: FocusScope {
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.files.report
        Label {
            id: words
            width: parent.width
            text: sheet.files.report
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            lineHeight: 1.3
        }
        ListView {
            id: list
            objectName: "unresolvedList"
            anchors.top: words.bottom
            anchors.topMargin: Theme.space4
            anchors.bottom: close.top
            anchors.bottomMargin: Theme.space4
            width: parent.width
            clip: true
            reuseItems: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            model: sheet.files.unresolved
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Songs that were not found")
            T.ScrollBar.vertical: ScrollBar {}
            delegate: Item {
                id: row
                required property string title
                required property string reason
                width: ListView.view.width
                height: 32
                Accessible.role: Accessible.ListItem
                Accessible.name: title + ", " + reason
                Label {
                    anchors.left: parent.left
                    anchors.right: why.left
                    anchors.rightMargin: Theme.space4
                    height: parent.height
                    elide: Text.ElideMiddle
                    text: row.title
                    Accessible.ignored: true
                }
                Label {
                    id: why
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.space3
                    height: parent.height
                    text: row.reason
                    color: Theme.textSoft
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
            }
        }
        Button {
            id: close
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            text: qsTr("Close")
            focus: true
            onClicked: sheet.close()
        }
    }
    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.raised
        border.width: 1
        border.color: Theme.line
    }
}
