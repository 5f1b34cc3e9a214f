// Why a track was suggested, term by term: a bar to the right speaks for it, one to the left against it.
import QtQuick
import Refrain

Column {
    id: panel

    property var terms: []
    property string route

    spacing: Theme.space1

    Label {
        width: parent.width
        visible: panel.route !== ""
        text: qsTr("Found by: %1").arg(panel.route)
        color: Theme.textSoft
        font.pixelSize: Theme.caption
        bottomPadding: Theme.space1
    }
    Repeater {
        model: panel.terms
        Item {
            id: term
            required property var modelData
            width: panel.width
            height: 20
            Accessible.role: Accessible.StaticText
            Accessible.name: modelData.name + " " + modelData.amountText

            Label {
                id: name
                width: Math.min(200, parent.width * 0.4)
                height: parent.height
                text: term.modelData.name
                font.pixelSize: Theme.caption
                color: Theme.textSoft
                Accessible.ignored: true
            }
            Rectangle {
                id: axis
                anchors.left: name.right
                anchors.leftMargin: Theme.space3
                anchors.right: amount.left
                anchors.rightMargin: Theme.space3
                anchors.verticalCenter: parent.verticalCenter
                height: 4
                radius: 2
                color: Theme.hover
                Rectangle {
                    readonly property real extent: term.modelData.share * axis.width / 2
                    x: term.modelData.amount >= 0 ? axis.width / 2 : axis.width / 2 - extent
                    width: Math.max(2, extent)
                    height: parent.height
                    radius: 2
                    color: term.modelData.amount >= 0 ? Theme.accent : Theme.danger
                }
            }
            Label {
                id: amount
                anchors.right: parent.right
                width: 48
                height: parent.height
                horizontalAlignment: Text.AlignRight
                text: term.modelData.amountText
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
        }
    }
}
