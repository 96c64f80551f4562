-- What is written with every message costs at every message.

-- Until when an own message is worth delivering; one without it is so for ever.
ALTER TABLE message ADD COLUMN expires_at_ms BIGINT;
UPDATE message m SET expires_at_ms = (SELECT e.expires_at_ms FROM message_expiry e WHERE e.message_id = m.message_id)
WHERE m.direction = 'SENT' AND m.message_id IN (SELECT message_id FROM message_expiry);
DROP TABLE message_expiry;

-- Only the states that an own message has left: its first is QUEUED, since its `at_ms`, and the one that it is in stands
-- in its row.
DELETE FROM message_state WHERE state = 'QUEUED';
DELETE FROM message_state s
WHERE EXISTS (SELECT 1 FROM message m WHERE m.message_id = s.message_id AND m.direction = 'SENT' AND m.state = s.state);

-- A contact is never deleted. A foreign key would cost a look at it, and an index of its own beside the wider one that
-- queries use. H2 named these constraints.
EXECUTE IMMEDIATE (SELECT 'ALTER TABLE message DROP CONSTRAINT "' || constraint_name || '"'
    FROM information_schema.table_constraints
    WHERE table_schema = 'public' AND table_name = 'message' AND constraint_type = 'FOREIGN KEY');
EXECUTE IMMEDIATE (SELECT 'ALTER TABLE outgoing DROP CONSTRAINT "' || constraint_name || '"'
    FROM information_schema.table_constraints
    WHERE table_schema = 'public' AND table_name = 'outgoing' AND constraint_type = 'FOREIGN KEY');
EXECUTE IMMEDIATE (SELECT 'ALTER TABLE pending_receipt DROP CONSTRAINT "' || constraint_name || '"'
    FROM information_schema.table_constraints
    WHERE table_schema = 'public' AND table_name = 'pending_receipt' AND constraint_type = 'FOREIGN KEY');

-- The other way round it finds a message by its id alone, too.
EXECUTE IMMEDIATE (SELECT 'ALTER TABLE message DROP CONSTRAINT "' || constraint_name || '"'
    FROM information_schema.table_constraints
    WHERE table_schema = 'public' AND table_name = 'message' AND constraint_type = 'UNIQUE');
DROP INDEX message_by_id;
ALTER TABLE message ADD CONSTRAINT message_is_one UNIQUE (message_id, sender);

-- Control content that was accepted stays for a month; what waits is found without passing over it.
DROP INDEX outgoing_of_contact;
CREATE INDEX outgoing_of_contact ON outgoing (contact_id, accepted_at_ms, outgoing_id);
