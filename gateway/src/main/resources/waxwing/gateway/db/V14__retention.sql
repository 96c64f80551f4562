-- Messages are forgotten some time after their end, and found then by an index that was there for what happens before.

-- When time alone does something to the message next, by its status: it goes out (SCHEDULED), is over (ACCEPTED), or
-- begins to be old: DELIVERED from when on it could not have been delivered any more, all others from their end.
ALTER TABLE message ADD COLUMN due_at_ms BIGINT;
UPDATE message m SET due_at_ms = CASE
    WHEN status = 'SCHEDULED' THEN send_at_ms
    WHEN status = 'ACCEPTED' THEN expires_at_ms
    ELSE GREATEST(CASE WHEN status = 'DELIVERED' THEN expires_at_ms ELSE 0 END,
        COALESCE((SELECT MAX(t.at_ms) FROM timeline t WHERE t.message_id = m.message_id), created_at_ms))
    END;
ALTER TABLE message ALTER COLUMN due_at_ms SET NOT NULL;
CREATE INDEX message_by_due ON message (status, due_at_ms);
DROP INDEX message_by_status;
DROP INDEX message_by_send_at;
