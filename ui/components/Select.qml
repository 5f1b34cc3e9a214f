// One of many choices: the chosen one, and the others on a click.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ComboBox {
    id: box

    property string name
    /// Shown in place of the choice where none of the list fits.
    property string otherwise

    implicitWidth: 220
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.space3
    rightPadding: Theme.space6
    opacity: enabled ? 1 : 0.45
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ComboBox
    Accessible.name: name + ": " + words.text
    Keys.onReturnPressed: popup.open()
    Keys.onEnterPressed: popup.open()

    contentItem: Label {
        id: words
        text: box.currentIndex >= 0 ? box.displayText : box.otherwise
        Accessible.ignored: true
    }
    indicator: Icon {
        x: box.width - width - Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-down"
        extent: 14
        colour: Theme.textSoft
    }
    background: Rectangle {
        radius: Theme.radius
        color: box.down ? Theme.pressed : box.hovered ? Theme.hover : "transparent"
        border.width: 1
        border.color: Theme.line
        FocusRing { shown: box.visualFocus }
    }
    delegate: T.ItemDelegate {
        id: line
        required property int index
        required property var modelData
        readonly property string note: modelData.note || ""
        width: ListView.view ? ListView.view.width : implicitWidth
        implicitHeight: Theme.controlHeight
        highlighted: box.highlightedIndex === index
        text: modelData.name !== undefined ? modelData.name : modelData
        Accessible.role: Accessible.ListItem
        Accessible.name: note ? text + ", " + note : text
        contentItem: Item {
            Icon {
                id: tick
                x: Theme.space2
                anchors.verticalCenter: parent.verticalCenter
                visible: box.currentIndex === line.index
                name: "check"
                extent: 14
                colour: Theme.accent
            }
            Label {
                id: title
                x: Theme.space6
                width: Math.min(implicitWidth, parent.width - x - Theme.space3)
                height: parent.height
                text: line.text
                Accessible.ignored: true
            }
            Label {
                anchors.left: title.right
                anchors.leftMargin: Theme.space2
                anchors.right: parent.right
                anchors.rightMargin: Theme.space3
                height: parent.height
                text: line.note
                color: Theme.textFaint
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
        }
        background: Rectangle {
            radius: Theme.radiusSmall
            color: line.highlighted || line.hovered ? Theme.hover : "transparent"
        }
    }
    popup: T.Popup {
        y: box.height + Theme.space1
        width: Math.max(box.width, 220)
        height: Math.min(contentItem.implicitHeight + 2 * padding, 360)
        padding: Theme.space1
        margins: Theme.space2
        contentItem: ListView {
            implicitHeight: contentHeight
            clip: true
            model: box.popup.visible ? box.delegateModel : null
            currentIndex: box.highlightedIndex
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ScrollBar {}
        }
        background: Rectangle {
            radius: Theme.radius
            color: Theme.raised
            border.width: 1
            border.color: Theme.line
        }
    }
}
