-- That somebody who found a token reported it, and where they found it.

ALTER TABLE tokens ADD COLUMN exposed_at INTEGER;
ALTER TABLE tokens ADD COLUMN found_at TEXT;
