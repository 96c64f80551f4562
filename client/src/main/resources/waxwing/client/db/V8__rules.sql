-- Of the person's controls, which are kept at the relay, those that this end itself follows; as they were last told.
CREATE TABLE own_rule (
    only_row SMALLINT PRIMARY KEY CHECK (only_row = 1),
    read_receipts VARCHAR(8) NOT NULL,
    first_messages VARCHAR(16) NOT NULL
);

-- The person added this contact, or accepted what it asked. Whoever was there before was let in before.
ALTER TABLE contact ADD COLUMN known BOOLEAN DEFAULT TRUE NOT NULL;

-- Messages of people whom the person does not know, which are not shown until they are accepted. In `message` such a row
-- is superseded, as one that nothing shows.
CREATE TABLE waiting_message (
    row_id BIGINT PRIMARY KEY REFERENCES message (row_id),
    contact_id BIGINT NOT NULL
);

CREATE INDEX waiting_message_of_contact ON waiting_message (contact_id, row_id);
