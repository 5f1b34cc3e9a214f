-- Revision 9: playlists.
-- An entry keeps what its song was called, so that it stays in the list when the song goes from the library.

CREATE TABLE playlists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT,                                     -- of a smart playlist, which has no entries; else NULL
    sort TEXT NOT NULL DEFAULT '',
    descending INTEGER NOT NULL DEFAULT 0,
    most INTEGER NOT NULL DEFAULT 0,                -- 0: all
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE TABLE playlist_entries (
    id INTEGER PRIMARY KEY,
    playlist_id INTEGER NOT NULL REFERENCES playlists(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    track_id INTEGER REFERENCES tracks(id) ON DELETE SET NULL,
    path BLOB NOT NULL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    album TEXT NOT NULL,
    duration_ms INTEGER NOT NULL
);
CREATE INDEX playlist_entries_place ON playlist_entries(playlist_id, place);
CREATE INDEX playlist_entries_track ON playlist_entries(track_id);
