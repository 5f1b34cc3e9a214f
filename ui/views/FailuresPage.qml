// The files that could not be read, each with its reason.
import QtQuick
import QtQuick.Templates as T
import Refrain

FocusScope {
    id: page

    required property LibraryViewModel library

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Files that could not be read")
        note: page.library.failures.awayCount > 0
              ? qsTr("Music that seems to be away stays in the library until it is back, or until you say that it was deleted.")
              : qsTr("They are tried again when they change.")
        Button {
            visible: page.library.failures.awayCount > 0
            text: qsTr("It was deleted")
            enabled: !page.library.scanning
            onClicked: page.library.believeMissing()
        }
        Button {
            iconName: "rescan"
            text: qsTr("Scan again")
            enabled: !page.library.scanning
            onClicked: page.library.rescan()
        }
    }
    ListView {
        id: list
        anchors.top: header.bottom
        anchors.topMargin: Theme.space3
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        clip: true
        reuseItems: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.library.failures
        Accessible.role: Accessible.List
        Accessible.name: header.title
        T.ScrollBar.vertical: ScrollBar {}

        delegate: Item {
            id: failure
            required property string path
            required property string reason
            width: ListView.view.width
            height: 56
            Accessible.role: Accessible.ListItem
            Accessible.name: path + ". " + reason
            Column {
                width: parent.width - Theme.space4
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2
                Label {
                    width: parent.width
                    text: failure.path
                    elide: Text.ElideMiddle
                    Accessible.ignored: true
                }
                Label {
                    width: parent.width
                    text: failure.reason
                    color: Theme.textSoft
                    font.pixelSize: Theme.caption
                    Accessible.ignored: true
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
        visible: page.library.failures.count === 0
        iconName: "check"
        headline: qsTr("Every file could be read")
    }
}
