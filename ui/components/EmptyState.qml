// What a page says when it has nothing to show: one sentence, and what to do about it.
import QtQuick
import Refrain

Column {
    id: empty

    property string iconName
    property string headline
    property string sentence
    default property alias actions: row.data

    width: Math.min(parent ? parent.width - 2 * Theme.space5 : 440, 440)
    spacing: Theme.space3

    Icon {
        name: empty.iconName
        visible: empty.iconName !== ""
        extent: 40
        colour: Theme.textFaint
        anchors.horizontalCenter: parent.horizontalCenter
    }
    Label {
        width: parent.width
        text: empty.headline
        visible: text !== ""
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        font.pixelSize: Theme.title
    }
    Label {
        width: parent.width
        text: empty.sentence
        visible: text !== ""
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        color: Theme.textSoft
        lineHeight: 1.3
    }
    Item {
        width: 1
        height: Theme.space1
    }
    Row {
        id: row
        spacing: Theme.space3
        anchors.horizontalCenter: parent.horizontalCenter
    }
}
