-- Old events are forgotten from the log's start on, so that a cursor tells whether something behind it is missing.

-- The highest number that is forgotten: all up to it are. 0 if none is.
ALTER TABLE event_sequence ADD COLUMN forgotten_sequence BIGINT DEFAULT 0 NOT NULL;
UPDATE event_sequence SET forgotten_sequence = COALESCE((SELECT MIN(sequence) - 1 FROM event), last_sequence);
DROP INDEX event_by_age;
DROP INDEX webhook_attempt_by_age;
