// The window: places on the left, the page in the middle, the player below.
import QtQuick
import QtQuick.Window
import Refrain

Window {
    id: root

    required property SongsViewModel songs
    required property TrackColumnsViewModel columns
    required property SearchViewModel search
    required property QueueModel queue
    required property GuessViewModel guess
    required property HistoryModel history
    required property PlayerViewModel player
    required property SleepViewModel sleep
    required property StretchViewModel stretch
    required property SoundViewModel sound
    required property EqualiserViewModel equaliser
    required property DesktopViewModel desktop
    required property LibraryViewModel library
    required property TrainingViewModel training
    required property TransferViewModel transfer
    required property NoticeViewModel notices
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property TrackActions actions
    required property AppearanceViewModel appearance

    /// "songs", "guess", "queue", "history", "settings" or "failures".
    property string page: "songs"

    /// Space belongs to a text field, and to a button the keyboard is on.
    readonly property bool spaceIsTaken: activeFocusItem !== null
                                         && ("cursorPosition" in activeFocusItem
                                             || ("visualFocus" in activeFocusItem && activeFocusItem.visualFocus))

    function go(target) {
        searchField.clear();
        page = target;
        pages.forceActiveFocus();
    }
    function playOrPause() {
        if (player.queueEmpty && library.trackCount > 0)
            guess.start();
        else
            player.toggle();
    }
    function showPlayback() {
        transport.openPanel();
    }
    function showShortcuts() {
        if (!shortcuts.item)
            shortcuts.setSource("views/ShortcutsPanel.qml");
        shortcuts.item.open();
    }
    function dialog() {
        if (!dialogs.item)
            dialogs.setSource("views/Dialogs.qml", { library: library, transfer: transfer });
        return dialogs.item;
    }

    width: 1200
    height: 780
    // A screen may be smaller.
    Component.onCompleted: {
        width = Math.min(width, Math.max(minimumWidth, Screen.desktopAvailableWidth));
        height = Math.min(height, Math.max(minimumHeight, Screen.desktopAvailableHeight));
    }
    minimumWidth: 880
    minimumHeight: 560
    title: player.hasTrack ? player.title + (player.artist ? " · " + player.artist : "") : "Refrain"
    color: Theme.surface

    Binding {
        target: Theme
        property: "appearance"
        value: root.appearance
    }

    Shortcut { sequence: "Space"; enabled: !root.spaceIsTaken; onActivated: root.playOrPause() }
    Shortcut { sequence: "Ctrl+Right"; onActivated: root.player.next() }
    Shortcut { sequence: "Ctrl+Left"; onActivated: root.player.previous() }
    Shortcut { sequence: "Shift+Right"; onActivated: root.player.seekBy(30000) }
    Shortcut { sequence: "Shift+Left"; onActivated: root.player.seekBy(-30000) }
    Shortcut { sequence: "Ctrl+Up"; onActivated: root.player.volume = root.player.volume + 0.05 }
    Shortcut { sequence: "Ctrl+Down"; onActivated: root.player.volume = root.player.volume - 0.05 }
    Shortcut { sequence: "Ctrl+M"; onActivated: root.player.muted = !root.player.muted }
    Shortcut { sequence: "Ctrl+L"; onActivated: root.reactions.toggleLove(root.player.trackId) }
    Repeater {
        model: 6
        Item {
            required property int index
            Shortcut {
                sequence: "Alt+" + index
                enabled: root.player.trackId > 0
                onActivated: root.ratings.rate(root.player.trackId, 2 * index)
            }
        }
    }
    Shortcut { sequence: "Ctrl+S"; onActivated: root.player.shuffle = !root.player.shuffle }
    Shortcut { sequence: "Ctrl+R"; onActivated: root.player.turnRepeat() }
    Shortcut { sequence: "Ctrl+B"; enabled: root.player.hasTrack; onActivated: root.stretch.step(root.player.position) }
    Shortcut { sequence: "Ctrl+P"; onActivated: root.showPlayback() }
    Shortcut { sequences: [StandardKey.Undo]; enabled: root.queue.canUndo; onActivated: root.queue.undo() }
    Shortcut { sequence: "Ctrl+,"; onActivated: root.go("settings") }
    Shortcut { sequences: [StandardKey.HelpContents, "?"]; onActivated: root.showShortcuts() }
    Shortcut { sequence: "Ctrl+1"; onActivated: root.go("songs") }
    Shortcut { sequence: "Ctrl+2"; onActivated: root.go("guess") }
    Shortcut { sequence: "Ctrl+3"; onActivated: root.go("queue") }
    Shortcut { sequence: "Ctrl+4"; onActivated: root.go("history") }
    Shortcut { sequence: "Ctrl+O"; onActivated: root.dialog().chooseFolder() }
    // Not close(): that may only put the window into the tray.
    Shortcut { sequences: [StandardKey.Quit]; onActivated: Qt.quit() }
    Shortcut {
        sequences: [StandardKey.Find]
        onActivated: {
            searchField.forceActiveFocus();
            searchField.selectAll();
        }
    }

    Sidebar {
        id: sidebar
        width: Theme.sidebarWidth
        anchors.top: parent.top
        anchors.bottom: transport.top
        library: root.library
        training: root.training
        page: root.search.active ? "" : root.page
        onPageWanted: target => root.go(target)
    }

    Item {
        id: content
        anchors.left: sidebar.right
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: transport.top
        anchors.leftMargin: Theme.space6
        anchors.rightMargin: Theme.space6

        SearchField {
            id: searchField
            anchors.top: parent.top
            anchors.topMargin: Theme.space4
            width: Math.min(420, parent.width)
            placeholderText: qsTr("Search songs, artists, albums, styles")
            onTextEdited: root.search.query = text
            onTextChanged: root.search.query = text
            onActiveFocusChanged: if (activeFocus) root.search.prepare()
            Keys.onEscapePressed: root.go(root.page)
            Keys.onDownPressed: if (root.search.active) pages.forceActiveFocus()
            Keys.onReturnPressed: if (root.search.active) pages.forceActiveFocus()
        }
        Banner {
            id: banner
            anchors.top: searchField.bottom
            anchors.topMargin: visible ? Theme.space3 : 0
            width: parent.width
            text: root.notices.error
            detail: root.notices.errorFile
            action: root.notices.remedy === NoticeViewModel.Skip ? qsTr("Skip it")
                  : root.notices.remedy === NoticeViewModel.ChooseDevice ? qsTr("Choose a device") : ""
            onActed: root.notices.remedy === NoticeViewModel.Skip ? root.notices.skip() : root.showPlayback()
            onDismissed: root.notices.dismissError()
        }
        FocusScope {
            id: pages
            anchors.top: banner.bottom
            anchors.topMargin: Theme.space3
            anchors.bottom: parent.bottom
            width: parent.width
            focus: true

            // Each page is read, compiled and built when it is first seen, by its address: a name here would have
            // it compiled before the first frame.
            component Page: Loader {
                required property string name
                required property string view
                /// The view models it works with.
                required property var models
                property bool shown: !root.search.active && root.page === name
                function build() {
                    if (shown && models && source.toString() === "")
                        setSource("views/" + view + ".qml", models);
                }
                onShownChanged: build()
                Component.onCompleted: build()
                anchors.fill: parent
                visible: shown
                focus: shown
            }
            Page {
                name: "songs"
                view: "SongsPage"
                models: ({ songs: root.songs, columns: root.columns, library: root.library, player: root.player, actions: root.actions,
                           reactions: root.reactions, ratings: root.ratings })
                onLoaded: item.folderWanted.connect(() => root.dialog().chooseFolder())
            }
            Page {
                name: "guess"
                view: "GuessPage"
                models: ({ guess: root.guess, player: root.player, actions: root.actions, reactions: root.reactions,
                           ratings: root.ratings, library: root.library })
                onLoaded: item.folderWanted.connect(() => root.dialog().chooseFolder())
            }
            Page {
                name: "queue"
                view: "QueuePage"
                models: ({ queue: root.queue, player: root.player, actions: root.actions, reactions: root.reactions })
            }
            Page {
                name: "history"
                view: "HistoryPage"
                models: ({ history: root.history, actions: root.actions, reactions: root.reactions,
                           ratings: root.ratings })
                onLoaded: {
                    item.exportWanted.connect(format => root.dialog().exportTo(format));
                    item.importWanted.connect(() => root.dialog().importFrom());
                }
            }
            Page {
                name: "settings"
                view: "SettingsPage"
                models: ({ sound: root.sound, equaliser: root.equaliser, desktop: root.desktop,
                           appearance: root.appearance, library: root.library })
                onLoaded: item.folderWanted.connect(() => root.dialog().chooseFolder())
            }
            Page {
                name: "failures"
                view: "FailuresPage"
                models: ({ library: root.library })
            }
            Page {
                name: ""
                view: "SearchPage"
                models: ({ search: root.search, columns: root.columns, player: root.player, actions: root.actions,
                           reactions: root.reactions, ratings: root.ratings })
                shown: root.search.active
                onLoaded: item.tried.connect(query => {
                    searchField.text = query;
                    searchField.forceActiveFocus();
                })
            }
        }
    }

    TransportBar {
        id: transport
        anchors.bottom: parent.bottom
        width: parent.width
        player: root.player
        sleep: root.sleep
        stretch: root.stretch
        sound: root.sound
        equaliser: root.equaliser
        reactions: root.reactions
        ratings: root.ratings
        playable: player.hasTrack || !player.queueEmpty || root.library.trackCount > 0
        onPlayWanted: root.playOrPause()
        onCoverClicked: root.go("guess")
        onSettingsWanted: root.go("settings")
    }

    Toast {
        anchors.bottom: transport.top
        anchors.bottomMargin: Theme.space4
        anchors.horizontalCenter: content.horizontalCenter
        text: root.notices.news
        action: root.notices.action
        serial: root.notices.serial
        onActed: root.notices.act()
        onExpired: root.notices.dismissNews()
    }

    // Built when first wanted.
    Loader { id: shortcuts }
    Loader { id: dialogs }
}
