// The name of a column; a click sorts by it.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.AbstractButton {
    id: heading

    property bool sorted: false
    property bool descending: false
    property bool alignRight: false

    height: Theme.controlHeight
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ColumnHeader
    Accessible.name: sorted ? (descending ? qsTr("%1, descending").arg(text) : qsTr("%1, ascending").arg(text)) : text
    Keys.onReturnPressed: clicked()

    contentItem: Item {
        Row {
            anchors.verticalCenter: parent.verticalCenter
            x: heading.alignRight ? parent.width - width : 0
            spacing: Theme.space1
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: heading.text
                tells: false
                font.pixelSize: Theme.caption
                font.weight: heading.sorted ? Theme.strong : Theme.regular
                color: heading.sorted || heading.hovered ? Theme.text : Theme.textFaint
                Accessible.ignored: true
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: heading.sorted
                name: heading.descending ? "chevron-down" : "chevron-up"
                extent: 14
                colour: Theme.textSoft
            }
        }
    }
    background: FocusRing {
        anchors.fill: undefined
        shown: heading.visualFocus
        gap: 0
    }
}
