// One track that comes next, with the reason for it.
import QtQuick
import QtQuick.Templates as T
import Refrain

T.ItemDelegate {
    id: card

    required property int index
    required property double trackId
    required property string title
    required property string artist
    required property string album
    required property string reason
    required property string route
    required property var terms

    property bool focused: false
    required property ReactionsViewModel reactions
    readonly property bool loved: reactions.revision >= 0 && reactions.isLoved(trackId)
    signal chosen
    signal unwanted(real x, real y)
    signal menuWanted(real x, real y)

    implicitHeight: body.implicitHeight + 2 * Theme.space3
    focusPolicy: Qt.NoFocus
    onDoubleClicked: chosen()
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1 by %2. %3").arg(title).arg(artist).arg(reason)
    Accessible.onPressAction: chosen()

    contentItem: Item {
        Column {
            id: body
            x: Theme.space3
            y: Theme.space3
            width: parent.width - 2 * Theme.space3
            spacing: Theme.space3

            Item {
                width: parent.width
                height: Math.max(64, words.implicitHeight)
                CoverImage {
                    id: cover
                    extent: 64
                    anchors.verticalCenter: parent.verticalCenter
                    trackId: card.trackId
                    hasCover: true
                    title: card.title
                    artist: card.artist
                }
                Column {
                    id: words
                    anchors.left: cover.right
                    anchors.leftMargin: Theme.space4
                    anchors.right: buttons.left
                    anchors.rightMargin: Theme.space3
                    anchors.verticalCenter: parent.verticalCenter
                    Label {
                        width: parent.width
                        text: card.title
                        font.weight: Theme.strong
                        Accessible.ignored: true
                    }
                    Label {
                        width: parent.width
                        text: [card.artist, card.album].filter(part => part !== "").join(" · ")
                        color: Theme.textSoft
                        Accessible.ignored: true
                    }
                    ReasonButton {
                        id: why
                        width: parent.width
                        visible: text !== ""
                        enabled: card.terms.length > 0
                        text: card.reason
                    }
                }
                Row {
                    id: buttons
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    opacity: card.hovered || card.focused || card.loved || inside ? 1 : 0.55
                    readonly property bool inside: play.activeFocus || love.activeFocus || ban.activeFocus
                    IconButton {
                        id: play
                        iconName: "play"
                        text: qsTr("Play %1 now").arg(card.title)
                        onClicked: card.chosen()
                    }
                    IconButton {
                        id: love
                        checked: card.loved
                        iconName: card.loved ? "heart-full" : "heart"
                        text: card.loved ? qsTr("Love no more") : qsTr("Love")
                        onClicked: card.reactions.toggleLove(card.trackId)
                    }
                    IconButton {
                        id: ban
                        iconName: "refrain"
                        text: qsTr("Not for me …")
                        onClicked: card.unwanted(buttons.x + x, Theme.controlHeight + Theme.space4)
                    }
                }
            }
            TermsPanel {
                x: cover.width + Theme.space4
                width: parent.width - x
                visible: why.checked
                terms: card.terms
                route: card.route
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.raised
        border.width: card.focused ? 2 : 1
        border.color: card.focused ? Theme.accent : card.hovered ? Theme.textFaint : Theme.line
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: eventPoint => card.menuWanted(eventPoint.position.x, eventPoint.position.y)
    }
}
