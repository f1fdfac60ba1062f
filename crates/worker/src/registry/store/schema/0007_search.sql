-- Search: an index of every run of three characters in what of a token is searched. It finds tokens
-- by `rowid`, which only VACUUM could change, and that the platform does not allow.

ALTER TABLE tokens ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
UPDATE tokens SET search_key = name_key || char(10) || lower(coalesce(description, ''));

-- Without contents of its own, nor the places of the runs: what it finds is held against `search_key`.
CREATE VIRTUAL TABLE search USING fts5(
    search_key, content = '', contentless_delete = 1, detail = 'none',
    tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE search_runs USING fts5vocab(search, 'instance');

-- Two characters that no text has are put to the end, so that a run begins at every character.
INSERT INTO search (rowid, search_key)
    SELECT rowid, search_key || char(1, 1) FROM tokens WHERE kind = 'user';
CREATE TRIGGER search_added AFTER INSERT ON tokens WHEN NEW.kind = 'user' BEGIN
    INSERT INTO search (rowid, search_key) VALUES (NEW.rowid, NEW.search_key || char(1, 1));
END;
CREATE TRIGGER search_changed AFTER UPDATE OF search_key ON tokens
WHEN NEW.kind = 'user' AND OLD.search_key <> NEW.search_key BEGIN
    DELETE FROM search WHERE rowid = OLD.rowid;
    INSERT INTO search (rowid, search_key) VALUES (NEW.rowid, NEW.search_key || char(1, 1));
END;
CREATE TRIGGER search_removed AFTER DELETE ON tokens WHEN OLD.kind = 'user' BEGIN
    DELETE FROM search WHERE rowid = OLD.rowid;
END;
