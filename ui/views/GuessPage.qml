// Guess You Like: the track now, what comes next and why, and what is held back.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property GuessViewModel guess
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    required property LibraryViewModel library
    required property TasteViewModel taste
    signal reactionsWanted
    signal folderWanted
    signal lyricsWanted

    Component {
        id: top
        Column {
            width: list.sheetWidth
            spacing: Theme.space4
            bottomPadding: Theme.space4

            PageHeader {
                width: parent.width
                title: qsTr("Guess You Like")
                note: page.library.trackCount === 0 ? "" : page.guess.model ? qsTr("From what you finished and what you skipped")
                                       : qsTr("Still getting to know you: by album, artist and style for now")
                IconButton {
                    objectName: "privateButton"
                    iconName: "private"
                    checked: page.taste.privateSession
                    marked: checked
                    text: checked ? qsTr("End the private session (Ctrl+Shift+P)")
                                  : qsTr("Private session: nothing is learned (Ctrl+Shift+P)")
                    Accessible.checkable: true
                    Accessible.checked: checked
                    onClicked: page.taste.privateSession = !page.taste.privateSession
                }
                Button {
                    quiet: true
                    visible: page.library.trackCount > 0
                    text: qsTr("Loved and not for me")
                    onClicked: page.reactionsWanted()
                }
                Button {
                    primary: true
                    visible: !page.guess.queued && page.library.trackCount > 0
                    iconName: "play"
                    text: qsTr("Play what I like")
                    onClicked: page.guess.start()
                }
            }
            NowPlaying {
                width: parent.width
                visible: page.player.hasTrack
                player: page.player
                reactions: page.reactions
                ratings: page.ratings
                terms: page.guess.currentTerms
                onLyricsWanted: page.lyricsWanted()
            }
            FamiliarSlider {
                width: parent.width
                visible: page.library.trackCount > 0
                taste: page.taste
            }
            Chip {
                objectName: "seedChip"
                visible: page.taste.seed !== ""
                text: page.taste.seed
                detail: qsTr("is what these start from")
                action: qsTr("end")
                actionName: qsTr("Start from %1 no longer").arg(page.taste.seed)
                onActed: page.taste.endSeed()
            }
            Flow {
                width: parent.width
                visible: page.guess.heldBack.length > 0
                spacing: Theme.space2
                Label {
                    height: 32
                    text: qsTr("Holding back:")
                    color: Theme.textSoft
                }
                Repeater {
                    model: page.guess.heldBack
                    Chip {
                        required property var modelData
                        text: modelData.style
                        detail: modelData.fades
                        action: qsTr("lift")
                        actionName: qsTr("Hold back %1 no longer").arg(modelData.style)
                        onActed: page.guess.lift(modelData.style)
                    }
                }
            }
            Label {
                width: parent.width
                visible: text !== ""
                text: page.guess.note
                wrapMode: Text.Wrap
                color: Theme.textSoft
            }
            Label {
                width: parent.width
                visible: page.guess.cards.count > 0
                topPadding: Theme.space2
                text: page.guess.goesOn ? qsTr("When your queue ends, it goes on from its mood")
                    : page.guess.queued ? qsTr("Coming next") : qsTr("What would come next")
                wrapMode: Text.Wrap
                font.pixelSize: Theme.lead
                font.weight: Theme.strong
                Accessible.role: Accessible.Heading
            }
        }
    }
    TrackMenu {
        id: trackMenu
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        tagEditor: page.tagEditor
        onPlayWanted: page.guess.play(list.currentIndex)
    }
    NotForMeMenu {
        id: notForMe
        reactions: page.reactions
    }
    ListView {
        id: list
        objectName: "guessCards"
        /// The scroll bar stands in the margin, beside the cards.
        readonly property real sheetWidth: Math.min(width - Theme.space5, Theme.sheetWidth)
        /// Nobody scrolled away from the top. Then it stays in sight: what the list holds grows upwards when the
        /// header does, and "Holding back" must not appear above the edge.
        property bool atTop: true
        function keepTop() {
            if (atTop)
                positionViewAtBeginning();
        }

        width: parent.width + Theme.space5
        height: parent.height
        focus: true
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.guess.cards
        header: top
        spacing: Theme.space2
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Coming next")
        Keys.onReturnPressed: page.guess.play(currentIndex)
        Keys.onEnterPressed: page.guess.play(currentIndex)
        Keys.onMenuPressed: if (currentItem) currentItem.menuWanted(Theme.space7, Theme.space7)
        onMovementEnded: atTop = atYBeginning
        onCurrentIndexChanged: if (activeFocus && currentIndex > 0) atTop = false
        onOriginYChanged: Qt.callLater(keepTop)
        onContentHeightChanged: Qt.callLater(keepTop)
        T.ScrollBar.vertical: ScrollBar {
            onPressedChanged: if (!pressed) list.atTop = list.atYBeginning
        }
        add: Transition {
            NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.calm }
        }
        displaced: Transition {
            NumberAnimation { properties: "y"; duration: Theme.calm; easing.type: Easing.OutCubic }
            NumberAnimation { property: "opacity"; to: 1; duration: Theme.calm }
        }

        delegate: GuessCard {
            id: card
            width: list.sheetWidth
            focused: ListView.isCurrentItem && list.activeFocus
            reactions: page.reactions
            onChosen: page.guess.play(index)
            onMenuWanted: (x, y) => {
                list.currentIndex = index;
                trackMenu.openFor(trackId, card, x, y);
            }
            onUnwanted: (x, y) => {
                notForMe.trackId = trackId;
                notForMe.popup(card, x, y);
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.guess.cards.count === 0 && !page.player.hasTrack
        iconName: "guess"
        headline: qsTr("Nothing to suggest yet")
        sentence: page.library.trackCount === 0
                  ? qsTr("Guess You Like picks from the music on your disk. What it learns stays on this machine.")
                  : qsTr("Play a few songs. What you finish and what you skip is all it needs, and it stays on this machine.")
        Button {
            primary: true
            visible: page.library.trackCount === 0 && !page.library.scanning
            iconName: "folder"
            text: qsTr("Choose your music folder")
            onClicked: page.folderWanted()
        }
    }
}
