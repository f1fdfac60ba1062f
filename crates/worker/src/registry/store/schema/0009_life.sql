-- How tokens end: expired ones free their name, superseded ones are known, and grants leave KV.

DROP INDEX one_name_an_owner;
CREATE UNIQUE INDEX one_name_an_owner ON tokens (owner, kind, name_key)
    WHERE revoked_at IS NULL AND expired = 0;

-- The token that the present one took the place of last.
ALTER TABLE tokens ADD COLUMN predecessor TEXT;
ALTER TABLE tokens ADD COLUMN predecessor_until INTEGER;

-- All that another took the place of, until a while after their end.
CREATE TABLE superseded (
    digest TEXT PRIMARY KEY, serial TEXT NOT NULL, until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX superseded_by_end ON superseded (until);

-- When what KV holds of a token is to be taken out.
CREATE TABLE grant_ends (digest TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX grant_ends_by_time ON grant_ends (at);
INSERT INTO grant_ends SELECT digest, expires_at FROM tokens
    WHERE expires_at IS NOT NULL AND revoked_at IS NULL;

CREATE TABLE settings (only INTEGER PRIMARY KEY CHECK (only = 1), settings TEXT NOT NULL);

CREATE TABLE idempotency_keys (
    person TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, serial TEXT NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (person, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);

CREATE INDEX sign_in_links_by_end ON sign_in_links (expires_at);

-- When what has ended was last cleared away.
CREATE TABLE upkeep (only INTEGER PRIMARY KEY CHECK (only = 1), done_at INTEGER NOT NULL);
