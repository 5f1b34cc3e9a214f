// What a search found; it takes the page's place while there are words in the field.
import QtQuick
import Refrain

FocusScope {
    id: page

    required property SearchViewModel search
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Results")
        note: page.search.found > 0 ? qsTr("%n song(s)", "", page.search.found) : " "
    }
    TrackTable {
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        x: -Theme.space3
        width: parent.width + 2 * Theme.space3
        focus: true
        tracks: page.search.results
        player: page.player
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        query: page.search.query
    }
    EmptyState {
        anchors.centerIn: parent
        visible: !page.search.searching && page.search.results.count === 0
        iconName: "search"
        headline: qsTr("Nothing found for “%1”").arg(page.search.query.trim())
        sentence: qsTr("Titles, artists, albums, genres and file names were searched.")
    }
}
