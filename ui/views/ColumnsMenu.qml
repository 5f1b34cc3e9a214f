// Which columns a list of tracks shows.
import QtQuick
import Refrain

Menu {
    id: menu

    required property TrackColumnsViewModel columns

    Repeater {
        model: menu.columns.all().filter(column => column !== TrackColumnsViewModel.Title)
        MenuItem {
            required property int modelData
            text: menu.columns.revision >= 0 ? menu.columns.name(modelData) : ""
            checkable: true
            checked: menu.columns.revision >= 0 && menu.columns.isShown(modelData)
            onTriggered: menu.columns.setShown(modelData, !menu.columns.isShown(modelData))
        }
    }
    MenuLine {}
    MenuItem { text: qsTr("Reset columns"); onTriggered: menu.columns.reset() }
}
