// A cover, or a cloth-bound sleeve with initials where there is none or it has not arrived yet.
import QtQuick
import QtQuick.Window
import Refrain

Rectangle {
    id: cover

    property double trackId: 0
    property bool hasCover: false
    property string title
    property string artist
    property int extent: 40
    readonly property string words: artist || title
    /// Another one when the track has another picture: then the address is another, and it is loaded.
    readonly property string key: hasCover && Covers.keys && Covers.keys.revision >= 0 ? Covers.keys.of(trackId) : ""

    function initials(text) {
        const parts = text.trim().split(/\s+/).filter(part => part !== "" && !/^(the|a|an)$/i.test(part));
        if (parts.length === 0)
            return "";
        // By code points, so that no letter outside the basic plane is cut in half.
        const first = Array.from(parts[0])[0];
        const wide = /[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff]/.test(first);
        return wide || parts.length === 1 ? first.toUpperCase()
                                          : (first + Array.from(parts[parts.length - 1])[0]).toUpperCase();
    }
    function number(text) {
        let sum = 0;
        for (let i = 0; i < text.length; ++i)
            sum = (sum * 31 + text.charCodeAt(i)) % 9973;
        return sum;
    }

    width: extent
    height: extent
    radius: Theme.radiusSmall
    color: picture.visible && picture.status === Image.Ready && picture.implicitWidth > 1 ? "transparent"
                                                                                         : Theme.cloth(number(words))
    Accessible.ignored: true

    Text {
        anchors.centerIn: parent
        text: cover.initials(cover.words)
        textFormat: Text.PlainText
        color: Theme.textSoft
        font.family: Theme.family
        font.pixelSize: Math.max(10, Math.round(cover.extent * 0.32))
        font.weight: Theme.strong
        visible: picture.status !== Image.Ready || picture.implicitWidth <= 1
    }
    Image {
        id: picture
        anchors.fill: parent
        // Nothing can be cut round while drawing without shaders: the corners come with the picture.
        source: cover.hasCover && cover.trackId > 0
                ? "image://cover/" + cover.trackId + "/" + Math.round(cover.radius * Screen.devicePixelRatio)
                  + "/" + cover.key : ""
        sourceSize: Qt.size(cover.extent * Screen.devicePixelRatio, cover.extent * Screen.devicePixelRatio)
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
    }
}
