-- Each index costs at every message. Those go whose part a message's own row can play, or which only ruled out what
-- random ids rule out.

-- The queue is in one order and has no index beside it. What is in it has its content there, and nothing of that is
-- left when it has gone; the content of what is scheduled is in its own row.
DELETE FROM outgoing o
WHERE EXISTS (SELECT 1 FROM message m WHERE m.message_id = o.message_id AND m.status <> 'ACCEPTED');

CREATE TABLE queued (
    position   BIGINT NOT NULL PRIMARY KEY,
    message_id UUID   NOT NULL,
    body       BYTEA  NOT NULL
);
INSERT INTO queued (position, message_id, body)
    SELECT o.position, o.message_id, m.body FROM outgoing o JOIN message m ON m.message_id = o.message_id
    WHERE o.held_for = '';

-- Messages to somebody who has to get others first. They are few, and not in `outgoing`.
CREATE TABLE held (
    position     BIGINT      NOT NULL PRIMARY KEY,
    message_id   UUID        NOT NULL,
    phone_number VARCHAR(16) NOT NULL,
    body         BYTEA       NOT NULL
);
CREATE INDEX held_by_number ON held (phone_number, position);
INSERT INTO held (position, message_id, phone_number, body)
    SELECT o.position, o.message_id, o.held_for, m.body FROM outgoing o JOIN message m ON m.message_id = o.message_id
    WHERE o.held_for <> '';
UPDATE message SET body = NULL WHERE status <> 'SCHEDULED' AND body IS NOT NULL;

ALTER TABLE message ADD (
    -- Its place in the queue, also when it has left it: until something becomes known of it. NULL from then on, and
    -- before it was in the queue.
    position       BIGINT,
    -- The batch that made it, and its place there.
    batch_id       UUID,
    batch_position INTEGER
);
UPDATE message SET position = ordinal - 1 - (SELECT MAX(ordinal) FROM message) WHERE waiting;
UPDATE message m SET position = (SELECT o.position FROM outgoing o WHERE o.message_id = m.message_id)
WHERE m.message_id IN (SELECT message_id FROM outgoing);
CREATE INDEX message_by_place ON message (phone_number, position);
DROP INDEX message_by_waiting;
ALTER TABLE message DROP COLUMN waiting;

-- H2 commits it to the disk by itself each time that its cached values are used up.
CREATE SEQUENCE queue_position CACHE 1000;
ALTER SEQUENCE queue_position RESTART WITH (SELECT COALESCE(MAX(position), 0) + 1 FROM outgoing);
DROP TABLE outgoing;
ALTER TABLE queued RENAME TO outgoing;

-- Between which messages those lie that a batch made. `batch_item` has what else is in it, and all of batches from before.
ALTER TABLE batch ADD (first_ordinal BIGINT, last_ordinal BIGINT);

-- H2 named the constraint.
EXECUTE IMMEDIATE (SELECT 'ALTER TABLE event DROP CONSTRAINT "' || constraint_name || '"'
    FROM information_schema.key_column_usage
    WHERE table_schema = 'public' AND table_name = 'event' AND column_name = 'event_id');
