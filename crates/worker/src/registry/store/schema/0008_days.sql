-- Uses by day: the last day on which a token was used, and the counts of that day and of those before.

CREATE TABLE uses_by_day (
    serial TEXT PRIMARY KEY, last_day INTEGER NOT NULL, counts TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX uses_by_last_day ON uses_by_day (last_day);
