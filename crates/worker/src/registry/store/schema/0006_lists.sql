-- Lists of what still works, of what has ended, and of both. Each index holds all users' tokens, so
-- a token is in each once, whether it has ended or not; what goes through both halves merges them.

-- Settled before it is read, as `status` is: time alone ends a token too.
ALTER TABLE tokens ADD COLUMN expired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN ended INTEGER AS (revoked_at IS NOT NULL OR expired) VIRTUAL;

DROP INDEX all_by_name;
DROP INDEX all_by_issued;
DROP INDEX all_by_last_used;
DROP INDEX all_by_status;
DROP INDEX all_by_status_issued;
DROP INDEX own_by_name;
DROP INDEX own_by_issued;
DROP INDEX own_by_last_used;
DROP INDEX own_by_status;
DROP INDEX own_by_status_issued;
CREATE INDEX all_by_name ON tokens (ended, name_key, serial) WHERE kind = 'user';
CREATE INDEX all_by_issued ON tokens (ended, issued_at, serial) WHERE kind = 'user';
CREATE INDEX all_by_last_used ON tokens (ended, last_used_order, serial) WHERE kind = 'user';
CREATE INDEX all_by_status ON tokens (ended, status, name_key, serial) WHERE kind = 'user';
CREATE INDEX all_by_status_issued ON tokens (ended, status, issued_at, serial)
    WHERE kind = 'user';
CREATE INDEX own_by_name ON tokens (owner, ended, name_key, serial) WHERE kind = 'user';
CREATE INDEX own_by_issued ON tokens (owner, ended, issued_at, serial) WHERE kind = 'user';
CREATE INDEX own_by_last_used ON tokens (owner, ended, last_used_order, serial)
    WHERE kind = 'user';
CREATE INDEX own_by_status ON tokens (owner, ended, status, name_key, serial)
    WHERE kind = 'user';
CREATE INDEX own_by_status_issued ON tokens (owner, ended, status, issued_at, serial)
    WHERE kind = 'user';
CREATE INDEX to_end ON tokens (expires_at) WHERE ended = 0 AND expires_at IS NOT NULL;

DROP TRIGGER token_added;
DROP TRIGGER token_left;
DROP TRIGGER token_came;
DROP TABLE status_totals;
CREATE TABLE status_totals (
    owner TEXT NOT NULL, ended INTEGER NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (owner, ended, status)
) WITHOUT ROWID;
INSERT INTO status_totals
    SELECT owner, ended, status, count(*) FROM tokens WHERE kind = 'user'
    GROUP BY owner, ended, status;
INSERT INTO status_totals
    SELECT '', ended, status, count(*) FROM tokens WHERE kind = 'user' GROUP BY ended, status;
CREATE TRIGGER token_added AFTER INSERT ON tokens WHEN NEW.kind = 'user' BEGIN
    INSERT INTO status_totals
        VALUES (NEW.owner, NEW.ended, NEW.status, 1), ('', NEW.ended, NEW.status, 1)
        ON CONFLICT (owner, ended, status) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER token_moved AFTER UPDATE OF status, revoked_at, expired ON tokens
WHEN NEW.kind = 'user' AND (OLD.ended, OLD.status) <> (NEW.ended, NEW.status) BEGIN
    UPDATE status_totals SET count = count - 1
        WHERE owner IN (OLD.owner, '') AND ended = OLD.ended AND status = OLD.status;
    INSERT INTO status_totals
        VALUES (NEW.owner, NEW.ended, NEW.status, 1), ('', NEW.ended, NEW.status, 1)
        ON CONFLICT (owner, ended, status) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER token_removed AFTER DELETE ON tokens WHEN OLD.kind = 'user' BEGIN
    UPDATE status_totals SET count = count - 1
        WHERE owner IN (OLD.owner, '') AND ended = OLD.ended AND status = OLD.status;
END;
