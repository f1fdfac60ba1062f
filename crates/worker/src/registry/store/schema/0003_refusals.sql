-- Refusals that are told as one: when an event of the kind was last written, and what waits since.

CREATE TABLE refusals (
    kind TEXT PRIMARY KEY, written_at INTEGER NOT NULL, waiting TEXT
) WITHOUT ROWID;
CREATE INDEX refusals_by_written ON refusals (written_at);
