-- Revision 5: tags as people have them.
-- The names of people stay one line in tracks; where a line is of several, track_artists has them one by one.

ALTER TABLE tracks ADD COLUMN track_total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tracks ADD COLUMN disc_total INTEGER NOT NULL DEFAULT 0;
-- Dates as far as they are known: 2011, 2011-05 or 2011-05-01.
ALTER TABLE tracks ADD COLUMN release_date TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN original_date TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN compilation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tracks ADD COLUMN file_rating INTEGER;                          -- 0 to 100; NULL: the tags are silent
ALTER TABLE tracks ADD COLUMN lyrics_kind INTEGER NOT NULL DEFAULT 0;       -- in the tags: 0 none, 1 text, 2 with times
ALTER TABLE tracks ADD COLUMN cover_key INTEGER NOT NULL DEFAULT 0;         -- XXH3 of the picture; 0: none
ALTER TABLE tracks ADD COLUMN musicbrainz_track_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN musicbrainz_release_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN musicbrainz_release_group_id TEXT NOT NULL DEFAULT '';

CREATE TABLE track_artists (
    track_id INTEGER NOT NULL REFERENCES tracks(id) ON DELETE CASCADE,
    role INTEGER NOT NULL,                          -- 0 artist, 1 album artist, 2 composer
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (track_id, role, position)
) WITHOUT ROWID;
