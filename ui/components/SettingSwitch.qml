// A setting that is on or off. A click on the words turns it as well.
import QtQuick
import Refrain

SettingRow {
    id: row

    property bool checked: false
    signal changed(bool on)
    onWordsTapped: toggle.flip()

    Switch {
        id: toggle
        text: row.title
        Accessible.description: row.help
        onToggled: row.changed(checked)
        Binding {
            target: toggle
            property: "checked"
            value: row.checked
            restoreMode: Binding.RestoreNone
        }
    }
}
