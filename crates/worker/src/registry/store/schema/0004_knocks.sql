-- Refused uses of tokens that have ended.

CREATE TABLE knocks (
    serial TEXT PRIMARY KEY, count INTEGER NOT NULL, first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL, last_from TEXT
) WITHOUT ROWID;
