// What the search field understands, in one look. A click on an example searches for it.
import QtQuick
import Refrain

Popover {
    id: help
    objectName: "queryHelp"

    /// The listener wants to see what an example finds.
    signal tried(string query)

    readonly property var examples: [
        [qsTr("purple rain"), qsTr("Both words, anywhere: title, artist, album, style, composer, path")],
        [qsTr("\"purple rain\""), qsTr("The words as they stand")],
        [qsTr("jazz -live"), qsTr("With the one, without the other")],
        [qsTr("jazz or blues"), qsTr("Either; brackets hold together what belongs together")],
        [qsTr("artist:bach"), qsTr("Also title:, album:, albumartist:, genre:, composer:, path:")],
        [qsTr("year:1990..1999"), qsTr("Also year:>1999, year:199, date:2011-05")],
        [qsTr("rating:>3"), qsTr("In stars; rating:none is not rated")],
        [qsTr("played:<30d"), qsTr("In the last 30 days; also h, w, m, y, today, never, 2024-05; added: likewise")],
        [qsTr("plays:>9"), qsTr("Heard so often; skips: likewise")],
        [qsTr("length:>5:00"), qsTr("In minutes; bitrate: in kbit/s")],
        [qsTr("is:loved"), qsTr("Also is:banned, is:missing, is:untagged, is:compilation")],
        [qsTr("zjl"), qsTr("Chinese by its initials, or by whole syllables")]
    ]

    width: 520
    title: qsTr("What can be searched for")

    Label {
        text: help.title
        font.pixelSize: Theme.body
        font.weight: Theme.strong
        Accessible.role: Accessible.Heading
    }
    Repeater {
        model: help.examples
        Item {
            id: line
            required property var modelData
            width: parent ? parent.width : 0
            implicitHeight: Math.max(example.implicitHeight, meaning.implicitHeight)
            LinkButton {
                id: example
                text: line.modelData[0]
                Accessible.name: line.modelData[0] + ": " + line.modelData[1]
                onClicked: {
                    help.tried(line.modelData[0]);
                    help.close();
                }
            }
            Label {
                id: meaning
                x: 150
                width: parent.width - x
                text: line.modelData[1]
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                font.pixelSize: Theme.small
                color: Theme.textSoft
                Accessible.ignored: true
            }
        }
    }
}
