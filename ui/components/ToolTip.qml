// A few words beside the pointer or the focus.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ToolTip {
    id: tip

    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: -implicitHeight - Theme.space1
    implicitWidth: Math.min(contentItem.implicitWidth + leftPadding + rightPadding, 420)
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    margins: Theme.space2
    padding: Theme.space2
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    delay: 500
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent

    contentItem: Text {
        text: tip.text
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: Theme.surface
        font.family: Theme.family
        font.pixelSize: Theme.caption
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.text
    }
}
