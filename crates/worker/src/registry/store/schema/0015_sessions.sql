-- Sessions with where and when they are used. Those that were open end, as nothing is known of when
-- they were last used: people sign in once more.

DROP TABLE sessions;
CREATE TABLE sessions (
    digest TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, means TEXT NOT NULL,
    issued_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    seen_from TEXT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (subject, last_seen_at);
