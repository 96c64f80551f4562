-- How many messages wait for one person, how the relay sees the business, and which kinds people let through.

-- Handed over, and nothing became known of it yet.
ALTER TABLE message ADD COLUMN waiting BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE message SET waiting = TRUE WHERE status = 'ACCEPTED' AND body IS NULL;
CREATE INDEX message_by_waiting ON message (phone_number, waiting);

-- The number of whoever has to get other messages first; empty for a message that may go out.
ALTER TABLE outgoing ADD COLUMN held_for VARCHAR(16) DEFAULT '' NOT NULL;
CREATE INDEX outgoing_by_held_for ON outgoing (held_for, position);

-- What the business was last told of itself; one row, or none before the relay was first asked.
CREATE TABLE standing (
    row_id   INTEGER     NOT NULL PRIMARY KEY CHECK (row_id = 1),
    standing VARCHAR(16) NOT NULL,
    -- The operator's words; NULL unless it is suspended.
    reason   VARCHAR(800),
    tier     INTEGER     NOT NULL,
    as_of_ms BIGINT      NOT NULL
);

-- Kinds that a person did not let through when the business last heard of it, and how long it knows.
CREATE TABLE refused_kind (
    phone_number VARCHAR(16) NOT NULL,
    kind         VARCHAR(16) NOT NULL,
    since_ms     BIGINT      NOT NULL,
    PRIMARY KEY (phone_number, kind)
);
