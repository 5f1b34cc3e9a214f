// The places of the window, and at the foot what is going on behind it.
import QtQuick
import Refrain

Rectangle {
    id: side

    required property LibraryViewModel library
    required property TrainingViewModel training
    required property AnalysisViewModel analysis
    required property PlaylistsViewModel playlists
    required property TasteViewModel taste
    property string page
    /// The playlist whose page is open; 0: none.
    property double playlist: 0
    signal pageWanted(string page)
    signal playlistWanted(double playlist)
    signal newSmartWanted
    signal importWanted
    signal editWanted(double playlist)
    signal renameWanted(double playlist)
    signal exportWanted(double playlist)

    color: Theme.side

    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.line
    }
    Label {
        id: name
        x: Theme.space5
        y: Theme.space5
        text: "Refrain"
        font.pixelSize: Theme.title
        font.weight: Theme.strong
    }
    Column {
        id: places
        anchors.top: name.bottom
        anchors.topMargin: Theme.space5
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        spacing: Theme.space1
        Accessible.role: Accessible.PageTabList
        Accessible.name: qsTr("Places")

        component Place: NavigationItem {
            required property string target
            width: parent.width
            current: side.page === target
            onClicked: side.pageWanted(target)
        }
        Place {
            target: "songs"
            iconName: "songs"
            text: qsTr("Songs")
        }
        Place {
            target: "guess"
            iconName: "guess"
            text: qsTr("Guess You Like")
        }
        Place {
            target: "queue"
            iconName: "queue"
            text: qsTr("Queue")
        }
        Place {
            target: "history"
            iconName: "history"
            text: qsTr("History")
        }
    }
    PlaylistsList {
        anchors.top: places.bottom
        anchors.topMargin: Theme.space3
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.space2
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        playlists: side.playlists
        taste: side.taste
        current: side.playlist
        onWanted: playlist => side.playlistWanted(playlist)
        onNewSmartWanted: side.newSmartWanted()
        onImportWanted: side.importWanted()
        onEditWanted: playlist => side.editWanted(playlist)
        onRenameWanted: playlist => side.renameWanted(playlist)
        onExportWanted: playlist => side.exportWanted(playlist)
    }
    Column {
        id: foot
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space3
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        spacing: Theme.space2

        StatusFoot {
            width: parent.width
            visible: side.library.scanning
            title: qsTr("Scanning")
            detail: side.library.progressText
            share: side.library.progressShare
            stopName: qsTr("Stop scanning")
            onStopped: side.library.cancelScan()
        }
        StatusFoot {
            width: parent.width
            visible: side.training.active
            title: qsTr("Learning")
            detail: side.training.remaining || side.training.phase
            share: side.training.share
            stopName: qsTr("Stop learning")
            onStopped: side.training.cancel()
        }
        StatusFoot {
            width: parent.width
            visible: side.analysis.active && !side.library.scanning
            title: side.analysis.title
            detail: side.analysis.detail
            share: side.analysis.share
            stopName: qsTr("Stop analyzing")
            onStopped: side.analysis.stop()
        }
        NavigationItem {
            width: parent.width
            visible: side.library.failures.count > 0 && !side.library.scanning
            current: side.page === "failures"
            iconName: "warning"
            text: qsTr("%n file(s) not read", "", side.library.failures.count)
            onClicked: side.pageWanted("failures")
        }
        NavigationItem {
            width: parent.width
            current: side.page === "settings"
            iconName: "settings"
            text: qsTr("Settings")
            onClicked: side.pageWanted("settings")
        }
    }
}
