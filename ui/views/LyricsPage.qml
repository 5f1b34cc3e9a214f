// The words of what plays. With times they go along with the music, and a click plays from a line; without, they
// are scrolled by hand.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property LyricsViewModel lyrics
    required property PlayerViewModel player
    /// Somebody looks elsewhere in the words: they stay there for a while.
    property bool byHand: false

    function showCurrent() {
        if (lyrics.timed && !byHand && lyrics.currentLine >= 0)
            list.currentIndex = lyrics.currentLine;
    }
    function lookAround() {
        byHand = lyrics.timed;
        back.restart();
    }

    PageHeader {
        id: header
        width: parent.width
        title: page.player.hasTrack ? page.player.title : qsTr("Lyrics")
        note: [page.player.artist, page.player.album].filter(part => part !== "").join(" · ") || " "
        Button {
            visible: page.byHand
            text: qsTr("Follow the music")
            onClicked: {
                page.byHand = false;
                page.showCurrent();
                list.forceActiveFocus();
            }
        }
    }
    Timer {
        id: back
        interval: 8000
        onTriggered: {
            page.byHand = false;
            page.showCurrent();
        }
    }
    Connections {
        target: page.lyrics
        function onCurrentLineChanged() {
            page.showCurrent();
        }
        function onLinesChanged() {
            page.byHand = false;
            list.currentIndex = 0;
            list.positionViewAtBeginning();
        }
    }
    ListView {
        id: list
        objectName: "lyricLines"
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.lyrics
        bottomMargin: page.lyrics.timed ? height / 2 : Theme.space5
        topMargin: page.lyrics.timed ? Theme.space5 : 0
        spacing: page.lyrics.timed ? Theme.space2 : 0
        preferredHighlightBegin: height * 0.35
        preferredHighlightEnd: height * 0.45
        highlightRangeMode: page.lyrics.timed && !page.byHand ? ListView.ApplyRange : ListView.NoHighlightRange
        highlightMoveDuration: Theme.calm
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Lyrics")
        T.ScrollBar.vertical: ScrollBar {}
        onMovementStarted: page.lookAround()
        Keys.onPressed: event => {
            const step = height * 0.8;
            const ways = {
                [Qt.Key_Up]: contentY - 48,
                [Qt.Key_Down]: contentY + 48,
                [Qt.Key_PageUp]: contentY - step,
                [Qt.Key_PageDown]: contentY + step,
                [Qt.Key_Home]: originY - topMargin,
                [Qt.Key_End]: Infinity
            };
            const target = ways[event.key];
            if (target === undefined || event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.ShiftModifier))
                return;
            page.lookAround();
            const top = originY - topMargin;
            const bottom = Math.max(top, originY + contentHeight + bottomMargin - height);
            contentY = Math.max(top, Math.min(bottom, target));
            event.accepted = true;
        }
        delegate: T.AbstractButton {
            id: line
            required property int index
            required text
            readonly property bool sung: page.lyrics.timed && index === page.lyrics.currentLine
            width: Math.min(ListView.view.width - Theme.space5, 760)
            implicitHeight: words.implicitHeight + (page.lyrics.timed ? Theme.space2 : 0)
            enabled: page.lyrics.timed && text !== ""
            focusPolicy: Qt.NoFocus
            onClicked: page.lyrics.seekTo(index)
            Accessible.role: Accessible.ListItem
            Accessible.name: text
            Accessible.selected: sung
            contentItem: Label {
                id: words
                // An empty line is a pause between verses.
                text: line.text || " "
                tells: false
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                lineHeight: 1.35
                font.pixelSize: page.lyrics.timed ? Theme.title : Theme.lead
                font.weight: line.sung ? Theme.strong : Theme.regular
                color: !page.lyrics.timed ? Theme.text : line.sung ? Theme.accent
                     : line.hovered ? Theme.text : Theme.textFaint
                Accessible.ignored: true
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.player.hasTrack && page.lyrics.loaded && page.lyrics.count === 0
        iconName: "lyrics"
        headline: page.lyrics.trouble ? qsTr("The words cannot be read") : qsTr("There are no words to this")
        sentence: page.lyrics.trouble || qsTr("They are read from the file’s tags, or from an .lrc file of the same "
                                              + "name beside it.")
    }
    EmptyState {
        anchors.centerIn: parent
        visible: !page.player.hasTrack
        iconName: "lyrics"
        headline: qsTr("Nothing plays")
        sentence: qsTr("The words of what plays appear here.")
    }
}
