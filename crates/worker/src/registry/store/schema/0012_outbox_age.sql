-- Since when a write waits, and the writes that KV was never told, which are counted.

ALTER TABLE outbox ADD COLUMN added_at INTEGER;
UPDATE outbox SET added_at = due_at;
CREATE INDEX outbox_waiting ON outbox (added_at) WHERE deliveries = 0;
