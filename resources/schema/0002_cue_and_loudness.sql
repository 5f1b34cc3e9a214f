-- Revision 2: several tracks of one file (cue sheets), how loud tracks are.
-- A track is named by its file and its number in a cue sheet. SQLite cannot change a constraint of a table,
-- so tracks is built anew; migration.cpp has switched foreign keys off, or dropping the old table would
-- take the genres and features along and cut the listens loose.

CREATE TABLE tracks_with_cues (
    id INTEGER PRIMARY KEY,
    root_id INTEGER REFERENCES roots(id) ON DELETE SET NULL,
    path BLOB NOT NULL,
    cue_track INTEGER NOT NULL DEFAULT 0,           -- number in the cue sheet; 0: the whole file
    cue_begin INTEGER NOT NULL DEFAULT 0,           -- 1/75 s
    cue_end INTEGER NOT NULL DEFAULT 0,             -- 1/75 s; 0: the end of the file
    cue_path BLOB,                                  -- the sheet; the file itself when it lies inside
    cue_size INTEGER NOT NULL DEFAULT 0,            -- of a sheet beside the file, as it was read
    cue_mtime_ns INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    tags_version INTEGER NOT NULL DEFAULT 0,        -- of the program's tag reader; an older one reads again
    added_at INTEGER NOT NULL,
    missing_since INTEGER,
    title TEXT NOT NULL DEFAULT '',
    artist TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    album_artist TEXT NOT NULL DEFAULT '',
    composer TEXT NOT NULL DEFAULT '',
    year INTEGER NOT NULL DEFAULT 0,
    track_number INTEGER NOT NULL DEFAULT 0,
    disc_number INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    sample_rate INTEGER NOT NULL DEFAULT 0,
    channels INTEGER NOT NULL DEFAULT 0,
    bitrate_kbps INTEGER NOT NULL DEFAULT 0,
    cover_kind INTEGER NOT NULL DEFAULT 0,          -- 0 none, 1 embedded, 2 folder
    cover_path BLOB,
    musicbrainz_recording_id TEXT NOT NULL DEFAULT '',
    -- As the tags say: dB to the ReplayGain 2.0 reference of -18 LUFS, peaks with 1.0 as full scale.
    track_gain_db REAL,
    track_peak REAL,
    album_gain_db REAL,
    album_peak REAL,
    UNIQUE (path, cue_track)
);
INSERT INTO tracks_with_cues (
    id, root_id, path, size, mtime_ns, added_at, missing_since, title, artist, album, album_artist, composer,
    year, track_number, disc_number, duration_ms, sample_rate, channels, bitrate_kbps, cover_kind, cover_path,
    musicbrainz_recording_id)
SELECT
    id, root_id, path, size, mtime_ns, added_at, missing_since, title, artist, album, album_artist, composer,
    year, track_number, disc_number, duration_ms, sample_rate, channels, bitrate_kbps, cover_kind, cover_path,
    musicbrainz_recording_id
FROM tracks;
DROP TABLE tracks;
ALTER TABLE tracks_with_cues RENAME TO tracks;
CREATE INDEX tracks_root ON tracks(root_id);

-- Every cue sheet that was read, and why one could not be used. Sheets inside a music file have a row, under
-- the path of that file, only when they could not be used. An unchanged one is not read again.
CREATE TABLE cue_sheets (
    path BLOB PRIMARY KEY,
    root_id INTEGER REFERENCES roots(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- What the analyzer measured of tracks whose tags name no gain (ITU-R BS.1770-4, EBU R 128). A file that
-- could not be measured keeps its reason and is not tried again unchanged.
CREATE TABLE loudness (
    track_id INTEGER PRIMARY KEY REFERENCES tracks(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    version INTEGER NOT NULL,
    integrated_lufs REAL,                           -- NULL: failed, or nothing louder than -70 LUFS in it
    peak REAL,                                      -- the highest sample, 1.0 = full scale
    blocks BLOB,                                    -- how many gating blocks have which loudness
    album_lufs REAL,                                -- of all measured tracks of the album together
    album_peak REAL,
    album_members INTEGER NOT NULL DEFAULT 0,       -- which measurements the two came from; 0: none yet
    failure TEXT NOT NULL DEFAULT '',
    measured_at INTEGER NOT NULL
);

-- Another part of the file is other music: what was found for the old one does not hold.
CREATE TRIGGER tracks_part_changed AFTER UPDATE OF cue_begin, cue_end ON tracks
WHEN old.cue_begin <> new.cue_begin OR old.cue_end <> new.cue_end
BEGIN
    DELETE FROM loudness WHERE track_id = old.id;
    DELETE FROM content_features WHERE track_id = old.id;
END;
