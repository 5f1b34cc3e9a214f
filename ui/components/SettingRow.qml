// One setting: what it is called, a plain sentence about it where that helps, and its control on the right.
import QtQuick
import Refrain

Item {
    id: row

    property string title
    property string help
    /// The control takes the whole width, below the words.
    property bool stacked: false
    default property alias control: place.data
    signal wordsTapped

    width: parent ? parent.width : 0
    implicitHeight: Math.max(Theme.controlHeight, stacked ? words.implicitHeight + place.implicitHeight + Theme.space2
                                                          : Math.max(words.implicitHeight, place.implicitHeight))
    opacity: enabled ? 1 : 0.55

    Column {
        id: words
        y: row.stacked ? 0 : Math.round((parent.height - height) / 2)
        width: row.stacked ? parent.width : parent.width - place.width - Theme.space5
        spacing: 2
        TapHandler { onTapped: row.wordsTapped() }
        Label {
            width: parent.width
            text: row.title
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        Label {
            width: parent.width
            text: row.help
            visible: text !== ""
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            lineHeight: 1.2
        }
    }
    Item {
        id: place
        implicitWidth: childrenRect.width
        implicitHeight: childrenRect.height
        width: row.stacked ? parent.width : implicitWidth
        height: implicitHeight
        x: parent.width - width
        y: row.stacked ? words.implicitHeight + Theme.space2 : Math.round((parent.height - height) / 2)
    }
}
