-- What the activity log is filtered by: an action's topic, and a person's events of one topic.

ALTER TABLE audit_events ADD COLUMN topic TEXT
    AS (substr(action, 1, instr(action, '.') - 1)) VIRTUAL;
CREATE INDEX audit_by_topic ON audit_events (topic, sequence);
CREATE INDEX audit_by_person_and_topic ON audit_events (person, topic, sequence)
    WHERE person IS NOT NULL;
