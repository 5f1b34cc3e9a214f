-- Revision 3: what the player remembers from one start to the next.
-- Track ids are no foreign keys here: an entry may be a plain file (0), and a track that vanished is left out
-- when the queue is read. Times are milliseconds, CD frames 1/75 s; words are those of
-- library_scanner/core/listen.h.

-- The play queue, entry for entry as it was shown: what a file that is not in the library is called stands
-- nowhere else.
CREATE TABLE player_queue (
    place INTEGER PRIMARY KEY,                      -- in play order, from 0
    entry_id INTEGER NOT NULL UNIQUE,
    queued_place INTEGER NOT NULL,                  -- as queued, where the order is shuffled; else -1
    automatic INTEGER NOT NULL,
    drawn INTEGER NOT NULL,                         -- stands where it does by shuffle
    track_id INTEGER NOT NULL,                      -- 0: a plain file
    path BLOB NOT NULL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    album TEXT NOT NULL,
    album_artist TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    track_gain_db REAL,
    track_peak REAL,
    album_gain_db REAL,
    album_peak REAL,
    cue_begin INTEGER NOT NULL,
    cue_end INTEGER NOT NULL,
    long_audio INTEGER NOT NULL,
    intent TEXT NOT NULL,
    origin TEXT NOT NULL,
    model_generation TEXT NOT NULL,
    route TEXT NOT NULL,
    reason TEXT NOT NULL,
    score REAL NOT NULL,
    propensity REAL NOT NULL
);

-- One row.
CREATE TABLE player_place (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    current_entry INTEGER NOT NULL DEFAULT 0,
    position_ms INTEGER NOT NULL DEFAULT 0,
    volume REAL NOT NULL DEFAULT 1,
    muted INTEGER NOT NULL DEFAULT 0,
    repeat TEXT NOT NULL DEFAULT 'off',             -- off, all, one
    shuffle INTEGER NOT NULL DEFAULT 0,
    shuffle_seed INTEGER NOT NULL DEFAULT 0,
    shuffle_mixed_in INTEGER NOT NULL DEFAULT 0
);

-- How far long audio was heard. A track of the library has its id and no path, a plain file 0 and its path.
CREATE TABLE resume_points (
    track_id INTEGER NOT NULL,
    path BLOB NOT NULL,
    position_ms INTEGER NOT NULL,
    PRIMARY KEY (track_id, path)
) WITHOUT ROWID;
