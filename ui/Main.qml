// The window: places on the left, the page in the middle, the player below.
import QtQuick
import QtQuick.Window
import Refrain

Window {
    id: root

    required property SongsViewModel songs
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
        shortcuts.active = true;
        shortcuts.item.open();
    }
    function dialog() {
        dialogs.active = true;
        return dialogs.item;
    }

    width: 1200
    height: 780
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

            component Page: Loader {
                required property string name
                readonly property bool shown: !root.search.active && root.page === name
                /// Built when first seen, kept from then on.
                property bool wanted: false
                onShownChanged: if (shown) wanted = true
                Component.onCompleted: if (shown) wanted = true
                anchors.fill: parent
                active: wanted
                visible: shown
                focus: shown
            }
            Page {
                name: "songs"
                sourceComponent: SongsPage {
                    songs: root.songs
                    library: root.library
                    player: root.player
                    actions: root.actions
                    reactions: root.reactions
                    onFolderWanted: root.dialog().chooseFolder()
                }
            }
            Page {
                name: "guess"
                sourceComponent: GuessPage {
                    guess: root.guess
                    player: root.player
                    actions: root.actions
                    reactions: root.reactions
                    library: root.library
                }
            }
            Page {
                name: "queue"
                sourceComponent: QueuePage {
                    queue: root.queue
                    actions: root.actions
                    reactions: root.reactions
                }
            }
            Page {
                name: "history"
                sourceComponent: HistoryPage {
                    history: root.history
                    actions: root.actions
                    reactions: root.reactions
                    onExportWanted: format => root.dialog().exportTo(format)
                    onImportWanted: root.dialog().importFrom()
                }
            }
            Page {
                name: "settings"
                sourceComponent: SettingsPage {
                    sound: root.sound
                    equaliser: root.equaliser
                    desktop: root.desktop
                    appearance: root.appearance
                    library: root.library
                    onFolderWanted: root.dialog().chooseFolder()
                }
            }
            Page {
                name: "failures"
                sourceComponent: FailuresPage {
                    library: root.library
                }
            }
            Loader {
                anchors.fill: parent
                active: root.search.active
                focus: active
                sourceComponent: SearchPage {
                    search: root.search
                    player: root.player
                    actions: root.actions
                    reactions: root.reactions
                }
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

    Loader {
        id: shortcuts
        active: false
        sourceComponent: ShortcutsPanel {}
    }
    Loader {
        id: dialogs
        active: false
        sourceComponent: Dialogs {
            library: root.library
            transfer: root.transfer
        }
    }
}
