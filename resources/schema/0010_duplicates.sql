-- Revision 10: which tracks sound alike.

-- What the analyzer made of the first minute. Of most tracks the sketch is all that is kept; the print itself
-- only where two sketches have something in common.
CREATE TABLE fingerprints (
    track_id INTEGER PRIMARY KEY REFERENCES tracks(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sound_key INTEGER NOT NULL,                     -- of then: a file that was only tagged anew keeps its print
    version INTEGER NOT NULL,
    sketch BLOB,                                    -- 64 numbers, little-endian uint16; NULL: failed
    print BLOB,                                     -- little-endian uint32; NULL: not kept
    wanted INTEGER NOT NULL DEFAULT 0,              -- another sketch meets this one: the print is made again
    failure TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL
);

-- One recording several times. A group is called by the lowest track in it when it was found.
CREATE TABLE duplicates (
    track_id INTEGER PRIMARY KEY REFERENCES tracks(id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL,
    similarity REAL NOT NULL                        -- to another of the group, 0 to 1
);
CREATE INDEX duplicates_group ON duplicates(group_id);

-- A track that became another part of its file sounds like another one.
CREATE TRIGGER tracks_part_changed_prints AFTER UPDATE OF cue_begin, cue_end ON tracks
WHEN old.cue_begin <> new.cue_begin OR old.cue_end <> new.cue_end
BEGIN
    DELETE FROM fingerprints WHERE track_id = old.id;
    DELETE FROM duplicates WHERE track_id = old.id;
END;
