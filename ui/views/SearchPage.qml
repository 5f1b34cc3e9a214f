// What a search found; it takes the page's place while there are words in the field.
import QtQuick
import Refrain

FocusScope {
    id: page

    required property SearchViewModel search
    required property TrackColumnsViewModel columns
    required property PlayerViewModel player
    required property TrackActions actions
    required property ReactionsViewModel reactions

    required property RatingsViewModel ratings
    required property TagEditorViewModel tagEditor

    /// An example of the help was chosen: it belongs into the field.
    signal tried(string query)

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Results")
        note: [page.search.found > 0 ? qsTr("%n song(s)", "", page.search.found) : "", page.search.note]
              .filter(text => text !== "").join(" · ") || " "

        LinkButton {
            id: helpLink
            text: qsTr("What can be searched for")
            onClicked: help.open()

            QueryHelp {
                id: help
                x: parent.width - width
                y: parent.height + Theme.space2
                onTried: query => page.tried(query)
            }
        }
    }
    TrackTable {
        anchors.top: header.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        x: -Theme.space3
        width: parent.width + 2 * Theme.space3
        focus: true
        tracks: page.search.results
        columns: page.columns
        player: page.player
        actions: page.actions
        reactions: page.reactions
        ratings: page.ratings
        tagEditor: page.tagEditor
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
