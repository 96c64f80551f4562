-- An endpoint is to get an event once, however often it was asked for.

CREATE TABLE webhook_delivery_by_event (
    endpoint_id VARCHAR(16) NOT NULL REFERENCES webhook_endpoint (endpoint_id) ON DELETE CASCADE,
    -- The number of the event.
    sequence    BIGINT      NOT NULL,
    attempts    INTEGER     NOT NULL,
    due_at_ms   BIGINT      NOT NULL,
    PRIMARY KEY (endpoint_id, sequence)
);
INSERT INTO webhook_delivery_by_event (endpoint_id, sequence, attempts, due_at_ms)
    SELECT endpoint_id, sequence, MIN(attempts), MIN(due_at_ms) FROM webhook_delivery GROUP BY endpoint_id, sequence;
DROP TABLE webhook_delivery;
ALTER TABLE webhook_delivery_by_event RENAME TO webhook_delivery;
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (endpoint_id, due_at_ms, sequence);
