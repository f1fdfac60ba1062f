-- Audit events, each linked to the one before it; what can be asked for is kept beside the event.

DROP TABLE audit_events;
CREATE TABLE audit_events (
    sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, person TEXT,
    token TEXT, event TEXT NOT NULL, mac TEXT NOT NULL
);
CREATE INDEX audit_by_action ON audit_events (action, sequence);
CREATE INDEX audit_by_person ON audit_events (person, sequence) WHERE person IS NOT NULL;
CREATE INDEX audit_by_token ON audit_events (token, sequence) WHERE token IS NOT NULL;
CREATE INDEX audit_by_time ON audit_events (at);

-- The link of the last event that was pruned, which the first one kept is linked to.
CREATE TABLE audit_anchor (
    only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, mac TEXT NOT NULL
);

ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE tokens ADD COLUMN description TEXT;
ALTER TABLE tokens ADD COLUMN networks TEXT;
