-- Revision 11: what the listener changed in the tags of files, so that it can be undone, and what waits.
-- An edit is written down before its file is touched: one that a crash interrupted is done at the next start.

CREATE TABLE tag_edits (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,                         -- what was changed in one go, and is undone in one go
    undoes INTEGER,                                 -- the edit that this one takes back
    track_id INTEGER REFERENCES tracks(id) ON DELETE SET NULL,
    path BLOB NOT NULL,
    before TEXT NOT NULL,                           -- JSON of the fields that change: {"artist": ["A", "B"]}
    after TEXT NOT NULL,
    state TEXT NOT NULL,                            -- waiting, done, failed, undone
    reason TEXT NOT NULL DEFAULT '',                -- of a failed one
    at INTEGER NOT NULL
);
CREATE INDEX tag_edits_batch ON tag_edits(batch);
CREATE INDEX tag_edits_waiting ON tag_edits(id) WHERE state = 'waiting';
