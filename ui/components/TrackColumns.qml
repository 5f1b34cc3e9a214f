// Where the columns of a list of tracks stand, for its heading and its rows alike.
import QtQuick
import Refrain

QtObject {
    property real width: 0

    readonly property real edge: Theme.space3
    readonly property real gap: Theme.space4
    readonly property real coverExtent: 36
    readonly property real lengthWidth: 56
    readonly property real moreWidth: Theme.controlHeight
    /// Left out where titles need the room more.
    readonly property real ratingWidth: width >= 700 ? 80 : 0
    readonly property real flexible: Math.max(0, width - 2 * edge - coverExtent - ratingWidth - lengthWidth
                                              - moreWidth - (ratingWidth > 0 ? 6 : 5) * gap)

    readonly property real titleX: edge + coverExtent + gap
    readonly property real titleWidth: flexible * 0.40
    readonly property real artistX: titleX + titleWidth + gap
    readonly property real artistWidth: flexible * 0.28
    readonly property real albumX: artistX + artistWidth + gap
    readonly property real albumWidth: flexible * 0.32
    readonly property real ratingX: albumX + albumWidth + gap
    readonly property real lengthX: ratingX + (ratingWidth > 0 ? ratingWidth + gap : 0)
    readonly property real moreX: lengthX + lengthWidth + gap
}
