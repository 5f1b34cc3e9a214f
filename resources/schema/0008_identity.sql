-- Revision 8: what tells a file again that was moved, renamed or tagged anew.

ALTER TABLE tracks ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;           -- 0: not known
ALTER TABLE tracks ADD COLUMN sound_key INTEGER NOT NULL DEFAULT 0;       -- of the audio alone; 0: tells nothing
CREATE INDEX tracks_sound ON tracks(sound_key, inode);
CREATE INDEX tracks_recording ON tracks(musicbrainz_recording_id) WHERE musicbrainz_recording_id <> '';
CREATE INDEX tracks_missing ON tracks(missing_since) WHERE missing_since IS NOT NULL;

-- Rows whose path holds another file now, while a scan looks for their own. Empty between scans, but for one
-- that was killed.
CREATE TABLE parked_tracks (
    track_id INTEGER PRIMARY KEY REFERENCES tracks(id) ON DELETE CASCADE,
    path BLOB NOT NULL                              -- its own; tracks.path is a name that no file can have
);

-- Rows that turned out to be one recording. What a gone row was is kept, so that it can be undone.
CREATE TABLE track_merges (
    id INTEGER PRIMARY KEY,
    kept_id INTEGER NOT NULL,
    gone_id INTEGER NOT NULL,                       -- no foreign key: the row may be deleted
    evidence TEXT NOT NULL,
    changes TEXT NOT NULL,                          -- JSON: what was moved and what was there before
    at INTEGER NOT NULL
);
CREATE INDEX track_merges_gone ON track_merges(gone_id);
