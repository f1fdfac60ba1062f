-- What SIEM agents and log collectors have beside their tokens.

CREATE TABLE agents (
    serial TEXT PRIMARY KEY, kind TEXT NOT NULL, created_by TEXT NOT NULL,
    modified_at INTEGER NOT NULL, settings TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX agents_by_kind ON agents (kind, serial);
