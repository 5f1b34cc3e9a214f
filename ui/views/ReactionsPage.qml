// What the listener loves and does not want to hear, each with a way to take it back.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property ReactionsViewModel reactions
    signal backWanted

    onVisibleChanged: if (reactions) reactions.listShown = visible
    Component.onCompleted: reactions.listShown = visible

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Loved and not for me")
        note: qsTr("What you said outright; each can be taken back")
        Button {
            iconName: "guess"
            text: qsTr("Guess You Like")
            onClicked: page.backWanted()
        }
    }
    ListView {
        id: list
        objectName: "reactionsList"
        anchors.top: header.bottom
        anchors.topMargin: Theme.space3
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.reactions.list
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: header.title
        Keys.onDeletePressed: if (currentIndex >= 0) page.reactions.takeBack(currentIndex)
        T.ScrollBar.vertical: ScrollBar {}
        section.property: "loved"
        section.delegate: Label {
            required property string section
            width: ListView.view.width
            height: 40
            verticalAlignment: Text.AlignBottom
            bottomPadding: Theme.space1
            text: section === "true" ? qsTr("Loved") : qsTr("Not for me")
            color: Theme.textSoft
            font.pixelSize: Theme.caption
            font.weight: Theme.strong
            Accessible.role: Accessible.Heading
        }

        delegate: Item {
            id: line
            required property int index
            required property string name
            required property string detail
            required property bool loved
            width: ListView.view.width
            height: Theme.lineHeight
            Accessible.role: Accessible.ListItem
            Accessible.name: name + ". " + detail

            Icon {
                id: sign
                x: Theme.space2
                anchors.verticalCenter: parent.verticalCenter
                name: line.loved ? "heart-full" : "refrain"
                colour: line.loved ? Theme.accent : Theme.textSoft
            }
            Column {
                anchors.left: sign.right
                anchors.leftMargin: Theme.space4
                anchors.right: undo.left
                anchors.rightMargin: Theme.space3
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2
                Label {
                    width: parent.width
                    text: line.name
                    Accessible.ignored: true
                }
                Label {
                    width: parent.width
                    text: line.detail
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                    Accessible.ignored: true
                }
            }
            Button {
                id: undo
                anchors.right: parent.right
                anchors.rightMargin: Theme.space4
                anchors.verticalCenter: parent.verticalCenter
                quiet: true
                text: qsTr("Take back")
                Accessible.name: line.loved ? qsTr("Love %1 no more").arg(line.name)
                                            : qsTr("Suggest %1 again").arg(line.name)
                onClicked: page.reactions.takeBack(line.index)
            }
            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: 1
                color: Theme.line
            }
            FocusRing {
                shown: line.ListView.isCurrentItem && list.activeFocus
                radius: Theme.radiusSmall
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.reactions.list.count === 0
        iconName: "heart"
        headline: qsTr("Nothing said yet")
        sentence: qsTr("Love a song, or say “Not for me” of a song, an album, an artist or a style. It is listed here, and can be taken back.")
    }
}
