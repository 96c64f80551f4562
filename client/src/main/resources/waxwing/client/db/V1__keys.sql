-- This end's keys and ratchets. The whole file is encrypted; nothing here leaves it but public halves.

CREATE TABLE own_identity (
    only_one        SMALLINT PRIMARY KEY CHECK (only_one = 1),
    key_pair        VARBINARY(256) NOT NULL,
    registration_id INTEGER NOT NULL,
    -- 1..16777215; reserved in the transaction that stores the keys, so that no id is given out twice.
    next_prekey_id  INTEGER NOT NULL
);

-- While the two keys differ, nothing is encrypted to the account.
CREATE TABLE peer_identity (
    account_id   UUID PRIMARY KEY,
    current_key  VARBINARY(33) NOT NULL,
    accepted_key VARBINARY(33) NOT NULL
);

-- Rewritten with every message, so it has a narrow table of its own.
CREATE TABLE ratchet_session (
    account_id UUID NOT NULL,
    device_id  SMALLINT NOT NULL,
    record     VARBINARY(1048576) NOT NULL,
    PRIMARY KEY (account_id, device_id)
);

CREATE TABLE prekey (
    id            INTEGER PRIMARY KEY,
    kind          VARCHAR(20) NOT NULL,
    record        VARBINARY(8192) NOT NULL,
    created_at_ms BIGINT NOT NULL,
    -- The relay has confirmed that it holds the public half.
    published     BOOLEAN NOT NULL
);
CREATE INDEX prekey_by_kind ON prekey (kind, created_at_ms, id);

-- Which sessions a last-resort key has opened: a second use of the same base key is a replay.
CREATE TABLE last_resort_use (
    kyber_id     INTEGER NOT NULL,
    signed_ec_id INTEGER NOT NULL,
    base_key     VARBINARY(33) NOT NULL,
    PRIMARY KEY (kyber_id, signed_ec_id, base_key)
);
