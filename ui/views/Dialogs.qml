// The file dialogs. Built when first wanted: they load half a file manager.
import QtQuick
import QtQuick.Dialogs
import Refrain

Item {
    id: dialogs

    required property LibraryViewModel library
    required property TransferViewModel transfer
    required property PlaylistFilesViewModel playlistFiles

    function chooseFolder() {
        folder.open();
    }
    function exportTo(format) {
        target.format = format;
        target.open();
    }
    function importFrom() {
        source.open();
    }
    function importPlaylist() {
        playlistSource.open();
    }
    function exportPlaylist(playlist, name) {
        playlistTarget.playlist = playlist;
        // What a file cannot be called.
        playlistTarget.currentFile = playlistTarget.currentFolder + "/" + encodeURIComponent(name.replace(/\//g, "-"))
                                   + ".m3u8";
        playlistTarget.open();
    }

    FolderDialog {
        id: folder
        title: qsTr("Choose your music folder")
        onAccepted: dialogs.library.addFolder(selectedFolder)
    }
    FileDialog {
        id: target
        property string format: "csv"
        title: qsTr("Export the listening history")
        fileMode: FileDialog.SaveFile
        defaultSuffix: format
        nameFilters: format === "csv" ? [qsTr("Table (*.csv)")] : [qsTr("JSON Lines (*.jsonl)")]
        onAccepted: dialogs.transfer.exportHistory(selectedFile, format)
    }
    FileDialog {
        id: playlistSource
        title: qsTr("Import a playlist")
        fileMode: FileDialog.OpenFile
        nameFilters: [qsTr("Playlists (*.m3u8 *.m3u *.xspf)"), qsTr("All files (*)")]
        onAccepted: dialogs.playlistFiles.importFrom(selectedFile)
    }
    FileDialog {
        id: playlistTarget
        property double playlist: 0
        title: qsTr("Export the playlist")
        fileMode: FileDialog.SaveFile
        defaultSuffix: selectedNameFilter.index === 1 ? "xspf" : "m3u8"
        nameFilters: [qsTr("M3U8 (*.m3u8)"), qsTr("XSPF (*.xspf)")]
        onAccepted: dialogs.playlistFiles.exportTo(playlist, selectedFile)
    }
    FileDialog {
        id: source
        title: qsTr("Import a listening history")
        fileMode: FileDialog.OpenFile
        nameFilters: [qsTr("Listening history of Refrain (*.jsonl)"), qsTr("All files (*)")]
        onAccepted: dialogs.transfer.importHistory(selectedFile)
    }
}
