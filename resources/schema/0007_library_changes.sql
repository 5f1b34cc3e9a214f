-- Revision 7: which tracks were changed lately, for the pictures of the library that windows hold.
-- Whoever changes tracks adds a row in the same transaction, in whichever process; a window reads the rows that
-- are new to it, and reads those tracks alone anew. Only the newest rows are kept.

CREATE TABLE library_changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,       -- never used twice, or a window would miss a change
    what INTEGER NOT NULL,                          -- 0: tracks; 1: only how loud they are
    tracks TEXT NOT NULL                            -- their ids, a JSON array
);
