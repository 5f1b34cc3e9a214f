-- Revision 6: what the listener rates.
-- Append-only: the newest row of a track counts, and one without a rating takes it back.

CREATE TABLE ratings (
    id INTEGER PRIMARY KEY,
    track_id INTEGER REFERENCES tracks(id) ON DELETE SET NULL,
    rating INTEGER CHECK (rating BETWEEN 0 AND 100),    -- 20 to a star; NULL: taken back
    at INTEGER NOT NULL
);
CREATE INDEX ratings_track ON ratings(track_id, id);
