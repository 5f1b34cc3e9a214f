// Settings that belong together, under a heading, with a way back to how they were at first.
import QtQuick
import Refrain

Column {
    id: group

    property string title
    property bool resettable: false
    default property alias rows: column.data
    signal reset

    spacing: Theme.space2

    Item {
        width: parent.width
        height: Theme.controlHeight
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: group.title
            font.pixelSize: Theme.lead
            font.weight: Theme.strong
            Accessible.role: Accessible.Heading
        }
        Button {
            // Its word ends where the controls of the card below do.
            anchors.right: parent.right
            anchors.rightMargin: Theme.space1
            anchors.verticalCenter: parent.verticalCenter
            visible: group.resettable
            quiet: true
            text: qsTr("Reset")
            Accessible.name: qsTr("Reset: %1").arg(group.title)
            onClicked: group.reset()
        }
    }
    Card {
        width: parent.width
        implicitHeight: column.implicitHeight + 2 * Theme.space4
        Column {
            id: column
            x: Theme.space4
            y: Theme.space4
            width: parent.width - 2 * Theme.space4
            spacing: Theme.space4
        }
    }
}
