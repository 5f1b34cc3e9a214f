// What was listened to, newest first, and the way out of and into the program for it.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property HistoryModel history
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor
    signal exportWanted(string format)
    signal importWanted

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("History")
        note: qsTr("Kept on this machine; yours to take along")
        Button {
            id: exportButton
            iconName: "export"
            text: qsTr("Export")
            enabled: page.history.count > 0
            onClicked: exportMenu.popup(exportButton, 0, height + Theme.space1)
        }
        Button {
            iconName: "import"
            text: qsTr("Import")
            onClicked: page.importWanted()
        }
    }
    TrackMenu {
        id: trackMenu
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        tagEditor: page.tagEditor
        onPlayWanted: page.actions.play(trackId)
    }
    Menu {
        id: exportMenu
        MenuItem {
            text: qsTr("As a table (CSV)")
            onTriggered: page.exportWanted("csv")
        }
        MenuItem {
            text: qsTr("As JSON Lines")
            onTriggered: page.exportWanted("jsonl")
        }
    }
    ListView {
        id: list
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        x: -Theme.space3
        width: parent.width + 2 * Theme.space3
        focus: true
        clip: true
        reuseItems: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.history
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("History")
        Keys.onReturnPressed: {
            if (currentItem)
                page.actions.play(currentItem.trackId);
        }
        Keys.onMenuPressed: {
            if (currentItem && currentItem.trackId > 0)
                trackMenu.openFor(currentItem.trackId, currentItem, Theme.space7, Theme.rowHeight);
        }
        T.ScrollBar.vertical: ScrollBar {}
        delegate: HistoryLine {
            id: line
            width: ListView.view.width
            focused: ListView.isCurrentItem && list.activeFocus
            onClicked: {
                list.currentIndex = index;
                list.forceActiveFocus();
            }
            onChosen: page.actions.play(trackId)
            onMenuWanted: (x, y) => {
                list.currentIndex = index;
                if (trackId > 0)
                    trackMenu.openFor(trackId, line, x, y);
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.history.loaded && page.history.count === 0
        iconName: "history"
        headline: page.history.error ? qsTr("The history could not be read") : qsTr("No listens yet")
        sentence: page.history.error || qsTr("Everything you play is noted here: what, when, and how much of it you heard.")
    }
}
