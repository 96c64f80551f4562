-- What a person set for all businesses and for strangers; no row means the defaults.
CREATE TABLE person_control (
    account_id UUID PRIMARY KEY,
    offers_per_week INT NOT NULL,
    -- Minutes of the day by the clocks of the zone; all three or none.
    quiet_from INT,
    quiet_until INT,
    quiet_zone VARCHAR(64),
    read_receipts VARCHAR(16) NOT NULL,
    first_messages VARCHAR(16) NOT NULL
);

-- What a person chose for one kind of whichever business has no choice of its own (V3).
CREATE TABLE kind_setting (
    account_id UUID NOT NULL,
    kind VARCHAR(16) NOT NULL,
    setting VARCHAR(8) NOT NULL,
    PRIMARY KEY (account_id, kind)
);

-- With a block (V3): these at its moment. Null in a block from before they could be set.
ALTER TABLE block ADD COLUMN frozen_offers_per_week INT;

CREATE TABLE frozen_kind_setting (
    account_id UUID NOT NULL,
    blocked_id UUID NOT NULL,
    kind VARCHAR(16) NOT NULL,
    setting VARCHAR(8) NOT NULL,
    PRIMARY KEY (account_id, blocked_id, kind)
);

-- The evidence of what a person chose for a business: when, how, from which device. The newest of each pair.
CREATE SEQUENCE choice_ids;

CREATE TABLE choice (
    choice_id BIGINT PRIMARY KEY,
    account_id UUID NOT NULL,
    business_id UUID NOT NULL,
    kind VARCHAR(16) NOT NULL,
    setting VARCHAR(8) NOT NULL,
    chosen_at BIGINT NOT NULL,
    means VARCHAR(16) NOT NULL,
    device_id INT NOT NULL
);

CREATE INDEX choice_by_pair ON choice (account_id, business_id);

-- Offers of a business that were accepted for a person in the last seven days, for the person's cap: 24 bytes each,
-- submit id and time. Whoever changes a row raises its revision from the one that was read.
CREATE TABLE offer_tally (
    account_id UUID NOT NULL,
    business_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    offers BYTEA NOT NULL,
    newest_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, business_id)
);

CREATE INDEX offer_tally_by_age ON offer_tally (newest_at);
