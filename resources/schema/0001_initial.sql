-- Revision 1: library, listening history, reactions, content features.
-- Paths are BLOBs: file names are bytes, not always UTF-8. Times are UTC milliseconds. Words are those of
-- library_scanner/core/listen.h and reaction.h.

CREATE TABLE roots (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    added_at INTEGER NOT NULL,
    last_clean_scan_at INTEGER
);

CREATE TABLE tracks (
    id INTEGER PRIMARY KEY,
    root_id INTEGER REFERENCES roots(id) ON DELETE SET NULL,
    path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
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
    musicbrainz_recording_id TEXT NOT NULL DEFAULT ''
);
CREATE INDEX tracks_root ON tracks(root_id);

CREATE TABLE track_genres (
    track_id INTEGER NOT NULL REFERENCES tracks(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    genre TEXT NOT NULL,
    PRIMARY KEY (track_id, position)
) WITHOUT ROWID;

-- Files that look like music and could not be read. An unchanged one is not tried again.
CREATE TABLE scan_failures (
    path BLOB PRIMARY KEY,
    root_id INTEGER REFERENCES roots(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    reason TEXT NOT NULL,
    failed_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL
);

-- Append-only: a row is written when its track starts, refreshed while it plays, closed once, never deleted.
CREATE TABLE listens (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL DEFAULT 'default',
    track_id INTEGER REFERENCES tracks(id) ON DELETE SET NULL,
    title TEXT NOT NULL DEFAULT '',
    artist TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    path BLOB,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL,
    tz_offset_min INTEGER NOT NULL DEFAULT 0,
    heard_ms INTEGER NOT NULL DEFAULT 0,
    furthest_ms INTEGER NOT NULL DEFAULT 0,
    paused_ms INTEGER NOT NULL DEFAULT 0,
    seeks_forward INTEGER NOT NULL DEFAULT 0,
    seeks_back INTEGER NOT NULL DEFAULT 0,
    intent TEXT NOT NULL DEFAULT 'unknown',
    origin TEXT NOT NULL DEFAULT '',
    queue_position INTEGER NOT NULL DEFAULT -1,
    shuffle_pool INTEGER NOT NULL DEFAULT 0,
    shuffle_seed INTEGER NOT NULL DEFAULT 0,
    start_reason TEXT NOT NULL DEFAULT 'unknown',
    end_reason TEXT NOT NULL DEFAULT 'open',
    session_id INTEGER REFERENCES sessions(id),
    muted INTEGER NOT NULL DEFAULT 0,
    private INTEGER NOT NULL DEFAULT 0,
    browsing INTEGER NOT NULL DEFAULT 0,
    model_generation TEXT NOT NULL DEFAULT '',
    route TEXT NOT NULL DEFAULT '',
    score REAL NOT NULL DEFAULT 0,
    propensity REAL NOT NULL DEFAULT 0,
    source TEXT NOT NULL DEFAULT 'refrain',
    source_key TEXT NOT NULL,
    UNIQUE (source, source_key)
);
CREATE INDEX listens_started ON listens(started_at);
CREATE INDEX listens_track ON listens(track_id, started_at);

CREATE TABLE reactions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    track_id INTEGER REFERENCES tracks(id) ON DELETE SET NULL,
    subject TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    until INTEGER
);

-- What the analyzer found; a file that could not be decoded keeps its reason and is not tried again unchanged.
CREATE TABLE content_features (
    track_id INTEGER PRIMARY KEY REFERENCES tracks(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    version INTEGER NOT NULL,
    features BLOB,                                  -- little-endian float32
    failure TEXT NOT NULL DEFAULT '',
    analyzed_at INTEGER NOT NULL
);

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
