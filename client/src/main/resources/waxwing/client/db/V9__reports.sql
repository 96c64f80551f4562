-- In what a business's message is not what its label says; NULL for all others.
ALTER TABLE message ADD COLUMN mislabel VARCHAR(16);

-- What a report of a received message needs, as it came: the envelope's part that the relay's tag is over, and what
-- opens the two commitments. Kept as long as the relay takes reports.
CREATE TABLE report_evidence (
    sender UUID NOT NULL,
    message_id UUID NOT NULL,
    device_id INTEGER NOT NULL,
    submit_id UUID NOT NULL,
    accepted_at_ms BIGINT NOT NULL,
    -- The outer label; NULL for a person's message.
    label VARCHAR(16),
    header_commitment BYTEA NOT NULL,
    body_commitment BYTEA NOT NULL,
    relay_tag BYTEA NOT NULL,
    header BYTEA NOT NULL,
    header_opening BYTEA NOT NULL,
    -- NULL if it is byte for byte what `message.body` holds.
    body BYTEA,
    body_opening BYTEA NOT NULL,
    PRIMARY KEY (sender, message_id)
);

CREATE INDEX report_evidence_by_age ON report_evidence (accepted_at_ms);
