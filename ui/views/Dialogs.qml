// The file dialogs. Built when first wanted: they load half a file manager.
import QtQuick
import QtQuick.Dialogs
import Refrain

Item {
    id: dialogs

    required property LibraryViewModel library
    required property TransferViewModel transfer

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
        id: source
        title: qsTr("Import a listening history")
        fileMode: FileDialog.OpenFile
        nameFilters: [qsTr("Listening history of Refrain (*.jsonl)"), qsTr("All files (*)")]
        onAccepted: dialogs.transfer.importHistory(selectedFile)
    }
}
