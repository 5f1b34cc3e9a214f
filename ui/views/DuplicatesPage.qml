// Recordings that are there more than once: each with its copies, the best first, what would be lost with a
// copy, and its history kept with one of them. Files are shown, never deleted.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property DuplicatesViewModel duplicates
    required property TrackActions actions

    Component.onCompleted: duplicates.refresh()

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Duplicates")
        note: page.duplicates.running ? page.duplicates.progressText
            : page.duplicates.count > 0 ? qsTr("%1 · your files stay as they are").arg(page.duplicates.summary)
            : ""
        ProgressLine {
            anchors.verticalCenter: parent.verticalCenter
            width: 120
            visible: page.duplicates.running
            share: page.duplicates.progressShare
        }
        Button {
            objectName: "findDuplicates"
            text: page.duplicates.running ? qsTr("Stop") : qsTr("Look for them")
            iconName: page.duplicates.running ? "" : "search"
            onClicked: page.duplicates.running ? page.duplicates.cancel() : page.duplicates.find()
        }
    }
    ListView {
        id: list
        objectName: "copies"
        anchors.top: header.bottom
        anchors.topMargin: Theme.space3
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        clip: true
        reuseItems: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.duplicates
        Accessible.role: Accessible.List
        Accessible.name: header.title
        T.ScrollBar.vertical: ScrollBar {}

        delegate: Item {
            id: copy
            required property int index
            required property var trackId
            required property bool first
            required property int copies
            required property string title
            required property string artist
            required property string file
            required property string folder
            required property string facts
            required property string losing
            required property bool best
            required property bool canKeep
            readonly property int headHeight: first ? 56 : 0
            readonly property int bodyHeight: losing ? 92 : 72

            width: ListView.view.width
            height: headHeight + bodyHeight
            Accessible.role: Accessible.ListItem
            Accessible.name: [title, artist, best ? qsTr("Best copy") : "", facts, losing, file].filter(part => part).join(". ")

            Item {
                width: parent.width - Theme.space4
                height: copy.headHeight
                visible: copy.first
                Label {
                    id: songTitle
                    y: Theme.space5
                    width: Math.min(implicitWidth, parent.width * 0.5)
                    text: copy.title
                    font.pixelSize: Theme.lead
                    font.weight: Theme.strong
                    Accessible.ignored: true
                }
                Label {
                    anchors.left: songTitle.right
                    anchors.leftMargin: Theme.space3
                    anchors.right: parent.right
                    anchors.baseline: songTitle.baseline
                    text: [copy.artist, qsTr("%n copy(s)", "", copy.copies)].filter(part => part).join(" · ")
                    color: Theme.textSoft
                    Accessible.ignored: true
                }
            }
            Column {
                anchors.left: parent.left
                anchors.right: buttons.left
                anchors.rightMargin: Theme.space4
                y: copy.headHeight + Math.round((copy.bodyHeight - height) / 2)
                spacing: 2
                Row {
                    width: parent.width
                    spacing: Theme.space2
                    Label {
                        id: fileName
                        width: Math.min(implicitWidth, parent.width - (copy.best ? bestMark.width + parent.spacing : 0))
                        text: copy.file
                        elide: Text.ElideMiddle
                        Accessible.ignored: true
                    }
                    Rectangle {
                        id: bestMark
                        visible: copy.best
                        width: bestWord.implicitWidth + 2 * Theme.space2
                        height: 20
                        radius: height / 2
                        color: Theme.accentSoft
                        anchors.verticalCenter: fileName.verticalCenter
                        Label {
                            id: bestWord
                            anchors.centerIn: parent
                            text: qsTr("Best copy")
                            tells: false
                            color: Theme.accent
                            font.pixelSize: Theme.caption
                            font.weight: Theme.strong
                            Accessible.ignored: true
                        }
                    }
                }
                Label {
                    width: parent.width
                    text: copy.folder
                    elide: Text.ElideMiddle
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                    Accessible.ignored: true
                }
                Label {
                    width: parent.width
                    text: copy.facts
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                    Accessible.ignored: true
                }
                Label {
                    width: parent.width
                    visible: text !== ""
                    text: copy.losing ? qsTr("Only here: %1").arg(copy.losing) : ""
                    font.pixelSize: Theme.caption
                    Accessible.ignored: true
                }
            }
            Row {
                id: buttons
                anchors.right: parent.right
                anchors.rightMargin: Theme.space4
                y: copy.headHeight + Math.round((copy.bodyHeight - height) / 2)
                spacing: Theme.space1
                Button {
                    visible: copy.canKeep
                    quiet: !copy.best
                    textSize: Theme.caption
                    text: qsTr("Keep the history here")
                    onClicked: page.duplicates.keepHistory(copy.index)
                }
                IconButton {
                    iconName: "play"
                    text: qsTr("Play %1").arg(copy.file)
                    onClicked: page.actions.play(copy.trackId)
                }
                IconButton {
                    iconName: "folder"
                    text: qsTr("Show %1 in its folder").arg(copy.file)
                    onClicked: page.duplicates.showInFolder(copy.index)
                }
            }
            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: 1
                color: Theme.line
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.duplicates.known && page.duplicates.count === 0
        iconName: page.duplicates.running ? "search" : "check"
        headline: page.duplicates.running ? qsTr("Listening …") : qsTr("No song is known to be there twice")
        sentence: qsTr("Refrain listens to the first minute of every song, when the computer has time for it. What sounds alike is shown here, whatever it is called and however it is coded.")
    }
}
