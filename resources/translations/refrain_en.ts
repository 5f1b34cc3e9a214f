<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>CopyText</name>
    <message numerus="yes">
        <source>%n listen(s)</source>
        <translation>
            <numerusform>%n listen</numerusform>
            <numerusform>%n listens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a place in %n playlist(s)</source>
        <translation>
            <numerusform>a place in %n playlist</numerusform>
            <numerusform>a place in %n playlists</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message numerus="yes">
        <source>%n copy(s)</source>
        <translation>
            <numerusform>%n copy</numerusform>
            <numerusform>%n copies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaybackPanel</name>
    <message numerus="yes">
        <source>Sleep in %n minute(s)</source>
        <translation>
            <numerusform>Sleep in %n minute</numerusform>
            <numerusform>Sleep in %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePage</name>
    <message numerus="yes">
        <source>Play %n song(s) next</source>
        <translation>
            <numerusform>Play %n song next</numerusform>
            <numerusform>Play %n songs next</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n song(s)</source>
        <translation>
            <numerusform>Remove %n song</numerusform>
            <numerusform>Remove %n songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message numerus="yes">
        <source>%n song(s)</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>%n songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionMenu</name>
    <message numerus="yes">
        <source>Play %n song(s)</source>
        <translation>
            <numerusform>Play %n song</numerusform>
            <numerusform>Play %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Play %n song(s) next</source>
        <translation>
            <numerusform>Play %n song next</numerusform>
            <numerusform>Play %n songs next</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n song(s) to the queue</source>
        <translation>
            <numerusform>Add %n song to the queue</numerusform>
            <numerusform>Add %n songs to the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s) no more</source>
        <translation>
            <numerusform>Love %n song no more</numerusform>
            <numerusform>Love %n songs no more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s)</source>
        <translation>
            <numerusform>Love %n song</numerusform>
            <numerusform>Love %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Never suggest %n song(s)</source>
        <translation>
            <numerusform>Never suggest %n song</numerusform>
            <numerusform>Never suggest %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %n song(s)</source>
        <translation>
            <numerusform>Rate %n song</numerusform>
            <numerusform>Rate %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit tags of %n song(s)…</source>
        <translation>
            <numerusform>Edit tags of %n song…</numerusform>
            <numerusform>Edit tags of %n songs…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%n file(s) not read</source>
        <translation>
            <numerusform>%n file not read</numerusform>
            <numerusform>%n files not read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SongsPage</name>
    <message numerus="yes">
        <source>%n file(s) could not be read.</source>
        <translation>
            <numerusform>One file could not be read.</numerusform>
            <numerusform>%n files could not be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StarsText</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagEditor</name>
    <message numerus="yes">
        <source>Tags of %n song(s)</source>
        <translation>
            <numerusform>Tags of %n song</numerusform>
            <numerusform>Tags of %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more file(s)</source>
        <translation>
            <numerusform>and %n more file</numerusform>
            <numerusform>and %n more files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %n file(s)</source>
        <translation>
            <numerusform>Write %n file</numerusform>
            <numerusform>Write %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message numerus="yes">
        <source>in %n min</source>
        <translation>
            <numerusform>in %n min</numerusform>
            <numerusform>in %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <translation>
            <numerusform>in %n h</numerusform>
            <numerusform>in %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message numerus="yes">
        <source>Back %n second(s)</source>
        <translation>
            <numerusform>Back %n second</numerusform>
            <numerusform>Back %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forward %n second(s)</source>
        <translation>
            <numerusform>Forward %n second</numerusform>
            <numerusform>Forward %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::AnalysisViewModel</name>
    <message numerus="yes">
        <source>%1, about %n minute(s) left</source>
        <translation>
            <numerusform>%1, about %n minute left</numerusform>
            <numerusform>%1, about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, about %n hour(s) left</source>
        <translation>
            <numerusform>%1, about %n hour left</numerusform>
            <numerusform>%1, about %n hours left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::DuplicatesViewModel</name>
    <message numerus="yes">
        <source>%n recording(s) more than once</source>
        <translation>
            <numerusform>%n recording more than once</numerusform>
            <numerusform>%n recordings more than once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The history of %n other copy(s) is kept with this one.</source>
        <translation>
            <numerusform>The history of %n other copy is kept with this one.</numerusform>
            <numerusform>The history of %n other copies is kept with this one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::LibraryViewModel</name>
    <message numerus="yes">
        <source>%1, about %n minute(s) left</source>
        <translation>
            <numerusform>%1, about %n minute left</numerusform>
            <numerusform>%1, about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s)</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>%n songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::PlaylistFilesViewModel</name>
    <message numerus="yes">
        <source>“%1” is there, with all of its %n song(s).</source>
        <translation>
            <numerusform>“%1” is there, with its %n song.</numerusform>
            <numerusform>“%1” is there, with all of its %n songs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of the %n song(s) in “%2” were found in your library. These were not; they stay in the playlist.</source>
        <translation>
            <numerusform>%1 of the %n song in “%2” was found in your library. What was not stays in the playlist.</numerusform>
            <numerusform>%1 of the %n songs in “%2” were found in your library. These were not; they stay in the playlist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in %1.</source>
        <translation>
            <numerusform>%n song is in %1.</numerusform>
            <numerusform>%n songs are in %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::PlaylistViewModel</name>
    <message numerus="yes">
        <source>%n song(s)</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>%n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed %n song(s) from the playlist.</source>
        <translation>
            <numerusform>Removed %n song from the playlist.</numerusform>
            <numerusform>Removed %n songs from the playlist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n song(s).</source>
        <translation>
            <numerusform>Moved %n song.</numerusform>
            <numerusform>Moved %n songs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) play next.</source>
        <translation>
            <numerusform>%n song plays next.</numerusform>
            <numerusform>%n songs play next.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in the queue.</source>
        <translation>
            <numerusform>%n song is in the queue.</numerusform>
            <numerusform>%n songs are in the queue.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::PlaylistsViewModel</name>
    <message numerus="yes">
        <source>%n song(s) added to “%1”.</source>
        <translation>
            <numerusform>%n song added to “%1”.</numerusform>
            <numerusform>%n songs added to “%1”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in the queue.</source>
        <translation>
            <numerusform>%n song is in the queue.</numerusform>
            <numerusform>%n songs are in the queue.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::QueueModel</name>
    <message numerus="yes">
        <source>%n to come</source>
        <translation>
            <numerusform>%n to come</numerusform>
            <numerusform>%n to come</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cleared %n song(s)</source>
        <translation>
            <numerusform>Cleared one song</numerusform>
            <numerusform>Cleared %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed %n song(s)</source>
        <translation>
            <numerusform>Removed %n song</numerusform>
            <numerusform>Removed %n songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::RatingsViewModel</name>
    <message numerus="yes">
        <source>The rating of %n song(s) was taken back.</source>
        <translation>
            <numerusform>The rating of %n song was taken back.</numerusform>
            <numerusform>The ratings of %n songs were taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s): %1.</source>
        <translation>
            <numerusform>%n song: %1.</numerusform>
            <numerusform>%n songs: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::ReactionsViewModel</name>
    <message numerus="yes">
        <source>%n song(s) will not be suggested again.</source>
        <translation>
            <numerusform>%n song will not be suggested again.</numerusform>
            <numerusform>%n songs will not be suggested again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::SleepViewModel</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::SmartPlaylistViewModel</name>
    <message numerus="yes">
        <source>%n song(s)</source>
        <translation>
            <numerusform>%n song</numerusform>
            <numerusform>%n songs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::TagEditorViewModel</name>
    <message numerus="yes">
        <source>Undo the change of %n file(s), %1</source>
        <translation>
            <numerusform>Undo the change of %n file, %1</numerusform>
            <numerusform>Undo the change of %n files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed; what plays follows when it has ended.</source>
        <translation>
            <numerusform>%n file changed; what plays follows when it has ended.</numerusform>
            <numerusform>%n files changed; what plays follows when it has ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed.</source>
        <translation>
            <numerusform>%n file changed.</numerusform>
            <numerusform>%n files changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) could not be changed.</source>
        <translation>
            <numerusform>%n more file could not be changed.</numerusform>
            <numerusform>%n more files could not be changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::TrackActions</name>
    <message numerus="yes">
        <source>%n song(s) play next.</source>
        <translation>
            <numerusform>%n song plays next.</numerusform>
            <numerusform>%n songs play next.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in the queue.</source>
        <translation>
            <numerusform>%n song is in the queue.</numerusform>
            <numerusform>%n songs are in the queue.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::TrainingViewModel</name>
    <message numerus="yes">
        <source>about %n s left</source>
        <translation>
            <numerusform>about %n s left</numerusform>
            <numerusform>about %n s left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min left</source>
        <translation>
            <numerusform>about %n min left</numerusform>
            <numerusform>about %n min left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::app::DuplicateSearch</name>
    <message numerus="yes">
        <source>%n song(s) have been listened to</source>
        <translation>
            <numerusform>%n song has been listened to</numerusform>
            <numerusform>%n songs have been listened to</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::app::SoundListening</name>
    <message numerus="yes">
        <source>%n song(s) have been analyzed</source>
        <translation>
            <numerusform>%n song has been analyzed</numerusform>
            <numerusform>%n songs have been analyzed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::app::LoudnessMeasuring</name>
    <message numerus="yes">
        <source>The loudness of %n track(s) has been measured</source>
        <translation>
            <numerusform>The loudness of %n track has been measured</numerusform>
            <numerusform>The loudness of %n tracks has been measured</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaylistRowMenu</name>
    <message numerus="yes">
        <source>Play %n song(s)</source>
        <translation>
            <numerusform>Play %n song</numerusform>
            <numerusform>Play %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Play %n song(s) next</source>
        <translation>
            <numerusform>Play %n song next</numerusform>
            <numerusform>Play %n songs next</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n song(s) to the queue</source>
        <translation>
            <numerusform>Add %n song to the queue</numerusform>
            <numerusform>Add %n songs to the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n song(s) from the playlist</source>
        <translation>
            <numerusform>Remove %n song from the playlist</numerusform>
            <numerusform>Remove %n songs from the playlist</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s) no more</source>
        <translation>
            <numerusform>Love %n song no more</numerusform>
            <numerusform>Love %n songs no more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s)</source>
        <translation>
            <numerusform>Love %n song</numerusform>
            <numerusform>Love %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %n song(s)</source>
        <translation>
            <numerusform>Rate %n song</numerusform>
            <numerusform>Rate %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Never suggest %n song(s)</source>
        <translation>
            <numerusform>Never suggest %n song</numerusform>
            <numerusform>Never suggest %n songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit tags of %n song(s)…</source>
        <translation>
            <numerusform>Edit tags of %n song…</numerusform>
            <numerusform>Edit tags of %n songs…</numerusform>
        </translation>
    </message>
</context>
</TS>
