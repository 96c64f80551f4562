-- Mailboxes of a relay whose mailbox store is this database (DESIGN §9, §10); otherwise these stay empty.
CREATE TABLE mailbox_entry (
    queue_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    size INT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (queue_id, sequence)
);

CREATE INDEX mailbox_entry_by_expiry ON mailbox_entry (expires_at);

CREATE TABLE mailbox_submit (
    sender_queue_id BIGINT NOT NULL,
    submit_id UUID NOT NULL,
    destination_id UUID NOT NULL,
    made_at BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (sender_queue_id, submit_id, destination_id)
);

CREATE INDEX mailbox_submit_by_age ON mailbox_submit (made_at);

-- One row: all sequences up to this one may have been handed out.
CREATE TABLE mailbox_sequence (
    reserved BIGINT NOT NULL
);

INSERT INTO mailbox_sequence (reserved) VALUES (0);
