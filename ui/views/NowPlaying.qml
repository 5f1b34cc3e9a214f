// The track that plays now, large, with the reason it was chosen.
import QtQuick
import Refrain

Card {
    id: now

    required property PlayerViewModel player
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    property var terms: []
    signal lyricsWanted
    readonly property bool loved: reactions.revision >= 0 && reactions.isLoved(player.trackId)

    implicitHeight: body.implicitHeight + 2 * Theme.space4

    NotForMeMenu {
        id: notForMe
        reactions: now.reactions
        trackId: now.player.trackId
        playing: true
        onSkipWanted: now.player.notForMe()
    }
    Column {
        id: body
        x: Theme.space4
        y: Theme.space4
        width: parent.width - 2 * Theme.space4
        spacing: Theme.space3

        Item {
            width: parent.width
            height: 120
            CoverImage {
                id: cover
                extent: 120
                radius: Theme.radius
                trackId: now.player.trackId
                hasCover: now.player.trackId > 0
                title: now.player.title
                artist: now.player.artist
            }
            Column {
                anchors.left: cover.right
                anchors.leftMargin: Theme.space5
                anchors.right: buttons.left
                anchors.rightMargin: Theme.space4
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.space1
                Label {
                    text: now.player.playing ? qsTr("Playing now") : qsTr("Paused")
                    color: Theme.textFaint
                    font.pixelSize: Theme.caption
                }
                Label {
                    width: parent.width
                    text: now.player.title
                    font.pixelSize: Theme.title
                    font.weight: Theme.strong
                }
                Label {
                    width: parent.width
                    text: [now.player.artist, now.player.album].filter(part => part !== "").join(" · ")
                    color: Theme.textSoft
                }
                ReasonButton {
                    id: reason
                    width: parent.width
                    visible: text !== ""
                    enabled: now.terms.length > 0
                    text: now.player.reason
                }
            }
            Row {
                id: buttons
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.space1
                RatingStars {
                    anchors.verticalCenter: parent.verticalCenter
                    rightPadding: Theme.space2
                    visible: now.player.trackId > 0
                    extent: 18
                    halves: now.ratings.revision >= 0 ? now.ratings.halves(now.player.trackId) : -1
                    valueText: now.ratings.text(halves)
                    onRated: halves => now.ratings.rate(now.player.trackId, halves)
                }
                IconButton {
                    iconName: "lyrics"
                    text: qsTr("Lyrics (Ctrl+Y)")
                    onClicked: now.lyricsWanted()
                }
                IconButton {
                    checked: now.loved
                    iconName: now.loved ? "heart-full" : "heart"
                    text: now.loved ? qsTr("Love no more") : qsTr("Love")
                    onClicked: now.reactions.toggleLove(now.player.trackId)
                }
                IconButton {
                    id: ban
                    iconName: "refrain"
                    text: qsTr("Not for me …")
                    onClicked: notForMe.popup(ban, 0, height)
                }
            }
        }
        TermsPanel {
            width: parent.width
            visible: reason.checked && reason.visible
            terms: now.terms
        }
    }
}
