-- Providers that people sign in with, whom they know them as, and which sign-ins are over.

CREATE TABLE providers (
    id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, settings TEXT NOT NULL
);
CREATE TABLE identities (
    iss TEXT NOT NULL, sub TEXT NOT NULL, subject TEXT NOT NULL, bound_at INTEGER NOT NULL,
    PRIMARY KEY (iss, sub)
) WITHOUT ROWID;
CREATE TABLE ended_attempts (
    digest TEXT PRIMARY KEY, ends_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX attempts_by_end ON ended_attempts (ends_at);
