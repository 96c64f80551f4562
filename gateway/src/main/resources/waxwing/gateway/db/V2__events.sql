-- What the business is told: events, the webhooks that carry them, and the names under which people appear there.

-- A person as the API and events name them: the handle is an HMAC of the number under the secret below.
CREATE TABLE contact (
    contact       VARCHAR(40) NOT NULL PRIMARY KEY,
    phone_number  VARCHAR(16) NOT NULL UNIQUE
);

-- One row: 32 random bytes, made at the first start.
CREATE TABLE contact_secret (
    row_id INTEGER NOT NULL PRIMARY KEY CHECK (row_id = 1),
    secret BYTEA   NOT NULL
);
