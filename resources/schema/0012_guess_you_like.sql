-- Revision 12: what Guess You Like put forward, and what came of it.

-- One list. Only the newest are kept (player/history/impressions.h).
CREATE TABLE guess_requests (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    surface TEXT NOT NULL,                          -- where it was put: queue
    mode TEXT NOT NULL,                             -- what it started from: none, track, artist, album, style, playlist
    seed TEXT NOT NULL,                             -- that, in words
    pool_familiar INTEGER NOT NULL,                 -- candidates that were ranked, heard before and not
    pool_new INTEGER NOT NULL,
    model_generation TEXT NOT NULL
);

CREATE TABLE impressions (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES guess_requests(id) ON DELETE CASCADE,
    track_id INTEGER REFERENCES tracks(id) ON DELETE SET NULL,
    position INTEGER NOT NULL,                      -- from 0
    list TEXT NOT NULL,                             -- familiar, new
    route TEXT NOT NULL,
    score REAL NOT NULL,
    propensity REAL NOT NULL,                       -- 0: not known
    outcome TEXT NOT NULL DEFAULT '',               -- empty: open; heard, skipped, partly, not_reached
    listen_key TEXT NOT NULL DEFAULT ''             -- listens.source_key of the listen that told
);
CREATE INDEX impressions_request ON impressions(request_id);
CREATE INDEX impressions_track ON impressions(track_id);
CREATE INDEX impressions_open ON impressions(track_id, id) WHERE outcome = '';

-- Why an entry was queued, beside its reason: lines of "name=amount".
ALTER TABLE player_queue ADD COLUMN terms TEXT NOT NULL DEFAULT '';
