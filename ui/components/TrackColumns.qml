// Where the columns of a list of tracks stand, for its heading and its rows alike.
import QtQuick
import Refrain

QtObject {
    property real width: 0
    required property TrackColumnsViewModel choice

    readonly property real edge: Theme.space3
    readonly property real gap: Theme.space4
    readonly property real coverExtent: 36
    readonly property real moreWidth: Theme.controlHeight
    readonly property real moreX: width - edge - moreWidth
    readonly property real titleX: edge + coverExtent + gap

    /// {column, x, width, right}: what there is room for. The title is the first of them.
    readonly property var places: choice.revision >= 0 ? choice.place(Math.max(0, moreX - gap - titleX)) : []
    readonly property real titleWidth: places.length > 0 ? places[0].width : 0
    /// The columns behind the title; the same list as long as the same ones have room.
    property var cells: []
    onPlacesChanged: follow()
    Component.onCompleted: follow()
    function follow() {
        const now = places.slice(1).map(place => place.column);
        if (now.join() !== cells.join())
            cells = now;
    }
    function cellX(index) {
        return titleX + (index + 1 < places.length ? places[index + 1].x : 0);
    }
    function cellWidth(index) {
        return index + 1 < places.length ? places[index + 1].width : 0;
    }
    function isRight(index) {
        return index + 1 < places.length && places[index + 1].right;
    }
    readonly property int ratingIndex: cells.indexOf(TrackColumnsViewModel.Rating)
}
