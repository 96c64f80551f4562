-- Messages that were asked for together.

CREATE TABLE batch (
    batch_id      UUID   NOT NULL PRIMARY KEY,
    created_at_ms BIGINT NOT NULL
);

-- What each item of the request came to: a message, or what was wrong with it.
CREATE TABLE batch_item (
    batch_id   UUID    NOT NULL REFERENCES batch (batch_id),
    position   INTEGER NOT NULL,
    message_id UUID REFERENCES message (message_id),
    -- A problem in JSON, as it was answered.
    problem    VARCHAR(100000),
    PRIMARY KEY (batch_id, position)
);

-- A key stands for one message or for a batch.
ALTER TABLE idempotency ALTER COLUMN message_id DROP NOT NULL;
ALTER TABLE idempotency ADD COLUMN batch_id UUID REFERENCES batch (batch_id);
