// The stars of a track in a menu: by pointer, or with Left and Right.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.MenuItem {
    id: item

    /// 0 to 10; -1 where it is not rated, or where several tracks are meant.
    property int halves: -1
    property string valueText
    signal rated(int halves)

    implicitWidth: 232
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    Accessible.role: Accessible.Slider
    Accessible.name: text
    Accessible.description: valueText
    Keys.onLeftPressed: if (stars.halves > 0) rated(stars.halves - 1)
    Keys.onRightPressed: if (stars.halves < 10) rated(Math.max(stars.halves, 0) + 1)

    contentItem: Item {
        Label {
            height: parent.height
            text: item.text
            Accessible.ignored: true
        }
        RatingStars {
            id: stars
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            focusPolicy: Qt.NoFocus
            halves: item.halves
            Accessible.ignored: true
            onRated: halves => {
                item.rated(halves);
                item.menu.close();
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: item.highlighted || item.hovered ? Theme.hover : "transparent"
    }
}
