-- Revision 4: which file systems were there at the last clean scan, and what is away now.
-- A disk that is not mounted looks like a folder whose files were all deleted. So it is remembered where file
-- systems lay, and where one is gone, nothing is marked as missing.

CREATE TABLE scanned_mounts (
    path BLOB PRIMARY KEY,                          -- the folder as the library names it
    root_id INTEGER NOT NULL REFERENCES roots(id) ON DELETE CASCADE,
    mount BLOB NOT NULL                             -- the mount point it lies on; behind a link another path
) WITHOUT ROWID;

-- Folders whose files were left as they were, as of the last scan of their root.
CREATE TABLE away_places (
    path BLOB PRIMARY KEY,
    root_id INTEGER NOT NULL REFERENCES roots(id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    files INTEGER NOT NULL,                         -- that the library knows there and the scan did not meet
    since INTEGER NOT NULL
) WITHOUT ROWID;
