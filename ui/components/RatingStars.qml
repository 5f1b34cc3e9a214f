// How many stars something has. A click gives them: the left half of a star means half a star, the rating that
// is there already takes it back.
import QtQuick
import QtQuick.Templates as T
import QtQuick.Window
import Refrain

T.Control {
    id: stars

    /// 0 to 10; -1 where it is not rated.
    property int halves: -1
    property int extent: 16
    /// Without a rating nothing is drawn until the pointer is there.
    property bool shy: false
    property string name: qsTr("Rating")
    property string valueText
    signal rated(int halves)

    /// What the pointer is over.
    property int aimed: -1
    readonly property int shown: hand.containsMouse ? aimed : halves

    implicitWidth: 5 * extent
    implicitHeight: extent
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Slider
    Accessible.name: name
    Accessible.description: valueText
    Keys.onLeftPressed: if (halves > 0) rated(halves - 1)
    Keys.onRightPressed: if (halves < 10) rated(Math.max(halves, 0) + 1)
    Keys.onDeletePressed: if (halves >= 0) rated(-1)

    contentItem: Item {
        Image {
            anchors.fill: parent
            visible: !stars.shy || stars.shown >= 0
            sourceSize: Qt.size(width * Screen.devicePixelRatio, height * Screen.devicePixelRatio)
            source: visible && width > 0
                    ? "image://icon/stars/" + (hand.containsMouse ? Theme.text : Theme.textSoft) + "/"
                      + Math.max(stars.shown, 0) : ""
        }
    }
    background: Item {
        FocusRing {
            shown: stars.visualFocus
            radius: Theme.radiusSmall
        }
    }
    MouseArea {
        id: hand
        anchors.fill: parent
        enabled: stars.enabled
        hoverEnabled: true
        function aim(x) {
            stars.aimed = Math.max(1, Math.min(10, Math.ceil(x / width * 10)));
        }
        onPositionChanged: mouse => aim(mouse.x)
        onClicked: mouse => {
            aim(mouse.x);
            stars.rated(stars.aimed === stars.halves ? -1 : stars.aimed);
        }
    }
}
