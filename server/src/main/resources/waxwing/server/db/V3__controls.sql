-- What a person chose for one kind of one business's messages; no row means the kind's default.
CREATE TABLE business_setting (
    account_id UUID NOT NULL,
    business_id UUID NOT NULL,
    kind VARCHAR(16) NOT NULL,
    setting VARCHAR(8) NOT NULL,
    PRIMARY KEY (account_id, business_id, kind)
);

-- Whom a person blocks, and what a blocked business goes on being answered from: the person's last message to it and
-- the settings (below) as of the moment of blocking.
CREATE TABLE block (
    account_id UUID NOT NULL,
    blocked_id UUID NOT NULL,
    blocked_at BIGINT NOT NULL,
    frozen_last_message_at BIGINT,
    PRIMARY KEY (account_id, blocked_id)
);

CREATE TABLE frozen_setting (
    account_id UUID NOT NULL,
    blocked_id UUID NOT NULL,
    kind VARCHAR(16) NOT NULL,
    setting VARCHAR(8) NOT NULL,
    PRIMARY KEY (account_id, blocked_id, kind)
);

-- A person's last message to a business: it may answer freely for a day.
CREATE TABLE conversation (
    account_id UUID NOT NULL,
    business_id UUID NOT NULL,
    last_message_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, business_id)
);
