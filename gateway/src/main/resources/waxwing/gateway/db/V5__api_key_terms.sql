-- What an API key may do, for how long and how fast, and its rotation.

-- Separated by blanks. A key from before scopes goes on with all that it could do.
ALTER TABLE api_key ADD COLUMN scopes VARCHAR(400)
    DEFAULT 'messages:write messages:read contacts:read contacts:write events:read webhooks:write' NOT NULL;
ALTER TABLE api_key ALTER COLUMN scopes DROP DEFAULT;
ALTER TABLE api_key ADD COLUMN requests_per_second INTEGER DEFAULT 50 NOT NULL;
ALTER TABLE api_key ALTER COLUMN requests_per_second DROP DEFAULT;
ALTER TABLE api_key ADD COLUMN expires_at_ms BIGINT;

-- The hash from before the last rotation, and until when it is taken as well.
ALTER TABLE api_key ADD COLUMN previous_hash BYTEA;
ALTER TABLE api_key ADD COLUMN previous_until_ms BIGINT;
CREATE INDEX api_key_by_previous_hash ON api_key (previous_hash);
