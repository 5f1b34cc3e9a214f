// An icon of the program in one colour. Decoration: the control around it carries the name.
import QtQuick
import QtQuick.Window
import Refrain

Image {
    property string name
    property color colour: Theme.text
    property int extent: Theme.iconSize

    width: extent
    height: extent
    sourceSize: Qt.size(extent * Screen.devicePixelRatio, extent * Screen.devicePixelRatio)
    source: name ? "image://icon/" + name + "/" + colour : ""
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
