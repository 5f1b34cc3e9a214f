// Text. Plain by default: what comes from files is never markup. Shortened text shows itself on hover.
import QtQuick
import Refrain

Text {
    id: label

    /// Off where the row around it says the same.
    property bool tells: true

    color: Theme.text
    font.family: Theme.family
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    elide: Text.ElideRight
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    HoverHandler {
        id: hover
        enabled: label.tells && label.truncated
    }
    Loader {
        active: hover.enabled && hover.hovered
        sourceComponent: ToolTip {
            parent: label
            text: label.text
            visible: true
        }
    }
}
