// What the page is called, a quiet word about it, and what can be done with all of it.
import QtQuick
import Refrain

Item {
    id: header

    property string title
    property string note
    default property alias actions: row.data

    implicitHeight: 64

    Column {
        anchors.left: parent.left
        anchors.right: row.left
        anchors.rightMargin: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Label {
            width: parent.width
            text: header.title
            font.pixelSize: Theme.display
            Accessible.role: Accessible.Heading
        }
        Label {
            width: parent.width
            text: header.note
            visible: text !== ""
            color: Theme.textSoft
            font.pixelSize: Theme.body
        }
    }
    Row {
        id: row
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space2
    }
}
