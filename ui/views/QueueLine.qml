// One place in the queue, and why it is there.
import QtQuick
import Refrain

MovableLine {
    id: line

    required index
    required trackId
    required title
    required artist
    required album
    required length
    required selected
    required current
    required property string reason
    required property bool automatic
    required property bool upcoming

    faded: !current && !upcoming
    note: automatic ? (reason || qsTr("Guess You Like")) : ""
    removeText: qsTr("Remove from the queue (Delete)")
}
