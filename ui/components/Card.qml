// A raised sheet for things that belong together.
import QtQuick
import Refrain

Rectangle {
    property int padding: Theme.space4

    radius: Theme.radiusLarge
    color: Theme.raised
    border.width: 1
    border.color: Theme.line
}
