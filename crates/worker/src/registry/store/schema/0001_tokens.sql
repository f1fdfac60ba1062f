-- The tenant, its people and its tokens, and what KV still has to be told of them.

CREATE TABLE tenants (
    id TEXT PRIMARY KEY, label TEXT NOT NULL UNIQUE, region TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE users (
    subject TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
    created_at INTEGER NOT NULL, deprovisioned_at INTEGER
);
CREATE TABLE sessions (
    digest TEXT PRIMARY KEY, subject TEXT NOT NULL, issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE TABLE sign_in_links (
    digest TEXT PRIMARY KEY, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    used_at INTEGER
);
CREATE TABLE audit_events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, principal TEXT NOT NULL,
    action TEXT NOT NULL, object TEXT NOT NULL
);
CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, write TEXT NOT NULL,
    failures INTEGER NOT NULL, deliveries INTEGER NOT NULL, due_at INTEGER NOT NULL
);
CREATE INDEX outbox_by_due ON outbox (due_at, sequence);
CREATE INDEX outbox_by_lane ON outbox (lane, sequence);
CREATE TABLE tokens (
    serial TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    owner TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, scope TEXT NOT NULL,
    issued_at INTEGER NOT NULL, not_before INTEGER, expires_at INTEGER,
    last_used_at INTEGER, last_used_order INTEGER AS (coalesce(last_used_at, 0)) VIRTUAL,
    status TEXT NOT NULL, revoked_at INTEGER, revoked_by TEXT, revision INTEGER NOT NULL
);
CREATE UNIQUE INDEX one_name_an_owner ON tokens (owner, kind, name_key)
    WHERE revoked_at IS NULL;
CREATE INDEX to_settle ON tokens (last_used_at) WHERE status = 'active';
CREATE INDEX all_by_name ON tokens (name_key, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX all_by_issued ON tokens (issued_at, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX all_by_last_used ON tokens (last_used_order, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX all_by_status ON tokens (status, name_key, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX all_by_status_issued ON tokens (status, issued_at, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX own_by_name ON tokens (owner, name_key, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX own_by_issued ON tokens (owner, issued_at, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX own_by_last_used ON tokens (owner, last_used_order, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX own_by_status ON tokens (owner, status, name_key, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE INDEX own_by_status_issued ON tokens (owner, status, issued_at, serial)
    WHERE kind = 'user' AND revoked_at IS NULL;
CREATE TABLE status_totals (
    owner TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (owner, status)
) WITHOUT ROWID;
CREATE TRIGGER token_added AFTER INSERT ON tokens
WHEN NEW.kind = 'user' AND NEW.revoked_at IS NULL BEGIN
    INSERT INTO status_totals VALUES (NEW.owner, NEW.status, 1), ('', NEW.status, 1)
        ON CONFLICT (owner, status) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER token_left AFTER UPDATE OF status, revoked_at ON tokens
WHEN OLD.kind = 'user' AND OLD.revoked_at IS NULL BEGIN
    UPDATE status_totals SET count = count - 1
        WHERE owner IN (OLD.owner, '') AND status = OLD.status;
END;
CREATE TRIGGER token_came AFTER UPDATE OF status, revoked_at ON tokens
WHEN NEW.kind = 'user' AND NEW.revoked_at IS NULL BEGIN
    INSERT INTO status_totals VALUES (NEW.owner, NEW.status, 1), ('', NEW.status, 1)
        ON CONFLICT (owner, status) DO UPDATE SET count = count + 1;
END;
