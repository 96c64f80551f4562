-- Reports. Who reported is here only as a mark (HMAC-SHA-256 over reporter and reported; the key is outside the
-- database), what a report shows only sealed (AES-256-GCM).
CREATE TABLE report (
    report_id UUID PRIMARY KEY,
    -- The relay's tag on the message: one report for each message.
    relay_tag BYTEA NOT NULL UNIQUE,
    reported_id UUID NOT NULL,
    reporter_mark BYTEA NOT NULL,
    -- The outer label; null for a person's message.
    label VARCHAR(16),
    message_at BIGINT NOT NULL,
    reported_at BIGINT NOT NULL,
    -- COUNT, LABEL or CONTENT.
    proof VARCHAR(8) NOT NULL,
    -- UNSHOWN, AS_LABELLED or MISLABELLED.
    finding VARCHAR(12) NOT NULL,
    -- What the header says that the message is; null if it was not shown.
    inner_kind VARCHAR(16),
    body_sealed BYTEA,
    -- UPHELD or DISMISSED by the operator; null while it is open.
    resolution VARCHAR(10),
    resolution_note VARCHAR(800),
    resolved_at BIGINT
);

CREATE INDEX report_by_reported ON report (reported_id, reported_at);

-- How many messages of a business were let through on a day (days since 1970-01-01, UTC): what reports are
-- measured against.
CREATE TABLE business_reach (
    account_id UUID NOT NULL,
    reach_day BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    PRIMARY KEY (account_id, reach_day)
);

-- Since when a business has its tier, Unix milliseconds; 0: since before that was noted. A tier that is set_by RULES
-- rises and falls by itself.
ALTER TABLE business_tier ADD COLUMN given_at BIGINT DEFAULT 0 NOT NULL;
