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
    required property TasteViewModel taste
    required property HistoryModel history
    required property PlayerViewModel player
    required property SleepViewModel sleep
    required property StretchViewModel stretch
    required property SoundViewModel sound
    required property EqualiserViewModel equaliser
    required property DesktopViewModel desktop
    required property LibraryViewModel library
    required property DuplicatesViewModel duplicates
    required property TrainingViewModel training
    required property AnalysisViewModel analysis
    required property TransferViewModel transfer
    required property NoticeViewModel notices
    required property ReactionsViewModel reactions
    required property RatingsViewModel ratings
    required property LyricsViewModel lyrics
    required property PlaylistsViewModel playlists
    required property PlaylistViewModel playlist
    required property SmartPlaylistViewModel smartPlaylist
    required property PlaylistFilesViewModel playlistFiles
    required property TagEditorViewModel tagEditor
    required property TrackActions actions
    required property AppearanceViewModel appearance
    required property CoverKeys coverKeys

    /// "songs", "guess", "queue", "history", "settings", "failures", "duplicates", "reactions", "lyrics", "playlist" or "smartPlaylist".
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
    function openPlaylist(id) {
        if (playlists.isSmart(id)) {
            smartPlaylist.open(id);
            go("smartPlaylist");
        } else {
            playlist.open(id);
            go("playlist");
        }
    }
    function editPlaylist(id) {
        openPlaylist(id);
        smartPlaylist.edit();
    }
    function namePlaylist(id, suggestion) {
        if (!names.item)
            names.setSource("components/NameSheet.qml");
        const sheet = names.item;
        sheet.objectName = "playlistName";
        sheet.title = id ? qsTr("Rename the playlist") : qsTr("New playlist");
        sheet.action = id ? qsTr("Rename") : qsTr("Create");
        sheet.takenText = qsTr("There is a playlist of this name already.");
        sheet.isFree = name => root.playlists.isFree(name, id);
        sheet.take = name => id ? root.playlists.rename(id, name) : root.playlists.create(name);
        sheet.openWith(suggestion);
    }
    Connections {
        target: root.playlists
        function onNameWanted(suggestion) {
            root.namePlaylist(0, suggestion);
        }
        function onCreated(id) {
            root.openPlaylist(id);
        }
    }
    Connections {
        target: root.playlist
        function onGone() {
            if (root.page === "playlist")
                root.go("songs");
        }
    }
    Connections {
        target: root.smartPlaylist
        function onGone() {
            if (root.page === "smartPlaylist")
                root.go("songs");
        }
    }
    Connections {
        target: root.playlistFiles
        function onReported() {
            if (!importReport.item)
                importReport.setSource("views/ImportReport.qml", { files: root.playlistFiles });
            importReport.item.open();
        }
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
    /// There and back again.
    property string pageBeforeLyrics: "guess"
    function toggleLyrics() {
        if (page === "lyrics" && !search.active) {
            go(pageBeforeLyrics);
        } else {
            if (page !== "lyrics")
                pageBeforeLyrics = page;
            go("lyrics");
        }
    }
    function showShortcuts() {
        if (!shortcuts.item)
            shortcuts.setSource("views/ShortcutsPanel.qml");
        shortcuts.item.open();
    }
    function dialog() {
        if (!dialogs.item)
            dialogs.setSource("views/Dialogs.qml", { library: library, transfer: transfer,
                                                      playlistFiles: playlistFiles });
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
    Binding {
        target: Covers
        property: "keys"
        value: root.coverKeys
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
    Shortcut { sequence: "Ctrl+Y"; onActivated: root.toggleLyrics() }
    Shortcut { sequence: "Ctrl+P"; onActivated: root.showPlayback() }
    Shortcut { sequence: "Ctrl+Shift+P"; onActivated: root.taste.privateSession = !root.taste.privateSession }
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
        analysis: root.analysis
        playlists: root.playlists
        taste: root.taste
        page: root.search.active ? "" : root.page
        playlist: page === "playlist" ? root.playlist.playlistId
                : page === "smartPlaylist" ? root.smartPlaylist.playlistId : 0
        onPageWanted: target => root.go(target)
        onPlaylistWanted: id => root.openPlaylist(id)
        onNewSmartWanted: {
            root.smartPlaylist.beginNew();
            root.go("smartPlaylist");
        }
        onImportWanted: root.dialog().importPlaylist()
        onEditWanted: id => root.editPlaylist(id)
        onRenameWanted: id => root.namePlaylist(id, root.playlists.nameOf(id))
        onExportWanted: id => root.dialog().exportPlaylist(id, root.playlists.nameOf(id))
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
        QuietBanner {
            id: privateBanner
            objectName: "privateBanner"
            anchors.top: banner.bottom
            anchors.topMargin: visible ? Theme.space3 : 0
            width: parent.width
            visible: root.taste.privateSession
            iconName: "private"
            text: qsTr("Private session: nothing you hear or say is learned, until you end it or quit.")
            action: qsTr("End it")
            onActed: root.taste.privateSession = false
        }
        FocusScope {
            id: pages
            anchors.top: privateBanner.bottom
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
                           reactions: root.reactions, ratings: root.ratings, tagEditor: root.tagEditor })
                onLoaded: item.folderWanted.connect(() => root.dialog().chooseFolder())
            }
            Page {
                name: "guess"
                view: "GuessPage"
                models: ({ guess: root.guess, player: root.player, actions: root.actions, reactions: root.reactions,
                           ratings: root.ratings, tagEditor: root.tagEditor, library: root.library,
                           taste: root.taste })
                onLoaded: {
                    item.reactionsWanted.connect(() => root.go("reactions"));
                    item.folderWanted.connect(() => root.dialog().chooseFolder());
                    item.lyricsWanted.connect(() => root.toggleLyrics());
                }
            }
            Page {
                name: "reactions"
                view: "ReactionsPage"
                models: ({ reactions: root.reactions })
                onLoaded: item.backWanted.connect(() => root.go("guess"))
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
                           ratings: root.ratings, tagEditor: root.tagEditor })
                onLoaded: {
                    item.exportWanted.connect(format => root.dialog().exportTo(format));
                    item.importWanted.connect(() => root.dialog().importFrom());
                }
            }
            Page {
                name: "settings"
                view: "SettingsPage"
                models: ({ sound: root.sound, equaliser: root.equaliser, desktop: root.desktop,
                           appearance: root.appearance, library: root.library, duplicates: root.duplicates,
                           analysis: root.analysis, taste: root.taste })
                onLoaded: {
                    item.folderWanted.connect(() => root.dialog().chooseFolder());
                    item.duplicatesWanted.connect(() => root.go("duplicates"));
                }
            }
            Page {
                name: "lyrics"
                view: "LyricsPage"
                models: ({ lyrics: root.lyrics, player: root.player })
                onShownChanged: root.lyrics.shown = shown
            }
            Page {
                name: "playlist"
                view: "PlaylistPage"
                models: ({ playlist: root.playlist, playlists: root.playlists, player: root.player,
                           actions: root.actions, reactions: root.reactions, ratings: root.ratings,
                           tagEditor: root.tagEditor })
                onLoaded: {
                    item.renameWanted.connect(sidebar.renameWanted);
                    item.exportWanted.connect(sidebar.exportWanted);
                }
            }
            Page {
                name: "smartPlaylist"
                view: "SmartPlaylistPage"
                models: ({ playlist: root.smartPlaylist, playlists: root.playlists, columns: root.columns,
                           player: root.player,
                           actions: root.actions, reactions: root.reactions, ratings: root.ratings,
                           tagEditor: root.tagEditor })
                onShownChanged: root.smartPlaylist.shown = shown
                onLoaded: {
                    item.renameWanted.connect(sidebar.renameWanted);
                    item.exportWanted.connect(sidebar.exportWanted);
                }
            }
            Page {
                name: "failures"
                view: "FailuresPage"
                models: ({ library: root.library })
            }
            Page {
                name: "duplicates"
                view: "DuplicatesPage"
                models: ({ duplicates: root.duplicates, actions: root.actions })
            }
            Page {
                name: ""
                view: "SearchPage"
                models: ({ search: root.search, columns: root.columns, player: root.player, actions: root.actions,
                           reactions: root.reactions, ratings: root.ratings, tagEditor: root.tagEditor })
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
        lyricsOpen: root.page === "lyrics" && !root.search.active
        onLyricsWanted: root.toggleLyrics()
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
    Loader { id: names }
    Loader { id: importReport }
    Loader { id: tagSheet }
    Connections {
        target: root.tagEditor
        function onWanted() {
            if (!tagSheet.item)
                tagSheet.setSource("views/TagEditor.qml", { editor: root.tagEditor });
            tagSheet.item.open();
        }
    }
}
