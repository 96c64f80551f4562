-- Domains that a business has proved by e-mail. In ASCII, lower case.
CREATE TABLE business_domain (
    account_id UUID NOT NULL,
    domain VARCHAR(253) NOT NULL,
    verified_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, domain)
);

-- Proofs that run. Of the code only a keyed hash.
CREATE TABLE domain_proof (
    account_id UUID NOT NULL,
    domain VARCHAR(253) NOT NULL,
    code_hash BYTEA NOT NULL,
    tries_left INT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, domain)
);

-- What a business says of itself; empty texts for what it does not say.
CREATE TABLE business_profile (
    account_id UUID PRIMARY KEY,
    -- 500 characters, which may be two UTF-16 units each.
    about VARCHAR(1000) NOT NULL,
    website VARCHAR(2000) NOT NULL,
    support_email VARCHAR(254) NOT NULL
);
